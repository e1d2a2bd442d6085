"""Offices of a new installation, from the top down: a row may name an office that stands above it in the list."""

import re
from collections.abc import Mapping, Sequence

from sqlalchemy import insert

from models.office import offices
from models.reference import Office, changed
from workflows.form import Label
from workflows.importing.columns import BOOK, DAY, Column, Row, a_day
from workflows.importing.intake import Intake
from workflows.rulebook import Rulebook
from workflows.rulebooks import editions

CODE = re.compile(r"[a-z0-9-]{1,40}")
COLUMNS = (
    Column(
        "code", Label("机构代码", "Code"), note=Label("小写字母、数字和连字符，不得重复", "[a-z0-9-], never used again")
    ),
    BOOK,
    Column("level", Label("层级", "Level"), note=Label("规则手册所定", "as the rule book has it")),
    Column("parent", Label("上级机构代码", "Office above"), required=False),
    Column("name", Label("名称", "Name")),
    Column("name_en", Label("英文名称", "Name in English"), required=False),
    Column("address", Label("地址", "Address"), required=False),
    Column("phone", Label("电话", "Telephone"), required=False),
    Column("short", Label("公告文号简称", "Short name in the numbers of its notices"), required=False),
    Column("opens_on", Label("设立日期", "Since"), required=False, note=DAY, wrong=a_day),
)


def take(intake: Intake, rows: Sequence[tuple[int, Row]]) -> None:
    known = dict(intake.reference.offices)
    for number, row in rows:
        code, parent = row["code"], row.get("parent")
        if words := office_wrong(code, row["book"], row["level"], parent, known):
            intake.refuse(number, "code", *words)
            continue
        known[code] = Office(
            code=code, book=row["book"], level=row["level"], parent=parent, zh=row["name"],
            en=row.get("name_en") or row["name"], address=row.get("address"), phone=row.get("phone"),
            opens_on=row.get("opens_on"), closes_on=None, successor=None, short=row.get("short"),
        )  # fmt: skip
        intake.connection.execute(insert(offices).values(known[code]._asdict()))
    changed(intake.connection)


def office_wrong(code: str, book: str, level: str, parent: str | None, known: Mapping[str, Office]) -> Label | None:
    """Why there can't be such an office."""
    if not CODE.fullmatch(code) or code in known:
        return Label(f"机构代码只含小写字母、数字和连字符，且不得重复：{code}", f"A code is [a-z0-9-], and new: {code}")
    if not (of := editions(book)):
        return Label(f"没有这本规则手册：{book}", f"No such rule book: {book}")
    if level not in of[0].levels:
        levels = ", ".join(of[0].levels)
        return Label(f"该手册的层级为 {levels}", f"This book's levels are: {levels}")
    return _parent_wrong(of[0], level, parent, known)


def _parent_wrong(book: Rulebook, level: str, parent: str | None, known: Mapping[str, Office]) -> Label | None:
    """The top level has no office above it; every other has one of its book, at a higher level."""
    if level == book.levels[0]:
        return None if not parent else Label("最高层级没有上级机构", f"The level {level} has no parent")
    above = known.get(parent or "")
    higher = book.levels[: book.levels.index(level)]
    if above is None or above.book != book.book or above.level not in higher:
        levels = ", ".join(higher)
        return Label(f"须指明上级机构，层级为 {levels}", f"Name the office above, of level: {levels}")
    return None
