"""The title that a case is about: what the register says of it, and the conditions that hang on it."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, select

from models.register import titles
from workflows.dates import start_of
from workflows.declared import named_as
from workflows.errors import Reason
from workflows.moves import Guard, Move, reads


def title(connection: Connection, moves: Sequence[Move]) -> Mapping[int, Row[Any]]:
    """The register's row of each case's subject."""
    numbers = {move.case.subject_number for move in moves}
    found = {row.number: row for row in connection.execute(select(titles).where(titles.c.number.in_(numbers)))}
    return {m.case.id: found[m.case.subject_number] for m in moves if m.case.subject_number in found}


@reads(title)
def title_in_register(move: Move) -> Reason | None:
    """The title has not ended; one whose years are over stands in the register until it is decided."""
    row = move.fact(title)
    if row is not None and row.ended_at is None:
        return None
    return Reason("no_title", "该称号不在名册内或已经终止", "This title isn't in the register, or has ended.")


@reads(title)
def same_credit_code(move: Move) -> Reason | None:
    """A change stays with the same legal entity; another one needs a certification of its own."""
    row = move.fact(title)
    if row is None or move.data.get("credit_code") == row.subject_number:
        return None
    return Reason(
        "other_entity",
        "统一社会信用代码与名册不一致：更换主体须重新申请认定",
        "This is another entity than the register's: it needs a certification of its own.",
        "credit_code",
    )


def not_ahead(field: str) -> Guard:
    """The day in this field isn't in the future."""

    def not_in_the_future(move: Move) -> Reason | None:
        if field not in move.data or start_of(move.data[field]) <= move.at:
            return None
        return Reason("date_ahead", "日期不得晚于今天", "The day lies in the future.", field)

    return named_as(not_in_the_future, f"not_ahead({field})")
