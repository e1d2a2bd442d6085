"""Timers that failed: what counts as one, and how an administrator lets one or all be tried again."""

from sqlalchemy import ColumnElement, Connection, and_, true, update

from models.case import cases

c = cases.c
FAILED: ColumnElement[bool] = and_(c.due_step.is_not(None), c.wake_at.is_(None))  # read by an index of its own


def try_again(connection: Connection, number: str, at: int) -> bool:
    """Let the sweep take a failed timer up at once, as if it had never been tried; whether it had failed."""
    return bool(_again(connection, c.number == number, at))


def try_all_again(connection: Connection, at: int) -> int:
    """The same for all that failed; how many those are."""
    return _again(connection, true(), at)


def _again(connection: Connection, which: ColumnElement[bool], at: int) -> int:
    anew = update(cases).where(which, FAILED).values(wake_at=at, tries=0, last_error=None)
    return connection.execute(anew).rowcount
