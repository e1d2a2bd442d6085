"""The demo's inboxes: everybody was told of the made-up year, and has read all but the last two weeks."""

from sqlalchemy import Engine, select, update

from models.database import Present, transaction
from models.outbox import messages, outbox
from scheduler.outbox import hand_out
from workflows.instants import DAY

FRESH = 14 * DAY


def fill_inboxes(engine: Engine, *, at: int) -> None:
    """Hand out what the stories told, and mark what is older than two weeks as read when it came."""
    hand_out(engine, at=at)

    def read(present: Present) -> None:
        made = select(outbox.c.made_at).where(outbox.c.id == messages.c.outbox_id).scalar_subquery()
        present.connection.execute(update(messages).where(made < at - FRESH).values(read_at=made))

    transaction(engine, read)
