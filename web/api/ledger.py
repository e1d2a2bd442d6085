"""Calls on the ledger of services, and on the platform's list of accounts: taken in lists, each record once."""

from datetime import date
from typing import Any

from pydantic import Field, RootModel
from sqlalchemy import select

from models.ledger import ledger
from web.api.calls import Answer, Ask, call
from web.api.shapes import Code, Line, Long, Moment, Page, Paged, Shape, Subject
from web.ledger_rights import mine, seen
from web.platform_lists import Account, take_list
from workflows.errors import Invalid, NotPermitted, Reason
from workflows.instants import day_of, local
from workflows.ledger import Record, take_in

g = ledger.c
MOST = 1000
NOT_YOURS = Reason("wrong_desk", "只能记录本机构、本站或本人的服务", "Record what your office, station or you did.")


class NewRecord(Shape):
    rulebook: Code
    kind: Code = Field(description="contact, visit, service, talk, activity")
    on_day: Line
    content: Long
    commissioner: Code | None = None
    station: Code | None = Field(None, description="the register's number of a station or institution")
    enterprise: Code | None = None
    category: Line | None = None
    result: Long | None = None
    problems: Long | None = None
    firms: int | None = Field(None, ge=0, le=1_000_000)
    satisfaction: int | None = None
    external_id: Line | None = None
    platform: bool = Field(False, description="the city's platform's own record: headquarters alone may say so")


class NewRecords(RootModel[list[NewRecord]]):
    root: list[NewRecord] = Field(max_length=MOST)


class RecordShape(NewRecord):
    id: int
    entered_at: str


class Taken(Shape):
    """The numbers of the records, in the order given: of one sent before, the one that it has."""

    ids: list[int]


class Records(Paged):
    rulebook: Code | None = None
    kind: Code | None = None
    commissioner: Code | None = None
    station: Code | None = None
    enterprise: Code | None = None


class AccountShape(Shape):
    subject: Subject
    issued_at: Moment
    activated_at: Moment | None = None


class Accounts(RootModel[list[AccountShape]]):
    root: list[AccountShape] = Field(max_length=MOST)


class Listed(Shape):
    changed: int


class ListDated(Shape):
    dated: date | None = Field(None, description="the list's day; left out: today")


@call("POST", "/ledger/records", right="ledger.write", words=("记录服务", "Take service records in, all or none"),
      body=NewRecords, answers=Taken, status=201)  # fmt: skip
def post_records(ask: Ask) -> Answer:
    sent = [Record(**{**r.model_dump(exclude={"rulebook"}), "book": r.rulebook}) for r in ask.body.root]
    who = mine(ask.connection, ask.me, ask.reference)
    if not all(who.may_enter(record) for record in sent):
        raise NotPermitted(NOT_YOURS)
    answers = take_in(ask.connection, sent, by=ask.me.account, at=ask.at)
    ids = [a for a in answers if isinstance(a, int)]
    if len(ids) < len(answers):
        raise Invalid(*(w._replace(field=f"{n}.{w.field}") for n, a in enumerate(answers) if not isinstance(a, int)
                        for w in a))  # fmt: skip
    return Answer({"ids": ids}, 201)


@call("GET", "/ledger/records", right="ledger.read", words=("服务记录", "Service records, newest first"), query=Records,
      answers=Page[RecordShape])  # fmt: skip
def list_records(ask: Ask) -> dict[str, Any]:
    q = ask.query
    asked = select(ledger).where(seen(ask.connection, ask.me, ask.reference))
    named = {g.book: q.rulebook, g.kind: q.kind, g.commissioner: q.commissioner, g.station: q.station,
             g.enterprise: q.enterprise}  # fmt: skip
    for column, wanted in named.items():
        asked = asked.where(column == wanted) if wanted else asked
    asked = asked.where(g.id < q.place) if q.place is not None else asked
    rows = ask.connection.execute(asked.order_by(g.id.desc()).limit(q.limit + 1)).all()
    shown = [n for n in NewRecord.model_fields if n not in ("rulebook", "platform")]
    items = [
        {"id": row.id, "rulebook": row.book, "platform": bool(row.platform), "entered_at": local(row.at)}
        | {name: getattr(row, name) for name in shown}
        for row in rows[: q.limit]
    ]
    return {"items": items, "next": str(items[-1]["id"]) if len(rows) > q.limit else None}


@call("POST", "/platform/accounts", right="platform.list", query=ListDated, body=Accounts, answers=Listed,
      words=("平台账号清单", "The platform's account list of a day"))  # fmt: skip
def post_accounts(ask: Ask) -> dict[str, int]:
    sent = [Account(a.subject.kind, a.subject.number, a.issued_at, a.activated_at) for a in ask.body.root]
    dated = ask.query.dated or day_of(ask.at)
    return {"changed": take_list(ask.connection, ask.me, ask.reference, sent, dated=dated, at=ask.at)}
