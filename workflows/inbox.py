"""What somebody was told: their messages with words in both languages, for the inbox and for letters alike."""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, func, select, update

from models.case import cases, entries
from models.outbox import messages, outbox
from workflows.form import Label
from workflows.instants import instant, until
from workflows.lifecycle import Lifecycle
from workflows.moves import Case
from workflows.rulebooks import lifecycles
from workflows.topics import TOPICS, Kind
from workflows.words import RECORDS

PAGE = 50
m, o, e = messages.c, outbox.c, entries.c


class Message(NamedTuple):
    """One message as its reader sees it."""

    id: int
    kind: Kind
    made_at: int
    read_at: int | None
    words: Label
    case: Case | None


def inbox(
    connection: Connection, account: str, *, unread: bool = False, kind: str = "", before: int | None = None,
    most: int = PAGE,
) -> list[Message]:  # fmt: skip
    """The newest first, and one more than `most` where there are more; `before`: older than this message."""
    asked = _asked().where(m.user_id == account)
    if unread:
        asked = asked.where(m.read_at.is_(None))
    if kind:
        asked = asked.where(m.kind == kind)
    if before is not None:
        asked = asked.where(m.outbox_id < before)
    return _found(connection, asked.order_by(m.outbox_id.desc()).limit(most + 1))


def one(connection: Connection, account: str, id: int) -> Message | None:
    """A message of this account's; None: it has none of this number."""
    found = _found(connection, _asked().where(m.user_id == account, m.outbox_id == id))
    return found[0] if found else None


def in_letter(connection: Connection, letter: int, most: int) -> tuple[list[Message], int]:
    """The first messages of a letter, the oldest first, and how many it has in all."""
    found = _found(connection, _asked().where(m.letter_id == letter).order_by(m.outbox_id).limit(most))
    many: int = connection.execute(select(func.count()).where(m.letter_id == letter)).scalar_one()
    return found, many


def read(connection: Connection, account: str, at: int, *, id: int | None = None, upto: int | None = None) -> int:
    """Note that one message, or all until one, were read; how many were unread."""
    asked = update(messages).where(m.user_id == account, m.read_at.is_(None))
    asked = asked.where(m.outbox_id == id) if id is not None else asked.where(m.outbox_id <= upto)
    return connection.execute(asked.values(read_at=at)).rowcount


class About(NamedTuple):
    """What a message tells of: a topic, and a case's number or what else was given with it."""

    topic: str
    number: str | None
    given: dict[str, Any]


def about(connection: Connection, account: str, id: int) -> About | None:
    """What this account's message tells of; None: it has none of this number."""
    told = messages.join(outbox, o.id == m.outbox_id).outerjoin(cases, cases.c.id == o.case_id)
    asked = select(o.topic, cases.c.number, o.given).select_from(told)
    row = connection.execute(asked.where(m.user_id == account, m.outbox_id == id)).first()
    return About(row.topic, row.number, json.loads(row.given or "{}")) if row else None


def _asked() -> Select[Any]:
    told = messages.join(outbox, o.id == m.outbox_id).outerjoin(cases, cases.c.id == o.case_id)
    entry = told.outerjoin(entries, (e.case_id == o.case_id) & (e.seq == o.seq))
    given = (m.outbox_id, m.kind, o.made_at, m.read_at, o.topic, o.reader, o.given, e.body)
    return select(*given, *cases.c).select_from(entry)


def _found(connection: Connection, asked: Select[Any]) -> list[Message]:
    return [_message(*tuple(row)) for row in connection.execute(asked)]


def _message(
    id: int, kind: Kind, made_at: int, read_at: int | None, topic: str, reader: str | None, given: str | None,
    body: bytes | None, *known: Any,
) -> Message:  # fmt: skip
    case = Case(*known) if known[0] is not None else None
    words = _said(topic, given) if reader else _entry(json.loads(bytes(body or b"{}")), case)
    return Message(id, kind, made_at, read_at, words, case)


def _said(topic: str, given: str | None) -> Label:
    known = TOPICS.get(topic)
    return known.say(json.loads(given or "{}")) if known else Label(topic, topic)


def _entry(body: Mapping[str, Any], case: Case | None) -> Label:
    """What happened, and where that left the case; of older editions the bare names, where the words are gone."""
    lifecycle = lifecycles().get(case.lifecycle) if case else None
    done, state = _done(body, lifecycle), _state(body.get("target"), lifecycle)
    if body.get("kind") == "reckon":
        return Label(f"{done.zh}：{_until(body).zh}", f"{done.en}: {_until(body).en}")
    due = _until(body) if body.get("due") else Label("", "")
    comma = Label("，", ", ") if due.zh else due
    return Label(f"{done.zh}，现为“{state.zh}”{comma.zh}{due.zh}", f"{done.en}; now: {state.en}{comma.en}{due.en}")


def _done(body: Mapping[str, Any], lifecycle: Lifecycle | None) -> Label:
    if body.get("kind") in RECORDS:
        return RECORDS[body["kind"]]
    name = str(body.get("step"))
    step = lifecycle.at.get((str(body.get("source")), name)) if lifecycle else None
    return step.label if step else Label(name, name)


def _state(name: Any, lifecycle: Lifecycle | None) -> Label:
    known = lifecycle.states.get(str(name)) if lifecycle else None
    return known.label if known else Label(str(name), str(name))


def _until(body: Mapping[str, Any]) -> Label:
    due = body.get("due")
    if not due:
        return Label("不再有期限", "no deadline any more")
    when = until(instant(due["at"]))
    mark = Label("（暂定）", " (provisional)") if due["provisional"] else Label("", "")
    return Label(f"期限至 {when}{mark.zh}", f"due by {when}{mark.en}")
