"""The lifecycle that is measured: one state, three steps of an officer, and a clock that comes round."""

from collections.abc import Sequence

from sqlalchemy import Connection

from workflows.actors import Actor, Role
from workflows.asks import OPINION
from workflows.deadlines import working_days
from workflows.form import Label
from workflows.lifecycle import Kind, Lifecycle, State, Step
from workflows.moves import Attempt, Move, Opening
from workflows.rulebook import Rule, Rulebook, Status
from workflows.rulebooks import lifecycles, rulebooks

RUNNING = State("running", Label("办理中", "Running"), "bureau")
OVER = State("over", Label("已结束", "Over"), "bureau", Kind.NEUTRAL)
OFFICE = "bench-bureau"
OFFICER = Actor("bench-officer", frozenset({(Role.BUREAU_APPROVER.value, OFFICE)}))

POISON = "poison"


def poisoned(_connection: Connection, moves: Sequence[Move]) -> list[Attempt | Opening]:
    """An effect that writes nothing, and fails where the comment says so."""
    if any(move.attempt.comment == POISON for move in moves):
        raise ArithmeticError(POISON)
    return []


LOOP = Lifecycle(
    key="bench/1/loop",
    label=Label("测量用流程", "A loop to measure"),
    initial=RUNNING,
    home="bureau",
    subject=None,
    steps=(
        Step("go", Label("办理", "Go"), RUNNING, RUNNING, by=Role.BUREAU_APPROVER, law="office", keeps_deadline=False),
        Step("tell", Label("办理并附意见", "Go, with an opinion"), RUNNING, RUNNING, by=Role.BUREAU_APPROVER,
             law="office", asks=OPINION, keeps_deadline=False),
        Step("turn", Label("到期", "Falls due"), RUNNING, RUNNING, by=Role.CLOCK, law="office", after=working_days(5),
             keeps_deadline=False),
        Step("bear", Label("办理并生效", "Go, with an effect"), RUNNING, RUNNING, by=Role.BUREAU_APPROVER, law="office",
             does=(poisoned,), keeps_deadline=False),
        Step("end", Label("结束", "End"), RUNNING, OVER, by=Role.SYSTEM, law="office"),
    ),
)  # fmt: skip

BOOK = Rulebook(
    book="bench",
    edition="1",
    prefix="XX",
    label=Label("测量", "Measurements"),
    title=Label("测量", "Measurements"),
    status=Status.DRAFT_FOR_COMMENT,
    levels=("bureau",),
    stands_in={},
    rules=(Rule("office", Label("测量", "Measurements")),),
    lifecycles=(LOOP,),
)


def register() -> None:
    """Add the loop to this process's registry: no product ships it."""
    rulebooks()[BOOK.key] = BOOK
    lifecycles()[LOOP.key] = LOOP
