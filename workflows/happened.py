"""What somebody else did to a case meanwhile: the sentence of a conflict."""

from sqlalchemy import Connection, select

from models.case import cases, entries
from workflows.errors import Reason
from workflows.instants import local
from workflows.rulebooks import lifecycles
from workflows.words import RECORDS


def last_done(connection: Connection, number: str) -> Reason | None:
    """The case's last entry, by its label and hour; None where there is no such case."""
    e, c = entries.c, cases.c
    tied = (e.case_id == c.id) & (e.seq == c.version)
    asked = select(c.lifecycle, c.state, c.version, e.kind, e.step, e.recorded_at).join(entries, tied)
    row = connection.execute(asked.where(c.number == number)).first()
    if row is None:
        return None
    lifecycle = lifecycles()[row.lifecycle]
    labels = (s.label for s in lifecycle.steps if s.name == row.step)
    done = next(labels, RECORDS.get(row.kind, RECORDS["begin"]))
    state = lifecycle.states[row.state].label
    when = local(row.recorded_at)[:16].replace("T", " ")
    return Reason(
        "stale_version",
        f"{when}（北京时间）已办理“{done.zh}”，办件现处“{state.zh}”环节（第 {row.version} 版）",
        f"“{done.en}” was taken at {when} (Beijing time); the case now stands at “{state.en}” (version {row.version}).",
    )
