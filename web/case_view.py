"""A case as the API tells it and pages show it: where it stands, its form and files, what may be done and why not."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import CompoundSelect, Connection, Select, select, union

from models.case import cases, links
from models.material import materials
from models.reference import Reference
from web.sight import WITHHELD, Sight, sight
from workflows import definition
from workflows.actors import Actor
from workflows.case_deadlines import deadlines_of
from workflows.deadline_ledger import lamp
from workflows.errors import Reason
from workflows.instants import local
from workflows.moves import Case
from workflows.offers import Offer, offers
from workflows.rulebooks import lifecycles


def case_view(
    connection: Connection, case: Case, actor: Actor, ties: set[str], reference: Reference, at: int
) -> dict[str, Any]:
    """The case in the API's own shape, without what this actor must not see."""
    seen = sight(connection, case, actor, ties)
    return {
        **summary(case),
        "data": seen.values(case.form) if "form" in seen.what else {},
        "deadlines": _deadlines(case, reference, at),
        "materials": files(connection, case.id, seen),
        "children": children(connection, case.id),
        "parent": parent(connection, case),
        "steps": [step_view(o) for o in offers(connection, case, actor, reference, at=at)] if seen.what else [],
    }


def summary(case: Case) -> dict[str, Any]:
    """What lists show of a case, too."""
    lifecycle = lifecycles()[case.lifecycle]
    return {
        "number": case.number,
        "rulebook": lifecycle.book,
        "edition": lifecycle.edition,
        "lifecycle": lifecycle.name,
        "state": case.state,
        "label": definition.label(lifecycle.states[case.state].label),
        "version": case.version,
        "office": case.office,
        "subject": subject_of(case),
        "opened_at": local(case.opened_at),
        "due_at": when(case.due_at),
        "due_step": case.due_step,
    }


def subject_of(case: Case) -> dict[str, Any] | None:
    if case.subject_kind is None:
        return None
    return {"kind": case.subject_kind, "number": case.subject_number, "name": case.subject_name}


def when(instant: int | None) -> str | None:
    return None if instant is None else local(instant)


def step_view(offer: Offer) -> dict[str, Any]:
    """A step from here with everything that taking it, or understanding why not, needs."""
    step = offer.step
    return {
        "name": step.name,
        "label": definition.label(step.label),
        "target": step.target.name,
        "law": list(step.laws),
        "near": step.near,
        "allowed": offer.allowed,
        "reasons": reasons(offer.reasons),
        "who": [role.value for role in step.roles],
        "asks": definition.asks(step.asks),
    }


def reasons(given: Iterable[Reason]) -> list[dict[str, Any]]:
    return [{"field": r.field, "code": r.code, "zh": r.zh, "en": r.en} for r in given]


def files(connection: Connection, case_id: int, seen: Sight) -> list[dict[str, Any]]:
    """The latest version of each file; a withheld one shows that it is there."""
    if seen.files == "hidden":
        return []
    m = materials.c
    asked = select(m.id, m.kind, m.name, m.size, m.sha256, m.version)
    rows = connection.execute(asked.where(m.case_id == case_id, m.removed_at.is_(None)).order_by(m.version))
    latest = {(row.kind, row.name): dict(row._mapping) for row in rows}
    found = sorted(latest.values(), key=lambda row: int(row["id"]))
    return found if seen.files == "open" else [{**row, "name": WITHHELD, "sha256": WITHHELD} for row in found]


def children(connection: Connection, case_id: int) -> list[str]:
    """Cases that this one opened, and objections that name it, oldest first."""
    asked = select(cases.c.number).where(cases.c.id.in_(below(case_id))).order_by(cases.c.id)
    return list(connection.execute(asked).scalars())


def below(case_id: int, *others: Select[Any]) -> CompoundSelect[Any]:
    """Their ids, and others; each part by its own index, where one condition with OR would read every case."""
    objecting = select(links.c.from_id).where(links.c.to_id == case_id, links.c.kind == "objection")
    return union(select(cases.c.id).where(cases.c.parent == case_id), objecting, *others)


def parent(connection: Connection, case: Case) -> str | None:
    if case.parent is None:
        return None
    number: str = connection.execute(select(cases.c.number).where(cases.c.id == case.parent)).scalar_one()
    return number


def _deadlines(case: Case, reference: Reference, at: int) -> list[dict[str, Any]]:
    """The law's deadline and the office's own target, told apart."""
    return [
        {
            "kind": d.kind, "step": d.step.name if d.step else None, "started_at": local(d.start),
            "due_at": local(d.due_at), "provisional": d.provisional, "law": d.step.laws[0] if d.step else "office",
            "lamp": lamp(reference.calendar, d.start, at, d.due_at, d.yellow),
        }
        for d in deadlines_of(case, reference)
    ]  # fmt: skip
