"""The order of a desk: who has a case in hand, copies, reminders, lists that people keep, what was done in one go."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Table, Text, UniqueConstraint

from models.base import Id, Instant, metadata

# Who has a case in hand at a desk is the office's own order and no step of the law: the latest row says it, and
# `cases.assignee` repeats it for the lists. A case that goes to another desk is in nobody's hand there.
in_hand = Table(
    "in_hand",
    metadata,
    Column("id", Id, primary_key=True),
    Column("case_id", Id, ForeignKey("cases.id"), nullable=False),
    Column("office", Text, ForeignKey("offices.code"), nullable=False),
    Column("account", Text, ForeignKey("users.id")),  # NULL: it was laid back for anybody of the desk
    Column("assigned_by", Text, ForeignKey("users.id"), nullable=False),
    Column("assigned_at", Instant, nullable=False),
    Column("note", Text),
    Index("in_hand_case", "case_id", "id"),
)

# Sent to read, not to act: whoever gets a copy may see the case anyway.
copies = Table(
    "copies",
    metadata,
    Column("case_id", Id, ForeignKey("cases.id"), primary_key=True),
    Column("account", Text, ForeignKey("users.id"), primary_key=True),
    Column("copied_by", Text, ForeignKey("users.id"), nullable=False),
    Column("copied_at", Instant, nullable=False),
    Column("note", Text),
    Column("read_at", Instant),
    Index("copies_account", "account", "copied_at", "case_id"),
)

# Whoever waits for somebody else's step reminds them (催办), and a higher office supervises it (督办): messages, and no
# steps of the law. In force while the case stands where it stood: a step taken ends both.
urgings = Table(
    "urgings",
    metadata,
    Column("id", Id, primary_key=True),
    Column("case_id", Id, ForeignKey("cases.id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("seq", Integer, nullable=False),  # the case's last entry at that time: where it stands in the history
    Column("state", Text, nullable=False),
    Column("entered_at", Instant, nullable=False),  # into that state
    Column("account", Text, ForeignKey("users.id"), nullable=False),  # who urged
    Column("day", Text, nullable=False),  # in Shanghai
    Column("urged_at", Instant, nullable=False),
    Column("note", Text),
    CheckConstraint("kind IN ('remind', 'supervise')", name="an_urging_is_one_of_two"),
    UniqueConstraint("case_id", "account", "kind", "day", name="one_urging_a_day"),
)

# A list is its address: whoever is given that sees the same filters, on their own cases.
saved_lists = Table(
    "saved_lists",
    metadata,
    Column("account", Text, ForeignKey("users.id"), primary_key=True),
    Column("name", Text, primary_key=True),
    Column("query", Text, nullable=False),
)

# What a step taken in many cases came to, for whoever took it to look at again. The entries are in the cases.
batches = Table(
    "batches",
    metadata,
    Column("id", Text, primary_key=True),  # the key that the form carried
    Column("account", Text, ForeignKey("users.id"), nullable=False),
    Column("digest", Text, nullable=False),  # of what it was sent with: the same key for something else is refused
    Column("lifecycle", Text, nullable=False),
    Column("step", Text, nullable=False),
    Column("taken_at", Instant, nullable=False),
    Column("done", Integer, nullable=False),
    Column("outcomes", Text, nullable=False),  # JSON: [{number, state} or {number, code, reasons}], in the order given
    Index("batches_account", "account", "taken_at"),
)
