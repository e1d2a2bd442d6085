"""Calls on one's own messages: what one was told, newest first, and noting that it was read."""

from typing import Any, Literal

from pydantic import Field

from web.api.calls import Ask, call
from web.api.shapes import Page, Paged, Shape, Words
from web.case_view import when
from workflows import inbox
from workflows.errors import NotFound
from workflows.topics import Kind


class MessageShape(Shape):
    """What one was told; `case` is the number of the case that it tells of."""

    id: int
    kind: Kind
    made_at: str
    read_at: str | None
    text: Words
    case: str | None


class Wanted(Paged):
    show: Literal["all", "unread"] = "all"
    kind: Kind | None = None


class Upto(Shape):
    upto: int = Field(ge=0, lt=2**63)


class Read(Shape):
    """How many were unread until then."""

    read: int


@call("GET", "/messages", right="message.own", words=("我的消息", "One's own messages, newest first"), query=Wanted,
      answers=Page[MessageShape])  # fmt: skip
def list_messages(ask: Ask) -> dict[str, Any]:
    q = ask.query
    found = inbox.inbox(
        ask.connection, ask.me.account, unread=q.show == "unread", kind=q.kind or "", before=q.place, most=q.limit
    )
    items = [_message(message) for message in found[: q.limit]]
    return {"items": items, "next": str(items[-1]["id"]) if len(found) > q.limit else None}


@call("POST", "/messages/<int:message>/read", right="message.own", words=("标为已读", "Note that a message was read"),
      answers=MessageShape, errors=(404,))  # fmt: skip
def read_message(ask: Ask, message: int) -> dict[str, Any]:
    """Sent again, it changes nothing: the time of the first reading stands."""
    inbox.read(ask.connection, ask.me.account, ask.at, id=message)
    found = inbox.one(ask.connection, ask.me.account, message)
    if found is None:
        raise NotFound()
    return _message(found)


@call("POST", "/messages/read", right="message.own", words=("全部标为已读", "Note that all until one were read"),
      body=Upto, answers=Read)  # fmt: skip
def read_messages(ask: Ask) -> dict[str, Any]:
    """`upto`: the newest that was seen; what came since stays unread."""
    return {"read": inbox.read(ask.connection, ask.me.account, ask.at, upto=ask.body.upto)}


def _message(found: inbox.Message) -> dict[str, Any]:
    return {
        "id": found.id,
        "kind": found.kind,
        "made_at": when(found.made_at),
        "read_at": when(found.read_at),
        "text": {"zh": found.words.zh, "en": found.words.en},
        "case": found.case.number if found.case else None,
    }
