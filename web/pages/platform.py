"""The list of accounts on the platform: pasted or as a sheet; where rows are bad they are told, and none is taken."""

import csv
from collections.abc import Iterable
from datetime import date
from io import BytesIO, StringIO
from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from documents.sheets import Heading, SheetWrong, heading_of, read
from models.database import Present
from models.ledger import platform_accounts
from models.reference import current
from web import auth
from web.doors import door
from web.language import t
from web.ledger_rights import platform_books
from web.media import kind_of
from web.platform_lists import Account, take_list
from web.problems import NotAllowed
from workflows.actors import Actor
from workflows.errors import Invalid, NotPermitted, Reason
from workflows.form import Label
from workflows.instants import day_of, midnight

blueprint = Blueprint("platform", __name__)
LARGEST = 2_000_000  # bytes of a sheet
MOST = 1000  # rows, as by API
LATEST = 50
DAY = Label("日期，如 2026-09-28", "a date such as 2026-09-28")
COLUMNS = (
    Heading("kind", Label("类别", "Kind"), Label("station 或 commissioner", "station or commissioner")),
    Heading("number", Label("登记编号", "Number"), Label("登记册中的编号", "as the register has it")),
    Heading("issued_on", Label("开通日期", "Issued on"), DAY),
    Heading("activated_on", Label("激活日期", "Activated on"), Label("未激活的留空", "empty: not activated")),
)
KINDS = {"站点": "station", "服务站": "station", "专员": "commissioner", "服务专员": "commissioner"}
Rows = list[tuple[int, dict[str, str]]]
a = platform_accounts.c


@door(blueprint, "/platform", right="platform.list")
def accounts(present: Present) -> ResponseReturnValue:
    _allowed(present)
    return render_template("service/platform.html", **_context(present))


@door(blueprint, "/platform", right="platform.list", methods=("POST",))
def take_in(present: Present) -> ResponseReturnValue:
    _allowed(present)
    try:
        rows = _sent()
        taken, numbers = _accounts(rows), [number for number, _ in rows]
        changed = _taken(present, taken, numbers)
    except (Invalid, NotPermitted) as refused:
        page = render_template("service/platform.html", **_context(present, refused.reasons))
        return make_response(page, refused.status)
    flash(t(f"清单已导入，新增或变更 {changed} 行。", f"The list is in: {changed} rows are new or changed."))
    return redirect(url_for("platform.accounts"))


def _taken(present: Present, accounts: list[Account], numbers: list[int]) -> int:
    """The same as by API; of a row it says the number by which the sender knows it."""
    try:
        dated = date.fromisoformat(request.form.get("dated", ""))
    except ValueError:
        raise Invalid(Reason("dated", "请填写清单日期", "Say the list's day.", "dated")) from None
    actor, reference = _actor(present), current(present.connection)
    try:
        return take_list(present.connection, actor, reference, accounts, dated=dated, at=present.at)
    except Invalid as refused:
        raise Invalid(*(_by_row(reason, numbers) for reason in refused.reasons)) from None


def _by_row(reason: Reason, numbers: list[int]) -> Reason:
    place = (reason.field or "").partition(".")[0]
    return _of_row(numbers[int(place)], reason.zh, reason.en) if place.isdecimal() else reason


def _sent() -> Rows:
    """(number of the row, values) of the sheet, or else of what was pasted."""
    file = request.files.get("file")
    rows = _sheet(file.stream.read(LARGEST + 1)) if file and file.filename else _pasted(request.form.get("list", ""))
    if len(rows) in range(1, MOST + 1):
        return rows
    raise Invalid(Reason("list", f"请给出 1 至 {MOST} 行", f"Give between 1 and {MOST} rows.", "list"))


def _sheet(data: bytes) -> Rows:
    if len(data) > LARGEST or kind_of(BytesIO(data)) != "xlsx":
        raise Invalid(Reason("file", "请选择 2 MB 以内的 xlsx 文件", "Choose an xlsx file of at most 2 MB.", "file"))
    try:
        return list(read(BytesIO(data), COLUMNS))
    except SheetWrong as wrong:
        zh, _, en = str(wrong).partition(" · ")
        raise Invalid(Reason("file", zh, en, "file")) from None


def _pasted(text: str) -> Rows:
    """Lines of four columns with commas or tabs between, as a spreadsheet copies them; a line of headings may lead."""
    names = [heading.name for heading in COLUMNS]
    lines = list(csv.reader(StringIO(text.replace("，", ",").replace("\t", ","))))
    told = [(n, [cell.strip() for cell in line]) for n, line in enumerate(lines, 1) if any(map(str.strip, line))]
    return [(n, dict(zip(names, line, strict=False))) for n, line in told if not _is_heading(line)]


def _is_heading(line: list[str]) -> bool:
    return line[0] in {form for h in COLUMNS[:1] for form in (h.name, *h.label, heading_of(h))}


def _accounts(rows: Rows) -> list[Account]:
    made, wrong = [], []
    for number, row in rows:
        try:
            made.append(_account(row))
        except ValueError:
            wrong.append(_of_row(number, "类别、编号或日期不对", "The kind, the number or a date is wrong."))
    if wrong:
        raise Invalid(*wrong)
    return made


def _account(row: dict[str, str]) -> Account:
    kind, activated = KINDS.get(row.get("kind", ""), row.get("kind", "")), row.get("activated_on")
    if kind not in KINDS.values() or not row.get("number"):
        raise ValueError(kind)
    issued = midnight(date.fromisoformat(row.get("issued_on", "")))
    return Account(kind, row["number"].upper(), issued, midnight(date.fromisoformat(activated)) if activated else None)


def _of_row(number: int, zh: str, en: str) -> Reason:
    return Reason("row", f"第 {number} 行：{zh}", f"Row {number}: {en}", "list")


def _allowed(present: Present) -> None:
    """A role of this name elsewhere than at a headquarters isn't it."""
    if not platform_books(_actor(present), current(present.connection)):
        raise NotAllowed


def _context(present: Present, reasons: Iterable[Reason] = ()) -> dict[str, Any]:
    books = sorted(platform_books(_actor(present), current(present.connection)))
    asked = select(platform_accounts).where(a.book.in_(books)).order_by(a.list_dated.desc(), a.subject_number)
    rows = present.connection.execute(asked.limit(LATEST)).all()
    typed = {"dated": day_of(present.at).isoformat(), "list": "", **request.form}
    return {"rows": rows, "reasons": tuple(reasons), "typed": typed, "columns": COLUMNS}


def _actor(present: Present) -> Actor:
    actor = auth.actor_of(present.visitor)
    assert actor is not None  # the right `platform.list` admits accounts only
    return actor
