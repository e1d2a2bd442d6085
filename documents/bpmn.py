"""A lifecycle as BPMN 2.0: a task for each state, an end for each final one, a timer where the clock acts."""

# It writes, and reads nothing.
from xml.etree import ElementTree as ET  # nosec B405

from workflows.lifecycle import Lifecycle, State, Step

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
SHAPES = "http://www.omg.org/spec/BPMN/20100524/DI"
DC, DI = "http://www.omg.org/spec/DD/20100524/DC", "http://www.omg.org/spec/DD/20100524/DI"
WIDE, HIGH, GAP = 160, 70, 60
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
    for id, source, target, words in flows:
        _add(process, MODEL, "sequenceFlow", id=id, sourceRef=source, targetRef=target, name=words)
        edge = _add(plane, SHAPES, "BPMNEdge", id=f"{id}-edge", bpmnElement=id)
        for x, y, wide, high in (boxes[source], boxes[target]):
            _add(edge, DI, "waypoint", x=str(x + wide // 2), y=str(y + high // 2))
    written: bytes = ET.tostring(root, "utf-8")
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + written


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
