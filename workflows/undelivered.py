"""What could not be delivered, and how it is taken up again: dead letters, and messages that were given up."""

from sqlalchemy import Connection, update

from models.mailbox import DEAD, letters, mailboxes


def revive(connection: Connection, id: int, at: int) -> bool:
    """Try a dead letter again, as if it had never failed; False where there is none of this number."""
    dead = update(letters).where(letters.c.id == id, DEAD)
    again = dead.values(dead_at=None, last_error=None).returning(letters.c.user_id)
    whose = connection.execute(again).scalar()
    free = update(mailboxes).where(mailboxes.c.user_id == whose, mailboxes.c.letter_id.is_(None))
    connection.execute(free.values(wake_at=at, tries=0))
    return whose is not None
