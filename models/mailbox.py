"""Where a person wants letters, how often, and the letters that went there or could not."""

import base64
import hashlib
import hmac
import re

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Table, Text, and_, text

from models.base import Id, Instant, metadata

# An address as mail servers everywhere take it: no comment, no quoting, no line break, no second address.
ADDRESS = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}"
)
LONGEST = 200  # characters of an address

letters = Table(
    "letters",
    metadata,
    Column("id", Id, primary_key=True),
    Column("user_id", Text, ForeignKey("users.id"), nullable=False),
    Column("kind", Text, nullable=False),  # news, or confirm: is this address yours?
    Column("token", Text, nullable=False, unique=True),  # of its Message-ID: the same however often it is sent
    Column("made_at", Instant, nullable=False),
    Column("sent_at", Instant),  # a mail server took it
    Column("dead_at", Instant),  # given up, until an administrator has it tried again
    Column("last_error", Text),
    CheckConstraint("kind IN ('news', 'confirm')", name="a_letter_is_of_a_kind"),
    CheckConstraint("sent_at IS NULL OR dead_at IS NULL", name="a_letter_is_sent_or_dead"),
    Index(
        "letters_open",
        "user_id",
        "id",
        sqlite_where=text("sent_at IS NULL"),
        postgresql_where=text("sent_at IS NULL"),
    ),
)

DEAD = and_(letters.c.sent_at.is_(None), letters.c.dead_at.is_not(None))  # until an administrator has it tried again

# One row a person who wants letters. It is what a scheduler claims: so a person's letters go one after the other, what
# comes meanwhile goes together into the next, and a letter that can't be sent holds up nobody else's.
mailboxes = Table(
    "mailboxes",
    metadata,
    Column("user_id", Text, ForeignKey("users.id"), primary_key=True),
    Column("address", Text, nullable=False),
    Column("choice", Text, nullable=False),
    Column("set_at", Instant, nullable=False),  # when the address was given
    Column("confirmed_at", Instant),  # when a link in a letter to it was followed; until then it gets nothing else
    Column("letter_id", Id, ForeignKey("letters.id")),  # on its way
    Column("tries", Integer, nullable=False),
    Column("wake_at", Instant),  # when a scheduler looks; NULL: nothing to send
    CheckConstraint("choice IN ('each', 'daily', 'none')", name="a_mailbox_is_by_choice"),
    Index("mailboxes_wake", "wake_at", sqlite_where=text("wake_at IS NOT NULL"),
          postgresql_where=text("wake_at IS NOT NULL")),
)  # fmt: skip


def confirmation_code(secret: str, user_id: str, address: str, set_at: int) -> str:
    """What a letter to the address says, and nobody else can know: it need not be kept anywhere."""
    told = f"mail\n{user_id}\n{address}\n{set_at}".encode()
    return base64.b32encode(hmac.digest(secret.encode(), told, hashlib.sha256)[:10]).decode()
