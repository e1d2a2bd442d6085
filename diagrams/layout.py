"""Where everything stands: DOT for Graphviz, its answer read back; used when drawing, never at run time."""

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graphviz import Digraph

from diagrams.graph import Edge, Graph, Node

INCH = 72
Point = tuple[float, float]


@dataclass(frozen=True)
class Placed:
    """Sizes in points, y downwards; an arrow is its spline's points and the middle of its words."""

    size: Point
    nodes: tuple[tuple[Node, Point], ...]
    edges: tuple[tuple[Edge, tuple[Point, ...], Point | None], ...]


def dot_of(graph: Graph) -> str:
    """The graph in DOT: boxes and labels of a given size without a word in them, so that no font decides."""
    dot = Digraph()
    dot.attr("graph", rankdir="TB", nodesep="0.45", ranksep="0.5", pad="0.15")
    dot.attr("node", shape="box", fixedsize="true", label="")
    dot.attr("edge", dir="none")
    for node in graph.nodes:
        width, height = node.size
        dot.node(node.name, width=f"{width / INCH:.3f}", height=f"{height / INCH:.3f}")
    led: set[str] = set()  # the first step out of a state is the way that the law means: drawn straight
    for edge in graph.edges:
        dot.edge(edge.tail, edge.head, label=_room(edge), weight="12" if edge.tail not in led else "1")
        led.add(edge.tail)
    source: str = dot.source
    return source


def _room(edge: Edge) -> str:
    if not edge.lines:
        return ""
    width, height = edge.size
    cell = (
        f'<table border="0" cellborder="0" cellpadding="0" fixedsize="true" width="{width:.0f}" height="{height:.0f}">'
    )
    return f"<{cell}<tr><td></td></tr></table>>"


def place(graph: Graph, dot: str) -> Placed:
    answer = subprocess.run([_graphviz(), "-Tjson"], input=dot, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(answer.stdout)
    _, _, width, height = _numbers(found["bb"])
    named = {o["name"]: _flip(o["pos"], height) for o in found["objects"]}
    names = {o["_gvid"]: o["name"] for o in found["objects"]}
    drawn = {(names[e["tail"]], names[e["head"]]): e for e in found["edges"]}
    ways = ((edge, drawn[edge.tail, edge.head]) for edge in graph.edges)
    edges = tuple((edge, _spline(e["pos"], height), _flip(e["lp"], height) if "lp" in e else None) for edge, e in ways)
    return Placed((width, height), tuple((node, named[node.name]) for node in graph.nodes), edges)


def _graphviz() -> str:
    """The binary that pip brought, beside this Python."""
    found = shutil.which("graphviz-pure", path=str(Path(sys.executable).parent)) or shutil.which("graphviz-pure")
    if found is None:
        raise SystemExit("缺少 graphviz-pure · graphviz-pure is missing: pip install '.[test]'")
    return found


def _numbers(text: str) -> list[float]:
    return [float(number) for number in text.replace(",", " ").split()]


def _flip(text: str, height: float) -> Point:
    x, y = _numbers(text)
    return x, height - y


def _spline(text: str, height: float) -> tuple[Point, ...]:
    return tuple(_flip(point, height) for point in text.split())
