"""What the columns of a list hold, and what is wrong with a cell."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from stdnum.cn import uscc

from models.reference import Reference
from workflows.errors import Reason
from workflows.form import Label
from workflows.rulebooks import editions

Row = Mapping[str, str]
LONGEST = 200
TEXT = Label("文字", "text")


class Column(NamedTuple):
    """A column; `wrong` says what a cell can't be (None: any text of some length)."""

    name: str
    label: Label
    required: bool = True
    note: Label = TEXT
    wrong: Callable[[str, Reference], Label | None] | None = None


def reasons(columns: Sequence[Column], row: Row, known: Reference) -> list[Reason]:
    """Everything that is wrong with a row's cells, each by its column."""
    found = [_reason(column, row.get(column.name, ""), known) for column in columns]
    return [reason for reason in found if reason]


def _reason(column: Column, cell: str, known: Reference) -> Reason | None:
    if not cell:
        words = Label("不能为空", "must be filled in") if column.required else None
    elif len(cell) > LONGEST:
        words = Label(f"最多 {LONGEST} 字", f"has {LONGEST} characters at most")
    else:
        words = column.wrong(cell, known) if column.wrong else None
    return wrong(column.name, words, column.label) if words else None


def wrong(name: str, words: Label, label: Label | None = None) -> Reason:
    zh, en = (f"{label.zh}：{words.zh}", f"{label.en}: {words.en}") if label else words
    return Reason("field_wrong", zh, en, name)


def a_day(cell: str, _: Reference) -> Label | None:
    try:
        date.fromisoformat(cell)
    except ValueError:
        return Label(f"“{cell}”不是日期，应为 2026-03-02 这样的日期", f"“{cell}” is no day such as 2026-03-02")
    return None


def a_credit_code(cell: str, _: Reference) -> Label | None:
    if uscc.is_valid(cell):
        return None
    return Label(f"“{cell}”不是有效的统一社会信用代码", f"“{cell}” is no valid unified social credit code")


def a_book(cell: str, _: Reference) -> Label | None:
    return None if editions(cell) else Label(f"没有规则手册“{cell}”", f"there is no rule book “{cell}”")


def an_office(cell: str, known: Reference) -> Label | None:
    return None if cell in known.offices else Label(f"没有机构“{cell}”", f"there is no office “{cell}”")


def one_of(**choices: Label) -> Callable[[str, Reference], Label | None]:
    def chosen(cell: str, _: Reference) -> Label | None:
        if cell in choices:
            return None
        told = "、".join(f"{name}（{label.zh}）" for name, label in choices.items())
        return Label(f"应为 {told}", f"must be one of {', '.join(choices)}")

    return chosen


BOOK = Column(
    "book", Label("规则手册", "Rule book"), note=Label("wuhan、guangzhou、hubei 或 jiangsu", "its code"), wrong=a_book
)
OFFICE = Column(
    "office", Label("机构代码", "Office"), note=Label("已有机构的代码", "code of an office"), wrong=an_office
)
CODE = Column(
    "credit_code", Label("统一社会信用代码", "Unified social credit code"), note=Label("18 位", "18 signs"),
    wrong=a_credit_code,
)  # fmt: skip
DAY = Label("如 2026-03-02", "such as 2026-03-02")


def of_its_book(row: Row, known: Reference, name: str = "office") -> Reason | None:
    """The office named is one of the row's own book."""
    if known.offices[row[name]].book == row["book"]:
        return None
    return wrong(name, Label("机构不属于该规则手册", "The office is of another book."))
