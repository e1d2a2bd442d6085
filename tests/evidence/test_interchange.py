"""What other programs read: an event log with every entry, and every lifecycle as BPMN, each well formed."""

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
        assert len(root.findall(f".//{{{SHAPES}}}BPMNShape")) == len(nodes)
