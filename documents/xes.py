"""The event log for process mining: XES 1849-2016, one trace a case, written as it is read."""

import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import IO

# It writes, and reads nothing.
from xml.etree import ElementTree as ET  # nosec B405

from sqlalchemy import Connection, select

from models.case import cases, entries
from workflows.lifecycle import Lifecycle

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1849-2016" xes.features="nested-attributes" xmlns="http://www.xes-standard.org/">
<extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
<extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
<extension name="Organizational" prefix="org" uri="http://www.xes-standard.org/org.xesext"/>
<classifier name="Step" keys="concept:name"/>
"""


def write_xes(connection: Connection, lifecycle: Lifecycle | None, target: IO[bytes]) -> int:
    """Every step of a lifecycle's cases (None: of all); actors are opaque ids. How many cases."""
    c, e = cases.c, entries.c
    asked = select(c.number, c.lifecycle, e.body).join(entries, e.case_id == c.id).order_by(e.case_id, e.seq)
    if lifecycle:
        asked = asked.where(c.lifecycle == lifecycle.key)
    count = 0
    target.write(HEAD.encode())
    rows = connection.execution_options(yield_per=1000).execute(asked)
    for (number, kind), own in groupby(rows, key=lambda row: (row.number, row.lifecycle)):
        target.write(ET.tostring(_trace(number, kind, (json.loads(bytes(row.body)) for row in own)), "utf-8") + b"\n")
        count += 1
    target.write(b"</log>\n")
    return count


def _trace(number: str, kind: str, bodies: Iterable[dict[str, object]]) -> ET.Element:
    trace = ET.Element("trace")
    _told(trace, {"concept:name": number, "lifecycle": kind})
    for body in bodies:
        event = ET.SubElement(trace, "event")
        ET.SubElement(event, "date", key="time:timestamp", value=str(body["effective"]))
        _told(event, dict(_about(body)))
    return trace


def _about(body: dict[str, object]) -> Iterator[tuple[str, object]]:
    yield "concept:name", body["step"] or body["kind"]
    yield "org:resource", body["actor"]
    yield "org:role", body["role"]
    yield "org:group", body["office"]
    yield "state", body["target"]
    yield "law", " ".join(map(str, body["law"])) if isinstance(body["law"], list) else ""


def _told(element: ET.Element, attributes: dict[str, object]) -> None:
    for key, value in attributes.items():
        ET.SubElement(element, "string", key=key, value=str(value))
