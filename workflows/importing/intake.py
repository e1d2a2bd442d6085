"""An import while it runs: what it was given, which rows it refuses, and what it asks of cases."""

from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Connection

from models.reference import Reference
from workflows.errors import Reason
from workflows.form import Label
from workflows.importing.columns import wrong
from workflows.instants import midnight
from workflows.moves import Attempt
from workflows.registers import Source


@dataclass
class Intake:
    """One import."""

    connection: Connection
    reference: Reference
    number: str
    at: int
    refused: list[tuple[int, Reason]] = field(default_factory=list)
    attempts: list[Attempt] = field(default_factory=list)

    def refuse(self, row: int, column: str, zh: str, en: str) -> None:
        self.refused.append((row, wrong(column, Label(zh, en))))

    def source(self, since: str | None = None) -> Source:
        """Values of a register hold since this day, or from now on, by this import."""
        return Source(self.number, midnight(date.fromisoformat(since)) if since else self.at)

    def of_row(self, row: int) -> str:
        """The number of what a row enters: no case has one like it."""
        return f"{self.number}-{row:05d}"
