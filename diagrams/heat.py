"""Many cases on one picture: each box as warm as cases stayed long there, each arrow as wide as it was taken."""

from collections.abc import Mapping
from typing import NamedTuple

from diagrams.graph import ANY, START
from diagrams.history import ARROW, BOX, Piece, badge, picture
from diagrams.look import LIGHT, Look
from workflows.lifecycle import Lifecycle

WARMTH = ("#fff7ec", "#fee3bf", "#fdc98b", "#f9a155", "#e8762d")  # all carry dark words
LINE, WORDS = "#8a3b00", "#2b1400"
WIDEST = 6.0


class Box(NamedTuple):
    """What is written at a state, and how warm it is: 0 to 1; None: nobody was there."""

    words: str
    warmth: float | None


def heat_svg(lifecycle: Lifecycle, boxes: Mapping[str, Box], ways: Mapping[tuple[str | None, str], float], *,
             lang: str) -> str:  # fmt: skip
    """The lifecycle with these boxes, and arrows by their share, 0 to 1, of the cases."""
    drawn = picture(lifecycle, lang, "light")
    taken: dict[str, float] = {}
    for (source, target), share in ways.items():
        arrow = f"{ARROW}{source or START}--{target}"
        known = arrow if arrow in drawn.arrows else f"{ARROW}{ANY}--{target}"
        taken[known] = min(1.0, taken.get(known, 0) + share)
    shown = [_shown(piece, boxes.get(piece.id.removeprefix(BOX)), taken.get(piece.id)) for piece in drawn.pieces]
    badges = [
        badge(piece, box.words, drawn.badge)
        for piece in drawn.pieces
        if piece.corner and (box := boxes.get(piece.id.removeprefix(BOX))) and box.warmth is not None
    ]
    return "".join([drawn.head, *shown, *badges, "</svg>"])


def _shown(piece: Piece, box: Box | None, share: float | None) -> str:
    if piece.corner and box is not None and box.warmth is not None:
        fill = WARMTH[min(len(WARMTH) - 1, int(box.warmth * len(WARMTH)))]
        return _again(piece, Look(fill, LINE, WORDS, 1.6))
    if share:
        return _again(piece, LIGHT.way._replace(width=round(1 + share * (WIDEST - 1), 1)))
    return piece.rest


def _again(piece: Piece, look: Look) -> str:
    """The same drawing in another look: its words and lines inherit from its group."""
    return f'<g id="{piece.id}" {look.attributes()}>{piece.plain.partition(">")[2]}'
