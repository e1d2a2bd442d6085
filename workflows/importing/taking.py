"""Taking a list in: which kinds there are, and the record of each import, which its register values name."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, insert, update

from models.imports import imports
from models.numbering import take_numbers
from models.reference import Reference, current
from workflows.engine import fire
from workflows.errors import Reason, StepError
from workflows.form import Label
from workflows.importing import firms, people, titles, tree
from workflows.importing.columns import Column, Row, reasons
from workflows.importing.intake import Intake
from workflows.instants import day_of


class Kind(NamedTuple):
    """A list that can be taken in."""

    label: Label
    columns: tuple[Column, ...]
    take: Callable[[Intake, Sequence[tuple[int, Row]]], None]


KINDS: Mapping[str, Kind] = {
    "offices": Kind(Label("机构", "Offices"), tree.COLUMNS, tree.take),
    "enterprises": Kind(Label("企业", "Enterprises"), firms.COLUMNS, firms.take),
    "commissioners": Kind(Label("服务专员", "Commissioners"), people.COMMISSIONERS, people.take_commissioners),
    "experts": Kind(Label("专家", "Experts"), people.EXPERTS, people.take_experts),
    "stations": Kind(Label("服务站", "Stations"), titles.STATIONS, titles.take_stations),
    "institutions": Kind(Label("服务机构", "Institutions"), titles.INSTITUTIONS, titles.take_institutions),
}


class File(NamedTuple):
    """Where a list came from, and by which document it holds."""

    name: str
    sha256: str
    document: str | None


class Taken(NamedTuple):
    """An import: its number, how many rows it took, and each row that it didn't, with the reason."""

    number: str
    rows: int
    refused: tuple[tuple[int, Reason], ...]


def take(connection: Connection, kind: str, rows: Iterable[tuple[int, Row]], file: File, *, by: str, at: int) -> Taken:
    """Take in every row that is right; whoever wants all or nothing rolls back where any was refused.

    What a list does to cases (an assignment whose enterprise left it) goes through the engine, as everything does.
    """
    of, known, found = KINDS[kind], current(connection), list(rows)
    intake = Intake(connection, known, number_of(connection, at), at)
    row = {"number": intake.number, "kind": kind, "file": file.name[:200], "sha256": file.sha256, "by": by, "at": at,
           "document": file.document, "rows": 0, "left_out": 0}  # fmt: skip
    connection.execute(insert(imports).values(row))
    of.take(intake, list(_right(intake, of, found, known)))
    for outcome in fire(connection, intake.attempts, at=at):
        if isinstance(outcome, StepError):
            raise outcome
    count = len(found) - len({number for number, _ in intake.refused})
    counted = {"rows": count, "left_out": len(found) - count}
    connection.execute(update(imports).where(imports.c.number == intake.number).values(counted))
    return Taken(intake.number, count, tuple(sorted(intake.refused, key=lambda told: told[0])))


def number_of(connection: Connection, at: int) -> str:
    """The next import of the year."""
    year = day_of(at).year
    return f"IM-{year}-{take_numbers(connection, 'IM', year, 1)[0]:06d}"


def _right(intake: Intake, kind: Kind, rows: Sequence[tuple[int, Row]], known: Reference) -> Iterable[tuple[int, Row]]:
    """The rows whose cells are right, each by itself."""
    for number, row in rows:
        wrong = reasons(kind.columns, row, known)
        intake.refused += [(number, reason) for reason in wrong]
        if not wrong:
            yield number, row
