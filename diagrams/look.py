"""How a diagram looks: colours by what a thing is and by whether the case has been there, in light and dark."""

from typing import NamedTuple


class Look(NamedTuple):
    """A box or arrow: what fills it, its line, its words, and how wide the line is."""

    fill: str
    stroke: str
    color: str
    width: float = 1.4

    def attributes(self) -> str:
        """On the group; everything in it inherits them: attributes, since a strict page forbids inline style."""
        return f'fill="{self.fill}" stroke="{self.stroke}" color="{self.color}" stroke-width="{self.width}"'


class Theme(NamedTuple):
    paper: str
    plain: dict[str, Look]  # by kind, where no case is shown
    rest: Look  # not reached by the case
    way: Look  # an arrow that was taken
    off: Look  # one that wasn't
    badge: Look

    def seen(self, kind: str) -> Look:
        return self.plain[kind]._replace(width=1.8)

    def now(self, kind: str) -> Look:
        """Strong: the kind's own colours turned round."""
        plain = self.plain[kind]
        return Look(plain.stroke, plain.color, self.paper, 3)


LIGHT = Theme(
    paper="#ffffff",
    plain={
        "open": Look("#e9f0f8", "#1d4f82", "#153c64"),
        "standing": Look("#f2eefb", "#5b3f9a", "#41297a"),
        "good": Look("#e6f3ea", "#17693a", "#0f4a28"),
        "adverse": Look("#fceaea", "#a31621", "#7d0f18"),
        "neutral": Look("#f1f3f5", "#5b6670", "#39434c"),
        "any": Look("#ffffff", "#5b6670", "#39434c"),
        "start": Look("#1b2733", "#1b2733", "#1b2733"),
        "step": Look("none", "#44515d", "#1b2733"),
        "clock": Look("none", "#7a4b00", "#7a4b00"),
        "system": Look("none", "#5b6670", "#53606c"),
    },
    rest=Look("#ffffff", "#aeb8c2", "#5b6670", 1.1),
    way=Look("none", "#1d4f82", "#153c64", 2.6),
    off=Look("none", "#b9c2cb", "#5b6670", 1.1),
    badge=Look("#153c64", "#ffffff", "#ffffff", 1.5),
)
DARK = Theme(
    paper="#16202b",
    plain={
        "open": Look("#1f3349", "#7fb2e5", "#dbeafb"),
        "standing": Look("#2c2745", "#b7a2ec", "#e8e0fb"),
        "good": Look("#1b3a29", "#6fcf97", "#d7f5e3"),
        "adverse": Look("#44222a", "#f08a94", "#fde0e3"),
        "neutral": Look("#28323c", "#a4b0bb", "#dfe5ea"),
        "any": Look("#16202b", "#a4b0bb", "#dfe5ea"),
        "start": Look("#dfe5ea", "#dfe5ea", "#dfe5ea"),
        "step": Look("none", "#b5c0ca", "#e6ebf0"),
        "clock": Look("none", "#f0c36d", "#f0c36d"),
        "system": Look("none", "#a4b0bb", "#c2ccd5"),
    },
    rest=Look("#16202b", "#566370", "#a4b0bb", 1.1),
    way=Look("none", "#7fb2e5", "#dbeafb", 2.6),
    off=Look("none", "#4c5864", "#a4b0bb", 1.1),
    badge=Look("#dbeafb", "#16202b", "#0e1821", 1.5),
)
THEMES = {"light": LIGHT, "dark": DARK}
