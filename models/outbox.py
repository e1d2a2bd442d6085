"""What must be told, written in the transaction of what it tells; and what reached whom, and was read."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Table, Text, and_, text

from models.base import Id, Instant, metadata

UNSENT, HELD, ONCE = "sent_at IS NULL", "sent_at IS NULL AND tries > 0", "once IS NOT NULL"
UNREAD, WAITING, MAILED = "read_at IS NULL", "waiting = 1", "letter_id IS NOT NULL"


def _some(name: str, *columns: str, where: str, unique: bool = False) -> Index:
    return Index(name, *columns, unique=unique, sqlite_where=text(where), postgresql_where=text(where))


outbox = Table(
    "outbox",
    metadata,
    Column("id", Id, primary_key=True),
    Column("case_id", Id, ForeignKey("cases.id")),
    Column("seq", Integer),
    Column("topic", Text, nullable=False),  # a step, a record, or one of workflows/topics.py
    Column("made_at", Instant, nullable=False),
    Column("sent_at", Instant),
    Column("reader", Text),  # who is to read it (workflows/telling.py); NULL: whom the entry concerns
    Column("given", Text),  # what the topic's sentence names, canonical JSON; never a personal value
    Column("once", Text),  # a message of this key is written once
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("wake_at", Instant),  # not handed out before; NULL: at once
    Column("last_error", Text),
    CheckConstraint("(case_id IS NULL) = (seq IS NULL)", name="a_message_names_an_entry_or_none"),
    _some("outbox_waiting", "id", where=UNSENT),
    _some("outbox_held", "case_id", "id", where=HELD),
    _some("outbox_once", "once", where=ONCE, unique=True),
)

# Tried as often as anything is, and not waiting for another try.
GIVEN_UP = and_(outbox.c.sent_at.is_(None), outbox.c.tries > 0, outbox.c.wake_at.is_(None))

# A message in somebody's inbox: its words are made of the outbox's row when it is read. The key: nobody gets one twice.
messages = Table(
    "messages",
    metadata,
    Column("user_id", Text, ForeignKey("users.id"), primary_key=True),
    Column("outbox_id", Id, ForeignKey("outbox.id"), primary_key=True),
    Column("kind", Text, nullable=False),
    Column("read_at", Instant),
    Column("waiting", Integer, nullable=False),  # 1: goes into the next letter
    Column("letter_id", Id, ForeignKey("letters.id")),  # the letter that it went into
    CheckConstraint("kind IN ('act', 'told', 'deadline', 'system')", name="a_message_is_of_a_kind"),
    _some("messages_unread", "user_id", "outbox_id", where=UNREAD),
    _some("messages_waiting", "user_id", "outbox_id", where=WAITING),
    _some("messages_mailed", "letter_id", "outbox_id", where=MAILED),
)
