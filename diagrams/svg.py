"""The picture as SVG: a group with an id for each box and arrow, colours on the group, nothing that needs style."""

from html import escape
from math import hypot
from typing import TYPE_CHECKING

from diagrams.graph import LARGE, Edge, Line, Node
from diagrams.look import LIGHT

if TYPE_CHECKING:
    from diagrams.layout import Placed, Point

FONTS = "PingFang SC, Hiragino Sans GB, Microsoft YaHei, Noto Sans CJK SC, Noto Sans SC, sans-serif"
MARGIN = 14
WIDE = 1000  # a picture so wide is not shrunk into a column, where nobody could read it
HEAD, HALF = 9, 4.2  # an arrowhead's length and half its width


def page(placed: "Placed", *, title: str, lang: str, source: str) -> str:
    """One line for each group, so that history can take the page apart without parsing it."""
    width, height = (size + 2 * MARGIN for size in placed.size)
    wide = ' class="wide"' if width > WIDE else ""
    edges = (_edge(edge, points, middle) for edge, points, middle in placed.edges)
    nodes = (_node(node, at) for node, at in placed.nodes)
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" data-source="{source}" lang="{"zh-CN" if lang == "zh" else lang}"'
            f' role="img"{wide} width="{width:.0f}" height="{height:.0f}"'
            f' viewBox="{-MARGIN} {-MARGIN} {width:.0f} {height:.0f}"'
            f' font-family="{FONTS}" text-anchor="middle">',
            f"<title>{escape(title)}</title>",
            *edges,
            *nodes,
            "</svg>",
            "",
        ]
    )


def _node(node: Node, at: "Point") -> str:
    look = LIGHT.plain[node.kind]
    x, y = at
    width, height = node.size
    box = _box(node.kind, x, y, width, height)
    words = _words(node.lines, x, y, boxed=True)
    corner = f'data-corner="{x + width / 2:.1f},{y - height / 2:.1f}"'
    return f'<g id="state-{node.name}" data-kind="{node.kind}" {corner} {look.attributes()}>{box}{words}</g>'


def _box(kind: str, x: float, y: float, width: float, height: float) -> str:
    """A shape for each kind, so that colour is never the only sign."""
    left, top = x - width / 2, y - height / 2
    rect = f'<rect x="{left:.1f}" y="{top:.1f}" width="{width:.1f}" height="{height:.1f}"'
    if kind == "start":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5"/>'
    if kind == "good":  # a double line: it is done
        inner = f'<rect x="{left + 3:.1f}" y="{top + 3:.1f}" width="{width - 6:.1f}" height="{height - 6:.1f}"'
        return f'{rect} rx="9"/>{inner} rx="6" fill="none"/>'
    if kind == "adverse":  # cut corners
        cut = 9
        right, bottom = left + width, top + height
        points = [
            (left + cut, top), (right - cut, top), (right, top + cut), (right, bottom - cut),
            (right - cut, bottom), (left + cut, bottom), (left, bottom - cut), (left, top + cut),
        ]  # fmt: skip
        return f'<polygon points="{" ".join(f"{px:.1f},{py:.1f}" for px, py in points)}"/>'
    if kind == "standing":  # round ends: it holds
        return f'{rect} rx="{height / 2:.1f}"/>'
    if kind == "any":
        return f'{rect} rx="3" stroke-dasharray="2 3"/>'
    return f'{rect} rx="{0 if kind == "neutral" else 9}"/>'


def _edge(edge: Edge, points: "tuple[Point, ...]", middle: "Point | None") -> str:
    look = LIGHT.plain[edge.kind]
    dash = {"clock": ' stroke-dasharray="6 4"', "system": ' stroke-dasharray="1.5 3.5"'}.get(edge.kind, "")
    *_, before, tip = points
    base, head = _head(before, tip)
    curve = " ".join(f"{x:.1f},{y:.1f}" for x, y in (*points[1:-1], base))
    line = f'<path d="M{points[0][0]:.1f},{points[0][1]:.1f} C{curve}" fill="none"{dash}/>'
    words = _words(edge.lines, *middle, boxed=False) if middle else ""
    halo = f'<g paint-order="stroke" data-halo="1" stroke="{LIGHT.paper}" stroke-width="4">{words}</g>' if words else ""
    return f'<g id="{edge.id}" data-kind="{edge.kind}" {look.attributes()}>{line}{head}{halo}</g>'


def _head(before: "Point", tip: "Point") -> "tuple[Point, str]":
    """Where the line ends and its head begins, and the head."""
    dx, dy = tip[0] - before[0], tip[1] - before[1]
    length = hypot(dx, dy) or 1
    ux, uy = dx / length, dy / length
    x, y = tip[0] - HEAD * ux, tip[1] - HEAD * uy
    points = (tip, (x - HALF * uy, y + HALF * ux), (x + HALF * uy, y - HALF * ux))
    shown = " ".join(f"{px:.1f},{py:.1f}" for px, py in points)
    return (x, y), f'<polygon points="{shown}" fill="currentColor" stroke="none"/>'


def _words(lines: tuple[Line, ...], x: float, y: float, *, boxed: bool) -> str:
    """Lines round a middle; the first of a box is its name."""
    top = y - sum(line.height for line in lines) / 2
    out = []
    for line in lines:
        baseline = top + line.height * 0.74
        shift = (line.size + 4) / 2 if line.mark else 0
        weight = ' font-weight="600"' if line.size == LARGE else ""
        stroke = ' stroke="none"' if boxed else ""
        out.append(
            f'<text x="{x + shift:.1f}" y="{baseline:.1f}" font-size="{line.size}" fill="currentColor"'
            f"{weight}{stroke}>{escape(line.text)}</text>"
        )
        if line.mark:
            out.append(_mark(line, x - line.width / 2 + line.size / 2, top + line.height / 2))
        top += line.height
    return "".join(out)


def _mark(line: Line, x: float, y: float) -> str:
    """A little clock, or an arrow that turns back: drawn, for not every font has such signs."""
    r = line.size * 0.42
    common = 'fill="none" stroke="currentColor" stroke-width="1.3" stroke-linecap="round"'
    if line.mark == "clock":
        hands = f"M{x:.1f},{y - r * 0.6:.1f} V{y:.1f} H{x + r * 0.5:.1f}"
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r:.1f}" {common}/><path d="{hands}" {common}/>'
    arc = f"M{x + r:.1f},{y:.1f} A{r:.1f},{r:.1f} 0 1 1 {x:.1f},{y - r:.1f}"
    tip = f"M{x - 2:.1f},{y - r - 2.5:.1f} L{x + 1:.1f},{y - r:.1f} L{x - 2:.1f},{y - r + 2.5:.1f}"
    return f'<path d="{arc} {tip}" {common}/>'
