"""An attempt on its way: what is asked for, what stands in the row, and what guards and effects see of both."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import Connection

from models.reference import Reference
from workflows.actors import Actor, Role
from workflows.errors import Reason
from workflows.lifecycle import Lifecycle, State, Step


class Case(NamedTuple):
    """The columns of models.case.cases, in their order."""

    id: int
    number: str
    lifecycle: str
    state: str
    version: int
    home: str
    office: str
    subject_kind: str | None
    subject_number: str | None
    subject_name: str | None
    parties: str
    filers: str
    passed: str
    parent: int | None
    data: str
    slot: str | None
    head: bytes
    opened_at: int
    entered_at: int
    due_step: str | None
    due_from: int | None
    due_at: int | None
    provisional: int
    target_at: int | None
    wake_at: int | None
    tries: int
    last_error: str | None
    search: str
    assignee: str | None
    soonest: int | None

    @property
    def form(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.data)
        return found

    @property
    def party(self) -> set[tuple[str, str]]:
        return {(kind, number) for kind, number in json.loads(self.parties)}


class Cause(NamedTuple):
    """The entry that asked for this step or opening."""

    case: str
    seq: int


class Counter(NamedTuple):
    """Paper received: for whom an officer acts, and the instant that decides "in time"."""

    name: str
    effective_at: int


@dataclass(frozen=True, slots=True)
class Attempt:
    """A step that somebody wants to take."""

    case: int
    step: str
    actor: Actor
    seen: int | None = None  # the version that the actor saw
    data: Mapping[str, Any] = field(default_factory=dict)
    comment: str = ""
    key: str | None = None  # idempotency key,
    digest: str | None = None  # and the digest of what it came with
    counter: Counter | None = None
    cause: Cause | None = None  # set by the engine's own effects, never by page or API
    counts_from: int | None = None  # where the target's period begins, if not with this step
    tries: int | None = None  # the sweep's token


@dataclass(frozen=True, slots=True)
class Opening:
    """A case that somebody, or an effect, wants to open."""

    lifecycle: str
    actor: Actor
    office: str
    subject: tuple[str, str, str] | None = None  # kind, number, name
    parties: tuple[tuple[str, str], ...] = ()
    parent: tuple[int, str] | None = None  # id, number
    data: Mapping[str, Any] = field(default_factory=dict)
    key: str | None = None
    digest: str | None = None
    cause: Cause | None = None
    counts_from: int | None = None  # where the first deadline begins, if not with the opening
    links: tuple[tuple[int, str], ...] = ()  # (case id, kind): from the new case to those


class Entry(NamedTuple):
    """What was recorded, and what it caused in other cases."""

    case: int
    number: str
    seq: int
    state: str
    hash: bytes
    caused: tuple["Entry", ...] = ()


class Standing(NamedTuple):
    """In which role an actor takes a step."""

    role: Role
    on_behalf_of: Role | None = None
    substitute: bool = False
    office: str | None = None  # from where it is taken, if not at the desk


@dataclass(slots=True)
class Move:
    """An attempt that nothing has refused yet. `stands` is what the machine moves."""

    attempt: Attempt
    case: Case
    lifecycle: Lifecycle
    step: Step
    standing: Standing
    reference: Reference
    effective_at: int
    at: int
    data: dict[str, Any]  # what was sent, checked; where the applicant writes, merged into the saved form
    stands: str  # not `state`: that is a step of revocation, and the machine would take it for its own
    late: bool = False
    papers: list[tuple[int, str, str, str]] = field(default_factory=list)  # id, kind, name, sha256
    missing: list[Reason] = field(default_factory=list)  # papers that aren't there; of who may not act, fields too
    known: "dict[Fact, Mapping[int, Any]]" = field(default_factory=dict)

    def fact(self, fact: "Fact") -> Any:
        return self.known[fact].get(self.case.id)

    @property
    def own(self) -> dict[str, Any]:
        """What this move gives to the case's own form: its fields, the step's marks, and that it came late."""
        given = {name: value for name, value in self.data.items() if name in self.lifecycle.form}
        late = {"late": True} if self.late and not self.step.hands_on else {}
        return {**given, **dict(self.step.marks), **late}

    def form(self) -> dict[str, Any]:
        """The case's form after the move."""
        return {**self.case.form, **self.own}

    @property
    def actor(self) -> Actor:
        return self.attempt.actor

    @property
    def target(self) -> State:
        return self.step.target

    @property
    def cause(self) -> Cause:
        """This move, as the cause of others."""
        return Cause(self.case.number, self.case.version + 1)


Fact = Callable[[Connection, Sequence[Move]], Mapping[int, Any]]  # one query for all: case id -> what it found
Guard = Callable[[Move], Reason | None]  # pure: reads the move and its facts
Claim = Callable[[Move], str]  # what only one open case may hold
Effect = Callable[[Connection, Sequence[Move]], "list[Attempt | Opening]"]

Marked = TypeVar("Marked", bound=Callable[..., Any])


def reads(*facts: Fact) -> Callable[[Marked], Marked]:
    """Name the facts that a guard or effect asks for; the engine learns them before anything is written."""

    def mark(function: Marked) -> Marked:
        function.reads = facts  # type: ignore[attr-defined]  # a function carries its own declaration
        return function

    return mark


def facts_of(function: Callable[..., Any]) -> tuple[Fact, ...]:
    return getattr(function, "reads", ())
