"""What a lifecycle is: states, and the steps between them, each with its actor, its law and its form."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from transitions import Machine

from workflows.actors import Role
from workflows.deadlines import Period
from workflows.form import NOTHING, Asks, Field, Label

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from models.reference import Reference
    from workflows.moves import Case, Effect, Guard, Move

    Fills = Callable[[Connection, Case, Reference], Mapping[str, Any]]


ANY = "any"  # a home of any level: whatever office decides, decides here, too


class Kind(StrEnum):
    """What being in a state means."""

    OPEN = "open"  # somebody must act: the office's target runs
    STANDING = "standing"  # it holds, and waits for nobody
    GOOD = "good"
    ADVERSE = "adverse"
    NEUTRAL = "neutral"


@dataclass(frozen=True, slots=True)
class State:
    """A state: its name, its label, and the level of the desk where it waits (None: the home office)."""

    name: str
    label: Label
    level: str | None = None
    kind: Kind = Kind.OPEN
    form: bool = False  # the applicant still writes here: a draft, or a case returned for correction
    internal: bool = False  # an officer prepares it: its party sees it only where that party began it
    target: "InData | None" = None  # the office's target by a date of the case, rather than by its days

    @property
    def final(self) -> bool:
        return self.kind in (Kind.GOOD, Kind.ADVERSE, Kind.NEUTRAL)


class InData(NamedTuple):
    """When a clock's step falls due by a date in the case's data rather than by a period."""

    name: str  # as the API tells it
    due: Callable[[Mapping[str, object]], int]  # the form's data -> instant


def _all(by: Role | tuple[Role, ...]) -> tuple[Role, ...]:
    return by if isinstance(by, tuple) else (by,)


@dataclass(frozen=True, kw_only=True)
class Step:
    """One lawful move. `by` and `law` are required: a step without its actor or its rule is no step."""

    name: str = field(kw_only=False)
    label: Label = field(kw_only=False)
    source: State = field(kw_only=False)
    target: State = field(kw_only=False)
    by: Role | tuple[Role, ...]
    law: str | tuple[str, ...]  # rule ids, or "office": the office's own rule, shown as such
    near: str | None = None  # the rule that an office's own rule fills in
    needs: "tuple[Guard, ...]" = ()
    asks: Asks = NOTHING
    fills: "Fills | None" = None  # what its form shows before anybody has written in it
    does: "tuple[Effect, ...]" = ()
    after: Period | InData | None = None  # a clock's alone
    grace: int = 0  # seconds that the sweep waits beyond the due time
    reported_within: tuple[str, Period | None] | None = None  # (field with a date, period): past it, taken and marked
    counts_from: str | None = None  # the field with the day from which the target's period counts
    marks: tuple[tuple[str, Any], ...] = ()  # what taking the step writes into the case's data
    keeps_deadline: bool | None = None  # None: a step back into its own state keeps it, any other begins anew
    desk: "Callable[[Move], str] | None" = None  # where the case waits next; None: as the target's level says
    from_above: bool = False  # an office above the desk may take it, too
    on_notice: bool = False  # only a notice takes it
    adverse: bool = False  # an opinion is owed
    by_counter_late: bool = False  # at the counter it is taken after its deadline, too, and marked
    within_entry: bool = False  # its period ended when this state was entered
    hands_on: bool = False  # what is given goes to the case that it opens, and isn't kept with this one
    claims: "Callable[[Move], str] | None" = None  # the slot that one open case alone may hold

    @cached_property
    def roles(self) -> tuple[Role, ...]:
        return _all(self.by)

    @cached_property
    def laws(self) -> tuple[str, ...]:
        return self.law if isinstance(self.law, tuple) else (self.law,)

    @cached_property
    def is_clock(self) -> bool:
        return self.roles == (Role.CLOCK,)

    @cached_property
    def keeps(self) -> bool:
        """Whether the running deadline and target go on."""
        return self.source is self.target if self.keeps_deadline is None else self.keeps_deadline


@dataclass(frozen=True, eq=False)
class Lifecycle:
    """A finite-state machine: key, label, home of its cases, initial state, steps."""

    key: str  # BOOK/EDITION/NAME
    label: Label
    initial: State
    steps: tuple[Step, ...]
    home: str  # level of the office where a case is filed
    subject: str | None  # organisation, station, notice, ...; None: the case has none
    title: str | None = None  # the form's field that names a case in lists, where its subject doesn't
    also: tuple[str, ...] = ()  # other kinds of subject that it may be about

    def __post_init__(self) -> None:
        from workflows.wellformed import require_wellformed

        require_wellformed(self)

    @cached_property
    def book(self) -> str:
        return self.key.split("/")[0]

    @cached_property
    def edition(self) -> str:
        return self.key.split("/")[1]

    @property
    def name(self) -> str:
        return self.key.split("/")[2]

    @cached_property
    def subjects(self) -> tuple[str, ...]:
        """The kinds of whom a case may be about; the first is the usual one."""
        return (self.subject, *self.also) if self.subject is not None else ()

    @cached_property
    def states(self) -> dict[str, State]:
        """Every state by name, in the order in which the steps name them."""
        found = (s for step in self.steps for s in (step.source, step.target))
        return {self.initial.name: self.initial, **{s.name: s for s in found}}

    @cached_property
    def at(self) -> dict[tuple[str, str], Step]:
        return {(s.source.name, s.name): s for s in self.steps}

    @cached_property
    def clocks(self) -> dict[str, Step]:
        return {s.source.name: s for s in self.steps if s.is_clock}

    @cached_property
    def form(self) -> dict[str, Field]:
        """The fields that a case's own data hold: those asked for where the applicant writes."""
        return {f.name: f for s in self.steps if s.source.form for f in s.asks.fields}

    @cached_property
    def names(self) -> frozenset[str]:
        return frozenset(s.name for s in self.steps)

    def leaving(self, state: str) -> list[Step]:
        return [s for s in self.steps if s.source.name == state]

    @cached_property
    def machine(self) -> Machine:
        """The shared machine: it owns topology and the move; law, rows and time are ours.

        Without a model (add_model resets a loaded row), automatic transitions (from anywhere to anywhere)
        or a queue (a refused trigger would answer True).
        """
        return Machine(
            model=None,
            states=list(self.states),
            initial=self.initial.name,
            auto_transitions=False,
            queued=False,
            model_attribute="stands",
            transitions=[[s.name, s.source.name, s.target.name] for s in self.steps],
        )
