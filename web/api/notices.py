"""Public calls on notices: the list, newest first, and each notice with the standing of its cases."""

from typing import Any, Literal

from sqlalchemy import select

from models.case import cases
from models.notice import notices
from web.api.calls import Ask, call
from web.api.shapes import Code, Page, Paged, Shape, Words
from web.notice_view import notice_item, notice_view
from web.published import by_number, latest, listed, naming, withdrawn_because


class NoticeOffice(Shape):
    code: str
    label: Words
    address: str | None
    phone: str | None


class NoticeItem(Shape):
    number: str
    document_number: str | None
    kind: str
    title: str
    office: NoticeOffice
    published_at: str
    due_at: str | None
    provisional: bool
    open_to_objections: bool
    withdrawn_at: str | None


class NoticeCase(Shape):
    number: str
    subject: str
    name: str
    state: str | None
    label: Words | None


class NoticeShape(NoticeItem):
    """A notice; `content` is what was published, and `digest` the SHA-256 of its canonical JSON;
    `corrected_by`: the notices that correct or repeat it."""

    text: str
    about: str | None
    site_url: str | None
    withdrawn_because: str | None
    digest: str
    content: dict[str, Any]
    corrected_by: list[str]
    cases: list[NoticeCase]


class Notices(Paged):
    kind: Literal["publicity", "announcement", "revocation", "correction"] | None = None
    cursor: Code | None = None


@call("GET", "/public/notices", right="public.read", words=("公示公告", "Published notices, newest first"),
      query=Notices, answers=Page[NoticeItem])  # fmt: skip
def list_notices(ask: Ask) -> dict[str, Any]:
    q = ask.query
    found = latest(
        ask.connection, ask.reference, ask.at, kind=q.kind or "", after=_position(ask), limit=q.limit
    )  # fmt: skip
    items = [notice_item(notice, ask.at) for notice in found[: q.limit]]
    return {"items": items, "next": items[-1]["number"] if len(found) > q.limit else None}


@call("GET", "/public/notices/<number>", right="public.read", words=("一份公告", "A notice"), answers=NoticeShape,
      errors=(404,))  # fmt: skip
def read_notice(ask: Ask, number: str) -> dict[str, Any]:
    notice, content = by_number(ask.connection, ask.reference, ask.at, number)
    later = [one.number for one in naming(ask.connection, notice.row.case_id, "about")]
    told = notice_view(notice, content, listed(ask.connection, notice.row.case_id, content), ask.at)
    because = withdrawn_because(ask.connection, notice)
    return told | {"corrected_by": later, "withdrawn_because": because}


def _position(ask: Ask) -> tuple[int, int] | None:
    if ask.query.cursor is None:
        return None
    asked = select(notices.c.published_at, notices.c.case_id).join(cases, cases.c.id == notices.c.case_id)
    row = ask.connection.execute(asked.where(cases.c.number == ask.query.cursor)).first()
    return (row.published_at, row.case_id) if row else (0, 0)
