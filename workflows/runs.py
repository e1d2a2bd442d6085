"""The year's assessment run: set by one office, agreed by another where the book asks for it, and then fixed."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.exc import IntegrityError

from models.runs import assessment_runs
from workflows.actors import Actor, Role
from workflows.dates import end_of
from workflows.errors import Conflict, Invalid, NotFound, NotPermitted, Reason
from workflows.seal import text_of


def set_run(
    connection: Connection, *, book: str, year: int, criteria: str, closes_on: str, data: Mapping[str, Any],
    by: Actor, role: Role, at: int,
) -> int:  # fmt: skip
    """Set the run, once a book and year; its id. `role` is the book's own for it."""
    _require(by, role)
    if end_of(closes_on) <= at:
        raise Invalid(Reason("closes_on", "截止日已过", "The closing day has passed.", "closes_on"))
    row = {"book": book, "year": year, "criteria": criteria, "closes_on": closes_on, "data": text_of(dict(data)),
           "set_by": by.account, "set_at": at}  # fmt: skip
    try:
        with connection.begin_nested():
            done = connection.execute(insert(assessment_runs).values(row).returning(assessment_runs.c.id))
            return int(done.scalar_one())
    except IntegrityError:
        raise Conflict(
            Reason("run_exists", f"{year} 年度考核已经设定", f"The run of {year} is set already.", "year")
        ) from None


def agree(connection: Connection, run: int, *, by: Actor, role: Role) -> None:
    """The second office agrees; another person than who set it."""
    _require(by, role)
    r = assessment_runs.c
    setter = connection.execute(select(r.set_by).where(r.id == run)).scalar()
    if setter is None:
        raise NotFound()
    if setter == by.account:
        raise NotPermitted(Reason("same_person", "须由另一人同意", "Another person than who set it agrees."))
    connection.execute(update(assessment_runs).where(r.id == run, r.agreed_by.is_(None)).values(agreed_by=by.account))


def _require(by: Actor, role: Role) -> None:
    if not by.offices(role):
        raise NotPermitted(Reason("wrong_role", "此事项由其他岗位办理", "This belongs to another role."))
