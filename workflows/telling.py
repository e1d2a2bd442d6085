"""Telling somebody something: a row of the outbox, in the transaction of what it tells; a scheduler hands it out."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from sqlalchemy import Connection, text
from sqlalchemy.dialects import postgresql, sqlite

from models.outbox import ONCE, outbox
from workflows.actors import Role
from workflows.moves import Move
from workflows.seal import text_of
from workflows.topics import TOPICS

# Who reads a message, as the outbox keeps it.
PARTIES = "parties"  # whoever speaks for the case's applicant
DESK = "desk"  # whoever can take a step of the case where it waits


def office(code: str) -> str:
    """Everybody with a desk role at this office."""
    return f"office:{code}"


def account(id: str) -> str:
    """One person."""
    return f"account:{id}"


def holders(role: Role, at: str = "") -> str:
    """Everybody who was granted the role: at this office, or anywhere."""
    return f"role:{role}@{at}"


def tell(
    connection: Connection, topic: str, *, to: Iterable[str], at: int, about: tuple[int, int] | None = None,
    once: str | None = None, **given: str | int,
) -> None:  # fmt: skip
    """Write a message of a topic of workflows/topics.py to its readers, in the present transaction.

    `about` is (case id, seq of an entry), and needed by readers that follow from a case. `once`: of one key (and
    reader) one message is ever written, whoever tries again. ValueError where the topic isn't known or its sentence
    would lack a value.
    """
    tell_each(connection, topic, [Telling(about, given, once)], to=to, at=at)


class Telling(NamedTuple):
    """One message of many: what it is about, the values of its sentence, and the key that is told once."""

    about: tuple[int, int] | None
    given: Mapping[str, str | int]
    once: str | None = None


def tell_each(connection: Connection, topic: str, each: Iterable[Telling], *, to: Iterable[str], at: int) -> None:
    """The same topic about many things, to the same readers of each; one statement."""
    each, to = list(each), list(to)
    for one in each:
        if topic not in TOPICS or set(one.given) != TOPICS[topic].blanks:
            raise ValueError(f"no message of the topic {topic!r} with {sorted(one.given)}")
    _write(connection, [_row(topic, one, reader, at) for one in each for reader in to])


def _row(topic: str, one: Telling, reader: str, at: int) -> dict[str, Any]:
    case, seq = one.about or (None, None)
    given = text_of(dict(one.given)) if one.given else None
    once = f"{one.once}>{reader}" if one.once else None
    return {"case_id": case, "seq": seq, "topic": topic, "made_at": at, "given": given, "reader": reader, "once": once}


def tell_offices(connection: Connection, move: Move, offices: Iterable[str]) -> None:
    """Let these offices know of this move, though the case isn't at their desks."""
    tell(connection, "told", to=map(office, offices), at=move.at, about=(move.case.id, move.cause.seq))


def _write(connection: Connection, rows: list[dict[str, Any]]) -> None:
    if rows:
        insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
        once = insert(outbox).on_conflict_do_nothing(index_elements=["once"], index_where=text(ONCE))
        connection.execute(once, rows)
