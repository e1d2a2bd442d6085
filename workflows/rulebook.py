"""A region's regulation in one edition: title, status, dates, its rules, and its lifecycles."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any

from sqlalchemy import Connection

from workflows.actors import Role
from workflows.duties import Duty
from workflows.form import Label
from workflows.lifecycle import Lifecycle
from workflows.moves import Attempt

Invariant = Callable[[Connection], Iterator[str]]  # each breach is a sentence
Listing = Callable[..., list[Attempt]]  # (connection, reference, listed, source=): the steps that follow


class Status(StrEnum):
    """Whether the instrument is law yet."""

    IN_FORCE = "in_force"
    DRAFT_FOR_COMMENT = "draft_for_comment"


@dataclass(frozen=True, slots=True)
class Rule:
    """What a rule id asks of the system, in our own words."""

    id: str
    text: Label
    by: tuple[str, ...] = ()  # what implements it where no step does: "register:plaque", "ledger:talk", "duty:report"


@dataclass(frozen=True, slots=True)
class Gap:
    """Where the text is silent, and the office's setting that stands in: shown, and not filled."""

    silent: Label
    stands_in: Label
    near: str | None  # the rule that leaves it open
    waits: tuple[str, ...] = ()  # the lifecycles whose states wait for a person without a clock for that reason


@dataclass(frozen=True)
class Rulebook:
    """One edition; a running case keeps the edition that it began under."""

    book: str
    edition: str
    prefix: str  # of case numbers
    label: Label
    title: Label
    status: Status
    levels: tuple[str, ...]  # of its offices, top first
    stands_in: Mapping[Role, tuple[Role, ...]]  # who may act at a higher office where nobody at the desk may
    rules: tuple[Rule, ...]
    lifecycles: tuple[Lifecycle, ...]
    duties: tuple[Duty, ...] = ()
    gaps: tuple[Gap, ...] = ()
    divisions: tuple[str, ...] = ()  # GB/T 2260 codes of its area, as credit codes of units there bear them
    begins: date | None = None
    ends: date | None = None
    goes_on: frozenset[str] = frozenset()  # lifecycles that are opened after its end, too, for what exists
    owes: Callable[..., Sequence[Any]] | None = None  # (connection, commissioner, day): what each enterprise is owed
    sums_up: Callable[..., Any] | None = None  # (connection, commissioner, day): the period whose sum they confirm
    confirms: Callable[..., Any] | None = None  # (connection, actor, commissioner, period, at=): their confirmation
    holds: tuple[Invariant, ...] = ()  # what always holds of its own registers
    listing: Listing | None = None  # what a new list of enterprises does; None: it is only entered

    @property
    def key(self) -> str:
        return f"{self.book}/{self.edition}"

    def covers(self, credit_code: str) -> bool:
        """Whether a unit of this code is registered in the book's area."""
        return credit_code[2:8].startswith(self.divisions)

    @cached_property
    def level(self) -> str:
        """At which it certifies, as its area's code says it: two digits are a province's, four a city's."""
        return {2: "province", 4: "city", 6: "county"}.get(max(map(len, self.divisions), default=0), "")

    @cached_property
    def known(self) -> frozenset[str]:
        return frozenset(rule.id for rule in self.rules)

    def __post_init__(self) -> None:
        """Refuse a book whose lifecycles cite what it doesn't hold, or stand under another key."""
        for stray in {n for duty in self.duties for n in (duty.law, duty.near) if n} - self.known - {"office"}:
            raise ValueError(f"a duty of {self.key} cites an unknown rule: {stray}")
        for lifecycle in self.lifecycles:
            if not lifecycle.key.startswith(self.key + "/"):
                raise ValueError(f"{lifecycle.key} does not stand in {self.key}")
            cited = {law for s in lifecycle.steps for law in (*s.laws, *([s.near] if s.near else ()))}
            if unknown := cited - self.known - {"office"}:
                raise ValueError(f"{lifecycle.key} cites unknown rules: {', '.join(sorted(unknown))}")
