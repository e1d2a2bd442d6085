"""A case's way through its lifecycle: on the committed picture, and as the same in words."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from html import escape
from importlib.resources import files
from typing import Any, NamedTuple

from diagrams.graph import ANY, START
from diagrams.look import LIGHT, THEMES, Theme
from workflows.form import Label
from workflows.lifecycle import Lifecycle
from workflows.words import RECORDS

GROUP = re.compile(r'<g id="([^"]+)" data-kind="(\w+)"(?: data-corner="([-\d.]+),([-\d.]+)")? [^>]*>(.*)</g>')
BOX, ARROW = "state-", "edge-"


class Piece(NamedTuple):
    """A box or arrow of a picture, whole, in each look that it can have."""

    id: str
    corner: tuple[float, float] | None
    plain: str
    rest: str
    seen: str
    now: str


class Picture(NamedTuple):
    head: str
    badge: str  # how a badge looks, as attributes
    pieces: tuple[Piece, ...]
    arrows: frozenset[str]


class Stop(NamedTuple):
    """One entry of the way: its number, what was done, and where from and where to."""

    seq: int
    done: Label
    source: Label | None
    target: Label
    at: str | None


def diagram_svg(
    lifecycle: Lifecycle,
    entries: Iterable[Mapping[str, Any]],
    current: str | None,
    *,
    step: int | None = None,
    lang: str = "zh",
    theme: str = "light",
) -> str:
    """The lifecycle with the way of a case: boxes numbered by its entries, where it stands strong, the rest pale.

    `entries` are those of `GET /cases/NUMBER/history`, oldest first; with `step` the case is shown as it was after
    that entry. Without entries and state it is the lifecycle as such.
    """
    passed = [entry for entry in entries if step is None or entry["seq"] <= step]
    if step is not None and passed:
        current = passed[-1]["target"]
    drawn = picture(lifecycle, lang, theme)
    if current is None and not passed:
        return "".join([drawn.head, *(piece.plain for piece in drawn.pieces), "</svg>"])
    arrivals, taken = _way(passed, drawn.arrows)
    if current is not None:
        arrivals.setdefault(BOX + current, [])
    shown = [_shown(piece, arrivals, taken, BOX + str(current)) for piece in drawn.pieces]
    badges = [_badge(p, numbers, drawn.badge) for p in drawn.pieces if (numbers := arrivals.get(p.id))]
    return "".join([drawn.head, *shown, *badges, "</svg>"])


def ordered(lifecycle: Lifecycle, entries: Iterable[Mapping[str, Any]]) -> list[Stop]:
    """The same way in words, for readers without eyes or colour."""
    return [
        Stop(
            entry["seq"],
            _done(lifecycle, entry),
            lifecycle.states[entry["source"]].label if entry["source"] else None,
            lifecycle.states[entry["target"]].label,
            entry.get("effective_at"),
        )
        for entry in entries
        if entry["target"]
    ]


def _done(lifecycle: Lifecycle, entry: Mapping[str, Any]) -> Label:
    step = lifecycle.at.get((entry["source"], entry["step"]))
    return step.label if step else RECORDS.get(entry["kind"], RECORDS["begin"])


def _way(passed: Sequence[Mapping[str, Any]], arrows: frozenset[str]) -> tuple[dict[str, list[int]], set[str]]:
    """The numbers of the entries at each box, and the arrows taken; a record that moves nothing is no stop."""
    arrivals: dict[str, list[int]] = {}
    taken: set[str] = set()
    for entry in passed:
        source, target = entry["source"], entry["target"]
        if target is None or entry["kind"] not in ("step", "begin"):
            continue
        arrivals.setdefault(BOX + target, []).append(entry["seq"])
        if source == target:
            continue
        arrow = f"{ARROW}{source or START}--{target}"
        taken.add(arrow if arrow in arrows else f"{ARROW}{ANY}--{target}")
    return arrivals, taken


def _shown(piece: Piece, arrivals: Mapping[str, list[int]], taken: set[str], current: str) -> str:
    if piece.id == current:
        return piece.now
    return piece.seen if piece.id in arrivals or piece.id in taken else piece.rest


def _badge(piece: Piece, numbers: Sequence[int], look: str) -> str:
    """The numbers of the entries that led to a box; they lead to the first of these entries."""
    return f'<a href="#entry-{numbers[0]}">{badge(piece, _runs(numbers), look)}</a>'


def badge(piece: Piece, said: str, look: str) -> str:
    """Words on the corner of a box."""
    x, y = piece.corner or (0.0, 0.0)
    width = max(18.0, 6.6 * len(said) + 9)
    return (
        f"<g {look}>"
        f'<rect x="{x - width + 8:.1f}" y="{y - 10:.1f}" width="{width:.1f}" height="18" rx="9"/>'
        f'<text x="{x - width / 2 + 8:.1f}" y="{y + 3:.1f}" font-size="11" font-weight="600" fill="currentColor"'
        f' stroke="none">{said}</text></g>'
    )


def _runs(numbers: Sequence[int]) -> str:
    """[2, 4, 5, 6] is `2,4–6`."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ",".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)


@cache
def picture(lifecycle: Lifecycle, lang: str, theme: str) -> Picture:
    """The committed picture, taken apart once: it has a line for each group."""
    name = f"{lifecycle.name}.svg" if lang == "zh" else f"{lifecycle.name}.{lang}.svg"
    file = files("diagrams").joinpath("generated", lifecycle.book, lifecycle.edition, name)
    text = file.read_text("utf-8").replace(f'stroke="{LIGHT.paper}"', f'stroke="{THEMES[theme].paper}"')
    head = text.partition("<title>")[0].replace('role="img"', 'role="group"')
    label = escape(lifecycle.label.zh if lang == "zh" else lifecycle.label.en)
    pieces = tuple(_piece(match, THEMES[theme]) for match in GROUP.finditer(text))
    paper = f'<rect x="-9999" y="-9999" width="19998" height="19998" fill="{THEMES[theme].paper}"/>'
    head = f"{head}<title>{label}</title>{paper if theme != 'light' else ''}"
    arrows = frozenset(piece.id for piece in pieces if piece.id.startswith(ARROW))
    return Picture(head, THEMES[theme].badge.attributes(), pieces, arrows)


def _piece(match: re.Match[str], theme: Theme) -> Piece:
    id, kind, x, y, body = match.groups()
    own = theme.plain[kind]
    rest, seen, now = (theme.rest, theme.seen(kind), theme.now(kind)) if x else (theme.off, theme.way, theme.way)
    if kind == "start":
        rest = seen = now = own
    corner = (float(x), float(y)) if x else None
    here = ' aria-current="step"'  # pages bring it into sight
    looks = ((own, ""), (rest, ""), (seen, ""), (now, here))
    return Piece(id, corner, *(f'<g id="{id}" {look.attributes()}{mark}>{body}</g>' for look, mark in looks))
