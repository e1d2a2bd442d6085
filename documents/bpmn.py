"""A lifecycle as BPMN 2.0: a task for each state, an end for each final one, a timer where the clock acts."""

from itertools import count

# It writes, and reads nothing.
from xml.etree import ElementTree as ET  # nosec B405

from workflows.lifecycle import Lifecycle, State, Step

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
SHAPES = "http://www.omg.org/spec/BPMN/20100524/DI"
DC, DI = "http://www.omg.org/spec/DD/20100524/DC", "http://www.omg.org/spec/DD/20100524/DI"
WIDE, HIGH, GAP, LANE = 160, 70, 60, 14
Box = tuple[int, int, int, int]


def bpmn(lifecycle: Lifecycle, lang: int) -> bytes:
    """The XML; `lang` 0 is Chinese, 1 English. States stand in a column in the order of the lifecycle."""
    for prefix, name in (("bpmn", MODEL), ("bpmndi", SHAPES), ("dc", DC), ("di", DI)):
        ET.register_namespace(prefix, name)
    root = ET.Element(f"{{{MODEL}}}definitions", id="definitions", targetNamespace="https://yizhan.example/bpmn")
    process = _add(root, MODEL, "process", id="process", name=lifecycle.label[lang], isExecutable="false")
    diagram = _add(root, SHAPES, "BPMNDiagram", id="diagram")
    plane = _add(diagram, SHAPES, "BPMNPlane", id="plane", bpmnElement="process")
    boxes = {"start": (60 + WIDE // 2 - 18, 20, 36, 36)}
    _add(process, MODEL, "startEvent", id="start")
    for n, state in enumerate(lifecycle.states.values()):
        boxes[state.name] = _state(process, lifecycle, state, n, lang)
    flows = [("flow-start", "start", lifecycle.initial.name, "")]
    flows += [_flow(n, step, lang) for n, step in enumerate(lifecycle.steps) if step.source is not step.target]
    for name, box in boxes.items():
        _shape(plane, name, box)
    lanes = count(1)
    for id, source, target, words in flows:
        _add(process, MODEL, "sequenceFlow", id=id, sourceRef=source, targetRef=target, name=words)
        edge = _add(plane, SHAPES, "BPMNEdge", id=f"{id}-edge", bpmnElement=id)
        for x, y in _way(boxes[source], boxes[target], next(lanes)):
            _add(edge, DI, "waypoint", x=str(x), y=str(y))
    written: bytes = ET.tostring(root, "utf-8")
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + written


def _way(source: Box, target: Box, lane: int) -> list[tuple[int, int]]:
    """From border to border: straight down to the next box, else beside the column, each way in a lane of its own."""
    (x, y, wide, high), (to_x, to_y, to_wide, to_high) = source, target
    below = y + high
    if below < to_y < below + 2 * GAP + HIGH:
        return [(x + wide // 2, below), (to_x + to_wide // 2, to_y)]
    down = to_y > y
    beside = 60 + WIDE + LANE * lane if down else 60 - LANE * lane
    start, end = (x + wide, to_x + to_wide) if down else (x, to_x)
    out, into = y + high // 2 + lane % 5 * 4 - 8, to_y + to_high // 2 + lane % 5 * 4 - 8
    return [(start, out), (beside, out), (beside, into), (end, into)]


def _state(process: ET.Element, lifecycle: Lifecycle, state: State, n: int, lang: int) -> Box:
    """A task, or an end; a state that only the clock leaves waits for its timer."""
    top = 90 + n * (HIGH + GAP)
    if state.final:
        _add(process, MODEL, "endEvent", id=state.name, name=state.label[lang])
        return 60 + WIDE // 2 - 18, top, 36, 36
    clock = lifecycle.clocks.get(state.name)
    kind = "intermediateCatchEvent" if clock and clock.after else "userTask"
    task = _add(process, MODEL, kind, id=state.name, name=state.label[lang])
    if clock and clock.after:
        _add(task, MODEL, "timerEventDefinition", id=f"{state.name}-timer")
        return 60 + WIDE // 2 - 18, top, 36, 36
    return 60, top, WIDE, HIGH


def _flow(n: int, step: Step, lang: int) -> tuple[str, str, str, str]:
    return f"flow-{n}", step.source.name, step.target.name, f"{step.label[lang]} ({', '.join(step.laws)})"


def _shape(plane: ET.Element, name: str, box: Box) -> None:
    shape = _add(plane, SHAPES, "BPMNShape", id=f"{name}-shape", bpmnElement=name)
    x, y, wide, high = map(str, box)
    _add(shape, DC, "Bounds", x=x, y=y, width=wide, height=high)


def _add(parent: ET.Element, space: str, tag: str, **attributes: str) -> ET.Element:
    return ET.SubElement(parent, f"{{{space}}}{tag}", attributes)
