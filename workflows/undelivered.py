"""What could not be delivered, and how it is taken up again: dead letters, and messages that were given up."""

from sqlalchemy import Connection, and_, update

from models.mailbox import letters, mailboxes
from models.outbox import outbox

# Tried as often as anything is, and not waiting for another try.
GIVEN_UP = and_(outbox.c.sent_at.is_(None), outbox.c.tries > 0, outbox.c.wake_at.is_(None))


def revive(connection: Connection, id: int, at: int) -> bool:
    """Try a dead letter again, as if it had never failed; False where there is none of this number."""
    dead = update(letters).where(letters.c.id == id, letters.c.dead_at.is_not(None))
    again = dead.values(dead_at=None, last_error=None).returning(letters.c.user_id)
    whose = connection.execute(again).scalar()
    free = update(mailboxes).where(mailboxes.c.user_id == whose, mailboxes.c.letter_id.is_(None))
    connection.execute(free.values(wake_at=at, tries=0))
    return whose is not None
