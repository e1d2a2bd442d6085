"""Enterprises as the newest lists have them; the book says what a change of them does."""

from collections.abc import Sequence

from workflows.form import Label
from workflows.importing.columns import BOOK, CODE, Column, Row, an_office, of_its_book
from workflows.importing.intake import Intake
from workflows.listed import Listed, list_plainly
from workflows.rulebooks import editions

LISTS = {"national": "国家级", "provincial": "省级"}
COLUMNS = (
    BOOK,
    CODE,
    Column("name", Label("企业名称", "Name")),
    Column("area", Label("所在地机构代码", "Office of its place"), wrong=an_office,
           note=Label("最低一级机构的代码", "code of the lowest office of its place")),
    Column("lists", Label("名单", "Lists"), required=False,
           note=Label("national、provincial，多个以逗号分隔；为空：不在名单上", "several by commas; empty: on none")),
)  # fmt: skip


def take(intake: Intake, rows: Sequence[tuple[int, Row]]) -> None:
    listed: dict[str, dict[str, Listed]] = {}
    for number, row in rows:
        if firm := _firm(intake, number, row, listed.setdefault(row["book"], {})):
            listed[row["book"]][firm.credit_code] = firm
    for book, firms in listed.items():
        many, source = list(firms.values()), intake.source()
        if takes := editions(book)[0].listing:
            intake.attempts += takes(intake.connection, intake.reference, many, source=source)
        else:
            list_plainly(intake.connection, intake.reference, many, book=book, source=source)


def _firm(intake: Intake, number: int, row: Row, before: dict[str, Listed]) -> Listed | None:
    """Or nothing, and the reason is noted."""
    code = row["credit_code"].upper()
    lists = frozenset(part.strip() for part in row.get("lists", "").replace("，", ",").split(",") if part.strip())
    if elsewhere := of_its_book(row, intake.reference, "area"):
        intake.refused.append((number, elsewhere))
    elif lists - set(LISTS):
        intake.refuse(number, "lists", "名单应为 national 或 provincial", "Lists are national or provincial.")
    elif code in before:
        intake.refuse(number, "credit_code", f"{code} 在表中重复", f"{code} stands in the list twice.")
    else:
        return Listed(code, row["name"], lists, row["area"])
    return None
