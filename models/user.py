"""Accounts: who may sign in, what they were granted, whom they speak for, and their open sessions."""

from typing import NamedTuple

from sqlalchemy import Column, ForeignKey, Index, LargeBinary, Table, Text, UniqueConstraint

from models.base import Id, Instant, metadata

users = Table(
    "users",
    metadata,
    Column("id", Text, primary_key=True),  # opaque: the only name of a person that history holds in clear
    Column("name", Text, nullable=False, unique=True),  # signs in with it
    Column("display", Text, nullable=False),
    Column("password", Text),  # argon2id; NULL: cannot sign in by password
    Column("created_at", Instant, nullable=False),
    Column("disabled_at", Instant),
    Column("keeper", Text, ForeignKey("offices.code")),  # whose administrators keep the account; NULL: a top office's
    Column("demo", Text),  # set on an account that the demo made: production refuses to start with one
)

grants = Table(
    "grants",
    metadata,
    Column("user_id", Text, ForeignKey("users.id"), primary_key=True),
    Column("role", Text, primary_key=True),
    Column("office", Text, ForeignKey("offices.code"), primary_key=True),
    Index("grants_office", "office", "role"),
)

# An organisation's or person's contact is its applicant in every case of that subject.
contacts = Table(
    "contacts",
    metadata,
    Column("user_id", Text, ForeignKey("users.id"), primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("number", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Index("contacts_subject", "kind", "number"),
)

# Only digests of what a browser or a program holds: who reads this table signs in as nobody.
sessions = Table(
    "sessions",
    metadata,
    Column("digest", LargeBinary, primary_key=True),
    Column("user_id", Text, ForeignKey("users.id"), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("agent", Text),
    Index("sessions_user", "user_id"),
    Index("sessions_created_at", "created_at"),
)

tokens = Table(
    "tokens",
    metadata,
    Column("digest", LargeBinary, primary_key=True),
    Column("user_id", Text, ForeignKey("users.id"), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("until", Instant, nullable=False),
    Column("ended_at", Instant),
    Index("tokens_user", "user_id"),
)

# Who is appointed to score a case; a recused expert's score stays and no longer counts (GZ-4.1.3b).
appointments = Table(
    "appointments",
    metadata,
    Column("id", Id, primary_key=True),
    Column("case_id", Id, ForeignKey("cases.id"), nullable=False),
    Column("expert", Text, ForeignKey("users.id"), nullable=False),
    Column("appointed_seq", Id, nullable=False),
    Column("scored_seq", Id),
    Column("score", Id),
    Column("recused_seq", Id),
    UniqueConstraint("case_id", "expert", name="an_expert_is_appointed_once"),
    Index("appointments_expert", "expert", "case_id"),
)


MANY = 100  # unread messages: from here on nobody counts


class Visitor(NamedTuple):
    """Who stands behind a session or a token, read in one query with the time."""

    id: str
    name: str
    display: str
    grants: frozenset[tuple[str, str]]  # (role, office)
    contacts: frozenset[tuple[str, str]]  # (kind of subject, number)
    appointed: frozenset[int]  # ids of the cases that this expert scores
    seen_at: int | None  # of the session; None for a token
    unread: int = 0  # messages, MANY at most
