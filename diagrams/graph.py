"""A lifecycle as a graph to be drawn: which boxes, which arrows, and how much room their words need."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from workflows.deadlines import Period
from workflows.form import Label
from workflows.lifecycle import Kind, Lifecycle, State, Step
from workflows.words import LEVELS

ANY, START = "any", "start"  # beside the states: "any open state", and where a case begins
MANY = 4  # a step that leaves so many states, and every open one or all but one, is drawn once
LARGE, SMALL, WORDS = 15, 12, 12  # sizes of letters: a state's name, what stands below it, an arrow's words
WIDE = 200  # an arrow's words stand on two lines beyond
ANYWHERE = Label("任一未办结环节", "Any open state")
UNITS = {"wd": Label("个工作日", "working days"), "d": Label("日", "days"), "m": Label("个月", "months"),
         "y": Label("年", "years")}  # fmt: skip


class Line(NamedTuple):
    """A line of words; `mark` is the little picture in front of it."""

    text: str
    size: int
    mark: str = ""  # clock, loop

    @property
    def width(self) -> float:
        """One em for a wide character, 0.56 em for others: no font is asked."""
        ems = sum(1 if ord(sign) > 0x2E80 else 0.56 for sign in self.text)
        return ems * self.size + (self.size + 4 if self.mark else 0)

    @property
    def height(self) -> float:
        return self.size * 1.45


@dataclass(frozen=True)
class Node:
    name: str
    kind: str
    lines: tuple[Line, ...]

    @property
    def size(self) -> tuple[float, float]:
        if not self.lines:
            return 12, 12
        return max(line.width for line in self.lines) + 28, sum(line.height for line in self.lines) + 18


@dataclass(frozen=True)
class Edge:
    tail: str
    head: str
    lines: tuple[Line, ...]
    kind: str  # clock, system, step

    @property
    def id(self) -> str:
        return f"edge-{self.tail}--{self.head}"

    @property
    def size(self) -> tuple[float, float]:
        return max((line.width for line in self.lines), default=0) + 14, sum(line.height for line in self.lines) + 4


@dataclass(frozen=True)
class Graph:
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


def graph_of(lifecycle: Lifecycle, lang: str) -> Graph:
    spread = from_anywhere(lifecycle)
    drawn = [s for s in lifecycle.steps if s.source is not s.target and (s.name, s.target.name) not in spread]
    pairs: dict[tuple[str, str], list[Step]] = {}
    for step in drawn:
        pairs.setdefault((step.source.name, step.target.name), []).append(step)
    for step in lifecycle.steps:
        if (step.name, step.target.name) in spread:
            known = pairs.setdefault((ANY, step.target.name), [])
            known.extend([] if any(s.name == step.name for s in known) else [step])
    edges = [_edge(tail, head, steps, lang, spread) for (tail, head), steps in pairs.items()]
    nodes = [Node(START, "start", ()), *(_node(lifecycle, state, lang) for state in lifecycle.states.values())]
    if spread:
        nodes.append(Node(ANY, "any", (Line(_say(ANYWHERE, lang), SMALL),)))
    return Graph(tuple(nodes), (Edge(START, lifecycle.initial.name, (), "step"), *edges))


def from_anywhere(lifecycle: Lifecycle) -> dict[tuple[str, str], State | None]:
    """(step, target) of what every open state lets happen, or all but this one: drawn once, or it would drown the
    picture."""
    sources: dict[tuple[str, str], set[str]] = {}
    for step in lifecycle.steps:
        sources.setdefault((step.name, step.target.name), set()).add(step.source.name)
    running = {name for name, state in lifecycle.states.items() if not state.final}
    return {
        key: next((lifecycle.states[name] for name in running - found), None)
        for key, found in sources.items()
        if len(found) >= MANY and len(running - found) <= 1
    }


def _node(lifecycle: Lifecycle, state: State, lang: str) -> Node:
    lines = [Line(_say(state.label, lang), LARGE)]
    if state.kind is Kind.OPEN and state.level:
        lines.append(Line(_say(LEVELS[state.level], lang), SMALL))
    loops = [s for s in lifecycle.leaving(state.name) if s.target is state]
    lines += [Line(_say(step.label, lang), SMALL, "loop") for step in loops]
    return Node(state.name, state.kind.value, tuple(lines))


def _edge(tail: str, head: str, steps: list[Step], lang: str, spread: Mapping[tuple[str, str], State | None]) -> Edge:
    lines = [line for step in steps for line in _words(step, lang)]
    if tail == ANY:
        but = {state.name: state.label for step in steps if (state := spread[step.name, head])}
        lines += [Line(_say(Label(f"（“{zh}”除外）", f"(except from “{en}”)"), lang), WORDS) for zh, en in but.values()]
    roles = {role.value for step in steps for role in step.roles}
    return Edge(tail, head, tuple(lines), roles.pop() if roles in ({"clock"}, {"system"}) else "step")


def _words(step: Step, lang: str) -> list[Line]:
    """A clock's period stands below where both would be wide: wide arrows make wide pictures."""
    said, mark = _say(step.label, lang), "clock" if step.is_clock else ""
    if not isinstance(step.after, Period):
        return [Line(said, WORDS, mark)]
    space = "" if lang == "zh" and step.after.unit != "wd" else " "
    period = f"{step.after.amount}{space}{getattr(UNITS[step.after.unit], lang)}"
    whole = Line(f"{said} · {period}", WORDS, mark)
    return [whole] if whole.width <= WIDE else [Line(said, WORDS, mark), Line(period, WORDS)]


def _say(label: Label, lang: str) -> str:
    return label.zh if lang == "zh" else label.en[:1].upper() + label.en[1:]
