"""Finding a case for somebody: what they may not see is not there."""

from sqlalchemy import Connection, select

from models.case import cases
from models.reference import Reference
from workflows.actors import Actor
from workflows.errors import NotFound
from workflows.moves import Case
from workflows.rights import relations
from workflows.rulebooks import lifecycles


def case_by_number(connection: Connection, number: str) -> Case | None:
    row = connection.execute(select(cases).where(cases.c.number == number)).first()
    return Case(*row) if row else None


def visible(connection: Connection, number: str, actor: Actor, reference: Reference) -> tuple[Case, set[str]]:
    """The case and this actor's ties to it; NotFound where there are none."""
    case = case_by_number(connection, number)
    if case is None:
        raise NotFound()
    ties = relations(actor, case, lifecycles()[case.lifecycle].states[case.state], reference)
    if not ties:
        raise NotFound()
    return case, ties
