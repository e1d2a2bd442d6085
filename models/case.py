"""The rows of a case: where it stands, what was done to it, what was disclosed, what must be told."""

from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Column,
    Computed,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from models.base import Id, Instant, metadata

RUNS, RESTS = "soonest IS NOT NULL", "soonest IS NULL"


def only(condition: str) -> dict[str, Any]:
    """An index of these rows only, on both databases."""
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}


cases = Table(
    "cases",
    metadata,
    Column("id", Id, primary_key=True),
    Column("number", Text, nullable=False, unique=True),  # GZ-2026-000123: never used again
    Column("lifecycle", Text, nullable=False),  # guangzhou/2025/certification
    Column("state", Text, nullable=False),
    Column("version", Integer, nullable=False),  # number of entries = seq of the last = optimistic lock
    Column("home", Text, ForeignKey("offices.code"), nullable=False),  # where it was filed
    Column("office", Text, ForeignKey("offices.code"), nullable=False),  # its desk: where it waits now
    Column("subject_kind", Text),
    Column("subject_number", Text),
    Column("subject_name", Text),
    Column("parties", Text, nullable=False),  # [[kind, number], ...]: whose contacts are the applicant here
    Column("filers", Text, nullable=False),  # [account, ...]: who filed it, and so never decides it
    Column("passed", Text, nullable=False),  # [office, ...]: desks that it passed, and that still read it
    Column("parent", Id, ForeignKey("cases.id")),
    Column("data", Text, nullable=False),  # the form, as canonical JSON
    Column("slot", Text, unique=True),  # what only one open case may hold (an organisation's application)
    Column("head", LargeBinary, nullable=False),  # hash of the last entry
    Column("opened_at", Instant, nullable=False),
    Column("entered_at", Instant, nullable=False),  # effective time of the entry into this state
    Column("due_step", Text),  # what the law says happens next,
    Column("due_from", Instant),  # counted from,
    Column("due_at", Instant),  # and when
    Column("provisional", Integer, nullable=False),  # 1: a year without its notice was counted through
    Column("target_at", Instant),  # the office's own target, never a legal deadline
    Column("wake_at", Instant),  # when the sweep looks; NULL: nothing due, or failed
    Column("tries", Integer, nullable=False),
    Column("last_error", Text),
    Column("search", Text, nullable=False),  # by which words it is found (models/search.py)
    Column("assignee", Text, ForeignKey("users.id")),  # who has it in hand at its desk (models/desk.py)
    # By what it is listed: the law's date where one runs, else the office's own; none where nobody is waited for.
    Column("soonest", Instant, Computed("coalesce(due_at, target_at)", persisted=True)),
    CheckConstraint(
        "(due_at IS NULL) = (due_step IS NULL) AND (due_at IS NULL) = (due_from IS NULL)",
        name="a_due_time_names_its_step",
    ),
    CheckConstraint("version >= 1", name="a_case_has_its_beginning"),
    Index("cases_wake", "wake_at", "id", **only("wake_at IS NOT NULL")),
    Index("cases_failed", "due_at", "id", **only("due_step IS NOT NULL AND wake_at IS NULL")),
    # The lists of web/desk: what is nearest first, of a desk's states, of an office's own cases, of one person.
    Index("cases_queue", "office", "lifecycle", "state", "soonest", "id", "assignee", **only(RUNS)),
    Index("cases_home", "home", "soonest", "id", **only(RUNS)),
    Index("cases_office", "office", "soonest", "id", **only(RUNS)),
    Index("cases_assignee", "assignee", "soonest", "id", **only("assignee IS NOT NULL")),
    Index("cases_ended", "home", "entered_at", "id", **only(RESTS)),
    Index("cases_came", "home", "opened_at", "id"),
    Index("cases_subject", "subject_number", "id"),
    Index("cases_parent", "parent"),
    Index("cases_kind", "lifecycle", "state", "id"),
    Index("cases_search", "search"),
)

# The same as `cases.parties`, to be found by: whoever speaks for a party lists its cases.
parties = Table(
    "parties",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("number", Text, primary_key=True),
    Column("case_id", Id, ForeignKey("cases.id"), primary_key=True),
    Index("parties_case", "case_id"),
)

entries = Table(
    "entries",
    metadata,
    Column("case_id", Id, ForeignKey("cases.id"), primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("kind", Text, nullable=False),  # step, or one of the records: begin, reckon, amend, erase, migrate
    Column("step", Text),
    Column("actor", Text, nullable=False),
    Column("key", Text),  # the caller's idempotency key,
    Column("digest", Text),  # and what it was sent with
    Column("effective_at", Instant, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    Column("body", LargeBinary, nullable=False),  # canonical bytes: what the hash covers
    Column("hash", LargeBinary, nullable=False),
    Column("leaf", Id, unique=True),  # its place in the tree, given once, by the checkpointer alone
    UniqueConstraint("actor", "key", name="one_result_per_key"),
    Index("entries_actor", "actor", "recorded_at"),
    Index("entries_step", "step", "case_id", "seq", **only("step IS NOT NULL")),  # by what an auditor searches
    Index("entries_begun", "actor", "recorded_at", "case_id", **only("kind = 'begin'")),
    Index("entries_submitted", "effective_at", "case_id", **only("step = 'submit'")),  # a call's round, by its window
)

# Values and salts behind an entry's commitments: the only place of both, under no hash, erasable.
disclosures = Table(
    "disclosures",
    metadata,
    Column("case_id", Id, ForeignKey("cases.id"), primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("opened", Text, nullable=False),  # {field: [salt, value]}
)

# Which cases belong together beside parent and child: a notice and its cases, an objection and those it names.
links = Table(
    "links",
    metadata,
    Column("from_id", Id, ForeignKey("cases.id"), primary_key=True),
    Column("to_id", Id, ForeignKey("cases.id"), primary_key=True),
    Column("kind", Text, nullable=False),  # notice, objection; about: a notice and that which it corrects
    Index("links_to", "to_id", "kind"),
)

# The last number given out in a series (a book's cases, an office's plaques) of a year.
numbers = Table(
    "numbers",
    metadata,
    Column("series", Text, primary_key=True),
    Column("year", Integer, primary_key=True),
    Column("last", Integer, nullable=False),
)

# Every definition that an entry was ever written under, by digest.
definitions = Table(
    "definitions",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("lifecycle", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
)
