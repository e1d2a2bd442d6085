"""Files laid with a case: who may lay which kind now, and as which version."""

from typing import NamedTuple

from sqlalchemy import Connection, func, insert, select

from models.case import cases
from models.material import materials
from models.reference import Reference, snapshot
from models.rows import lock
from workflows.actors import Actor
from workflows.errors import Invalid, NotFound, NotPermitted, Reason, StepError, UnknownStep
from workflows.lifecycle import Lifecycle, Step
from workflows.moves import Case, Standing
from workflows.rights import relations
from workflows.rulebooks import lifecycles, rulebook_of
from workflows.standing import standing


class Paper(NamedTuple):
    """A file as it arrived: its label, what it is, how large, and under which digest it lies."""

    name: str
    media: str
    size: int
    sha256: str


class Laid(NamedTuple):
    """A file that lies with a case."""

    id: int
    kind: str
    name: str
    size: int
    sha256: str
    version: int


def may_lay(connection: Connection, case_id: int, actor: Actor, kind: str) -> Case:
    """The case, locked, if this actor may lay a file of this kind with it now; else the error is raised.

    A kind may be laid by whoever may take a step from here that asks for it, or take it on paper received.
    """
    rows = lock(connection, cases, [case_id])
    if not rows:
        raise NotFound()
    case, reference = Case(*rows[0][:-1]), snapshot(connection, rows[0][-1])
    lifecycle = lifecycles()[case.lifecycle]
    if not relations(actor, case, lifecycle.states[case.state], reference):
        raise NotFound()
    asking = [step for step in lifecycle.leaving(case.state) if step.asks.papers]
    if not asking:
        raise UnknownStep(Reason("wrong_state", "此环节不收材料", "No files are asked for at this point."))
    if wrong := _not_his(actor, case, kind, asking, lifecycle, reference):
        raise wrong
    return case


def _not_his(
    actor: Actor, case: Case, kind: str, asking: list[Step], lifecycle: Lifecycle, reference: Reference
) -> StepError | None:
    stands_in = rulebook_of(lifecycle).stands_in
    held = {
        step: standing(actor, case, step, stands_in, reference, caused=False, counter=True)
        for step in asking
    }  # fmt: skip
    own = [step for step, found in held.items() if isinstance(found, Standing)]
    if not own:
        return NotPermitted(*(reason for reason in held.values() if isinstance(reason, Reason)))
    if not any(paper.kind == kind for step in own for paper in step.asks.papers):
        return Invalid(
            Reason("field_wrong", "此环节不收这种材料", "Files of this kind are not asked for at this point.", "kind")
        )
    return None


def lay(connection: Connection, case_id: int, kind: str, paper: Paper, *, by: str, at: int) -> Laid:
    """Note a kept file as the next version of its kind and name; the same file again is the one that lies there."""
    m = materials.c
    there = select(m.id, m.kind, m.name, m.size, m.sha256, m.version).where(
        m.case_id == case_id, m.kind == kind, m.name == paper.name, m.removed_at.is_(None)
    )
    latest = connection.execute(there.order_by(m.version.desc()).limit(1)).first()
    if latest and latest.sha256 == paper.sha256:
        return Laid(*latest)
    last = select(func.coalesce(func.max(m.version), 0)).where(
        m.case_id == case_id, m.kind == kind, m.name == paper.name
    )
    version = connection.execute(last).scalar_one() + 1
    row = {
        **paper._asdict(),
        "case_id": case_id,
        "kind": kind,
        "version": version,
        "uploaded_by": by,
        "uploaded_at": at,
    }
    id = connection.execute(insert(materials).values(row).returning(m.id)).scalar_one()
    return Laid(id, kind, paper.name, paper.size, paper.sha256, version)
