"""Taking service records in, typed or sent in lists: each once, and marked whether it is the platform's."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, insert, select, tuple_, update

from models.ledger import ledger, platform_accounts
from models.people import commissioners
from models.register import titles
from workflows.errors import Reason
from workflows.instants import day_of

KINDS = ("contact", "visit", "service", "talk", "activity")


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What somebody did for enterprises on a day; the numbers are the registers'."""

    book: str
    kind: str
    on_day: str
    content: str
    commissioner: str | None = None
    station: str | None = None
    enterprise: str | None = None
    category: str | None = None
    result: str | None = None
    problems: str | None = None
    firms: int | None = None
    satisfaction: int | None = None  # percent
    external_id: str | None = None
    platform: bool = False  # the city's platform's own record (WH-11)


def take_in(connection: Connection, records: Sequence[Record], *, by: str, at: int) -> list[int | tuple[Reason, ...]]:
    """The number of each record's row, or the reasons why it was not taken; one known by its external id is not new."""
    known, there = _known(connection, records), _sent_before(connection, records)
    answers: list[int | tuple[Reason, ...]] = []
    for record in records:
        sent = (record.book, record.external_id or "")
        if wrong := _wrong(record, known, day_of(at)):
            answers.append(wrong)
        elif sent in there:
            answers.append(there[sent])
        else:
            row = {**asdict(record), "platform": int(record.platform), "entered_by": by, "at": at}
            new = connection.execute(insert(ledger).values(row).returning(ledger.c.id)).scalar_one()
            answers.append(new)
            if record.external_id:
                there[sent] = new
    return answers


def _known(connection: Connection, records: Sequence[Record]) -> set[tuple[str, str, str]]:
    """(field, book, number) of those whom the records name, in force or not: what was done, was done."""
    p, t = commissioners.c, titles.c
    people = select(p.book, p.number).where(p.number.in_({r.commissioner for r in records}))
    places = select(t.book, t.number).where(t.number.in_({r.station for r in records}))
    asked = {"commissioner": people, "station": places}
    return {(field, row.book, row.number) for field, one in asked.items() for row in connection.execute(one)}


def _sent_before(connection: Connection, records: Sequence[Record]) -> dict[tuple[str, str], int]:
    g, sent = ledger.c, {(r.book, r.external_id) for r in records if r.external_id}
    if not sent:
        return {}
    asked = select(g.book, g.external_id, g.id).where(tuple_(g.book, g.external_id).in_(sorted(sent)))
    return {(book, external): id for book, external, id in connection.execute(asked)}


def _wrong(record: Record, known: set[tuple[str, str, str]], today: date) -> tuple[Reason, ...]:
    reasons = [
        _if(record.kind not in KINDS, "kind", "没有这种服务记录", "There is no such kind of record."),
        _if(not _past(record.on_day, today), "on_day", "日期应为今天或以前的日期", "The day must be today or before."),
        _if(not record.content.strip(), "content", "请填写服务内容", "Say what was done."),
        _if(not (record.commissioner or record.station), "commissioner", "请填写服务专员或服务站", "Say who did it."),
        _if(not _percent(record.satisfaction), "satisfaction", "满意度应在 0 至 100 之间", "Satisfaction is 0 to 100."),
    ]
    for field in ("commissioner", "station"):
        number = getattr(record, field)
        unknown = bool(number) and (field, record.book, number) not in known
        reasons.append(_if(unknown, field, f"名册中没有 {number}", f"The register knows no {number}."))
    return tuple(r for r in reasons if r)


def _if(wrong: bool, field: str, zh: str, en: str) -> Reason | None:
    return Reason("field_wrong", zh, en, field) if wrong else None


def _past(text: str, today: date) -> bool:
    try:
        return date.fromisoformat(text) <= today
    except ValueError:
        return False


def _percent(value: int | None) -> bool:
    return value is None or 0 <= value <= 100


def take_accounts(connection: Connection, book: str, accounts: Sequence[Mapping[str, Any]], *, dated: str) -> int:
    """The platform's account list of a day: how many rows are new or changed. An older list changes nothing.

    Each: subject_kind, subject_number, issued_at, activated_at (None: not activated).
    """
    return sum(_put(connection, {"book": book, **account, "list_dated": dated}) for account in accounts)


def _put(connection: Connection, row: Mapping[str, Any]) -> bool:
    a = platform_accounts.c
    mine = (
        (a.book == row["book"]) & (a.subject_kind == row["subject_kind"]) & (a.subject_number == row["subject_number"])
    )
    before = connection.execute(select(a.list_dated).where(mine).with_for_update()).scalar()
    if before is None:
        connection.execute(insert(platform_accounts).values(dict(row)))
        return True
    if before > row["list_dated"]:
        return False
    told = {name: row[name] for name in ("issued_at", "activated_at", "list_dated")}
    connection.execute(update(platform_accounts).where(mine).values(told))
    return True
