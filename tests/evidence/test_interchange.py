"""What other programs read: an event log with every entry, and every lifecycle as BPMN, each well formed."""

from collections.abc import Mapping
from io import BytesIO
from xml.etree import ElementTree as ET

from sqlalchemy import Engine, func, select

from documents.bpmn import MODEL, SHAPES, bpmn
from documents.xes import write_xes
from models.case import entries
from models.database import transaction
from tests.workflows.guangzhou.roads import in_publicity, open_call
from tests.world import settle
from workflows.rulebooks import lifecycles

XES = "{http://www.xes-standard.org/}"


def test_the_event_log_has_every_entry_and_no_name(db: Engine) -> None:
    settle(db)
    open_call(db)
    case, written = in_publicity(db), BytesIO()
    count = transaction(db, lambda p: write_xes(p.connection, None, written), writes=False)
    log = ET.fromstring(written.getvalue())
    traces = log.findall(f"{XES}trace")
    whole = transaction(db, lambda p: p.connection.scalar(select(func.count()).select_from(entries)), writes=False)
    assert (len(traces), len(log.findall(f".//{XES}event"))) == (count, whole)
    own = next(t for t in traces if t.find(f"{XES}string[@value='{case.number}']") is not None)
    steps = [s.get("value") for s in own.findall(f"{XES}event/{XES}string[@key='concept:name']")]
    assert steps[1:] == case.trail
    assert "示例" not in written.getvalue().decode()


def on_border(point: Mapping[str, str], box: Mapping[str, str]) -> bool:
    """A way begins and ends where its boxes do: a viewer shows it beside them, not under them."""
    x, y, left, top = int(point["x"]), int(point["y"]), int(box["x"]), int(box["y"])
    right, bottom = left + int(box["width"]), top + int(box["height"])
    return left <= x <= right and top <= y <= bottom and (x in (left, right) or y in (top, bottom))


def test_every_lifecycle_is_bpmn() -> None:
    for lifecycle in lifecycles().values():
        root = ET.fromstring(bpmn(lifecycle, 1))
        process = root.find(f"{{{MODEL}}}process")
        assert process is not None
        nodes = {node.get("id") for node in process if not node.tag.endswith("sequenceFlow")}
        flows = process.findall(f"{{{MODEL}}}sequenceFlow")
        assert (
            {f.get(end) for f in flows for end in ("sourceRef", "targetRef")} <= nodes == {"start", *lifecycle.states}
        )
        boxes = {s.get("bpmnElement"): next(iter(s)).attrib for s in root.findall(f".//{{{SHAPES}}}BPMNShape")}
        assert boxes.keys() == nodes
        drawn = {edge.get("bpmnElement"): [p.attrib for p in edge] for edge in root.findall(f".//{{{SHAPES}}}BPMNEdge")}
        for flow in flows:
            ways = drawn[flow.get("id")]
            ends = zip((ways[0], ways[-1]), (flow.get("sourceRef"), flow.get("targetRef")), strict=True)
            assert all(on_border(point, boxes[box]) for point, box in ends), flow.attrib
            assert len({tuple(p.values()) for p in ways}) == len(ways) >= 2
