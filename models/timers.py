"""Timers that failed: what counts as one, and how an administrator lets it be tried again."""

from sqlalchemy import ColumnElement, Connection, and_, update

from models.case import cases

c = cases.c
FAILED: ColumnElement[bool] = and_(c.due_step.is_not(None), c.wake_at.is_(None))  # read by an index of its own


def try_again(connection: Connection, number: str, at: int) -> bool:
    """Let the sweep take a failed timer up at once, as if it had never been tried; whether it had failed."""
    own = update(cases).where(c.number == number, FAILED)
    return bool(connection.execute(own.values(wake_at=at, tries=0, last_error=None)).rowcount)
