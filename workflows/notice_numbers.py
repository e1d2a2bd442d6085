"""The document numbers of published notices (公告文号): per office and year, without gap or double."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from models.notice import notices
from models.numbering import take_numbers
from models.reference import Office
from workflows.instants import day_of
from workflows.moves import Move


class DocumentNumber(NamedTuple):
    """What a notice is known by beside its case: given at its publication, and never changed."""

    year: int
    serial: int
    text: str  # 穗工信公告〔2026〕3号


def document_numbers(connection: Connection, moves: Sequence[Move]) -> Mapping[int, DocumentNumber]:
    """The next number of its office and year for the notice of each move, by case.

    The counter's row is locked until the transaction ends, and goes back with it: two that publish at once follow one
    another, and what was refused leaves no gap.
    """
    series = {move.case.id: (move.case.office, day_of(move.at).year) for move in moves}
    counted = Counter(series.values())
    taken = {
        (office, year): iter(take_numbers(connection, f"notice/{office}", year, counted[office, year]))
        for office, year in sorted(counted)  # always in one order: who waits for whom is no circle
    }
    offices = {move.case.id: move.reference.offices[move.case.office] for move in moves}
    return {case: _numbered(offices[case], of[1], next(taken[of])) for case, of in series.items()}


def _numbered(office: Office, year: int, serial: int) -> DocumentNumber:
    return DocumentNumber(year, serial, told_as(office, year, serial))


def told_as(office: Office, year: int, serial: int | str = "…") -> str:
    """A number of the office's notices, as it is printed."""
    return f"{office.short or office.zh}公告〔{year}〕{serial}号"


def numbers_hold(connection: Connection) -> Iterator[str]:
    """Each office's notices of a year are numbered from 1 on without a gap; an index holds that none is there twice."""
    n = notices.c
    counted = select(n.office, n.year, func.count(n.serial), func.min(n.serial), func.max(n.serial))
    for office, year, count, low, high in connection.execute(
        counted.where(n.serial.is_not(None)).group_by(n.office, n.year)
    ):
        if (low, high) != (1, count):
            yield f"{office} {year}: its notices are numbered {low} to {high}, and there are {count}"
