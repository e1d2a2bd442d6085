"""What could not be delivered, and how it is taken up again: dead letters, and messages that were given up."""

from sqlalchemy import ColumnElement, Connection, true, update

from models.mailbox import DEAD, letters, mailboxes
from models.outbox import GIVEN_UP, outbox


def revive(connection: Connection, id: int, at: int) -> bool:
    """Try a dead letter again, as if it had never failed; False where there is none of this number."""
    return bool(_again(connection, letters.c.id == id, at))


def hand_out_again(connection: Connection, id: int) -> bool:
    """The same for a message that was given up."""
    return bool(_given_up(connection, outbox.c.id == id))


def revive_all(connection: Connection, at: int) -> int:
    """The same for every letter and every message; how many those are."""
    return _again(connection, true(), at) + _given_up(connection, true())


def _again(connection: Connection, which: ColumnElement[bool], at: int) -> int:
    dead = update(letters).where(which, DEAD).values(dead_at=None, last_error=None).returning(letters.c.user_id)
    whose = connection.execute(dead).scalars().all()
    free = update(mailboxes).where(mailboxes.c.user_id.in_(set(whose)), mailboxes.c.letter_id.is_(None))
    connection.execute(free.values(wake_at=at, tries=0))
    return len(whose)


def _given_up(connection: Connection, which: ColumnElement[bool]) -> int:
    return connection.execute(update(outbox).where(which, GIVEN_UP).values(tries=0, last_error=None)).rowcount
