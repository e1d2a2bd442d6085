"""Titles that were awarded before this system, or beside it: each with its plaque, since the day of its award."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import insert, select

from models.register import titles
from models.search import searched_row
from workflows.form import Label
from workflows.importing.columns import BOOK, CODE, DAY, OFFICE, Column, Row, a_day, of_its_book
from workflows.importing.intake import Intake
from workflows.instants import day_of
from workflows.registers import Change, keep_all
from workflows.seal import text_of
from workflows.title_effects import FIRST, STANDS

t = titles.c
SHARED = (
    BOOK,
    Column("plaque", Label("牌匾编号", "Plaque")),
    CODE,
    Column("operator", Label("运营单位", "Operator")),
    Column("name", Label("名称", "Name")),
    OFFICE,
    Column("address", Label("地址", "Address")),
    Column("certified_on", Label("授牌日期", "Awarded on"), note=DAY, wrong=a_day),
    Column("valid_until", Label("有效期至", "Valid until"), required=False, note=DAY, wrong=a_day),
    Column("contact_name", Label("联系人", "Contact"), required=False),
    Column("contact_phone", Label("联系电话", "Telephone"), required=False),
)
STATIONS = INSTITUTIONS = SHARED
KINDS = {"station": ("wuhan", "guangzhou"), "institution": ("hubei",)}
BESIDE = ("contact_name", "contact_phone")


def take_stations(intake: Intake, rows: Sequence[tuple[int, Row]]) -> None:
    _take(intake, rows, "station")


def take_institutions(intake: Intake, rows: Sequence[tuple[int, Row]]) -> None:
    _take(intake, rows, "institution")


def _take(intake: Intake, rows: Sequence[tuple[int, Row]], kind: str) -> None:
    plaques = {row["plaque"] for _, row in rows}
    known = set(intake.connection.execute(select(t.plaque).where(t.plaque.in_(plaques))).scalars())
    standing = select(t.book, t.subject_number, t.address).where(t.ended_at.is_(None))
    held = {tuple(row) for row in intake.connection.execute(standing)}
    changes = []
    for number, row in rows:
        place = (row["book"], row["credit_code"].upper(), row["address"])
        if _is_refused(intake, number, row, kind, row["plaque"] in known, place in held):
            continue
        known.add(row["plaque"])
        held.add(place)
        changes.append(_put(intake, number, row, kind))
    keep_all(intake.connection, changes)


def _is_refused(intake: Intake, number: int, row: Row, kind: str, plaque_known: bool, held: bool) -> bool:
    before = len(intake.refused)
    if elsewhere := of_its_book(row, intake.reference):
        intake.refused.append((number, elsewhere))
    if row["book"] not in KINDS[kind]:
        intake.refuse(number, "book", "该规则手册没有这类称号", "This book has no titles of this kind.")
    if plaque_known:
        intake.refuse(
            number, "plaque", f"牌匾编号 {row['plaque']} 已有", f"The plaque {row['plaque']} is there already."
        )
    if held:
        intake.refuse(number, "address", "该单位在此场所已有有效称号", "Its operator holds a title for these premises.")
    if date.fromisoformat(row["certified_on"]) > day_of(intake.at):
        intake.refuse(number, "certified_on", "授牌日期不能晚于今天", "It can't have been awarded after today.")
    return len(intake.refused) > before


def _put(intake: Intake, number: int, row: Row, kind: str) -> Change:
    source, own = intake.source(row["certified_on"]), intake.of_row(number)
    beside = {name: row[name] for name in BESIDE if name in row}
    values = {
        "book": row["book"], "kind": kind, "number": own, "plaque": row["plaque"], "plaque_state": "out",
        "subject_number": row["credit_code"].upper(), "name": row["name"], "operator": row["operator"],
        "office": row["office"], "address": row["address"], "certified_at": source.since,
        "valid_until": row.get("valid_until"),
    }  # fmt: skip
    search = searched_row("titles", values)
    intake.connection.execute(insert(titles).values(**values, data=text_of(beside), search=search))
    return Change(kind, own, {**{name: values[name] for name in FIRST}, **STANDS, **beside}, source)
