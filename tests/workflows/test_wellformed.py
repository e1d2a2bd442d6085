"""Building a lifecycle refuses each way in which a definition can be wrong, and says which."""

from typing import Any

import pytest

from workflows.actors import Role
from workflows.deadlines import working_days
from workflows.form import Label
from workflows.lifecycle import Kind, Lifecycle, State, Step
from workflows.moves import Move
from workflows.rulebook import Rule, Rulebook, Status

WORD = Label("示例", "Example")
A, B = State("a", WORD), State("b", WORD)
END = State("end", WORD, kind=Kind.GOOD)
BAD = State("bad", WORD, kind=Kind.ADVERSE)
CLOCK: dict[str, Any] = {"by": Role.CLOCK, "after": working_days(5)}


def step(name: str, source: State, target: State, **other: Any) -> Step:
    return Step(name, WORD, source, target, **{"by": Role.APPLICANT, "law": "X-1", **other})


def lifecycle(*steps: Step) -> Lifecycle:
    return Lifecycle(key="x/1/y", label=WORD, initial=A, steps=steps, home="district", subject=None)


def never(_: Move) -> None:
    return None


SHARED = CLOCK | {"by": (Role.CLOCK, Role.PUBLIC)}
SOUND = (step("on", A, B), step("end", B, END))
FAULTS: dict[str, tuple[Step, ...]] = {
    "2 steps on from a": (*SOUND, step("on", A, END)),
    "state b is defined in 2 ways": (*SOUND, step("off", State("b", WORD, "hq"), END)),
    "2 clocks in a": (*SOUND, step("tick", A, B, **CLOCK), step("tock", A, B, **CLOCK)),
    "the clock tick has a guard": (*SOUND, step("tick", A, B, **CLOCK, needs=(never,))),
    "the clock tick has a guard or another actor": (*SOUND, step("tick", A, B, **SHARED)),
    "the clock tick has no period": (*SOUND, step("tick", A, B, by=Role.CLOCK)),
    "the clock tick takes an adverse decision": (*SOUND, step("tick", A, BAD, **CLOCK)),
    "late has a period but is no clock's": (*SOUND, step("late", A, B, after=working_days(5))),
    "c is out of reach": (*SOUND, step("far", State("c", WORD), END)),
    "no final state can be reached from c": (*SOUND, step("in", A, State("c", WORD))),
    "the final state end has a step out": (*SOUND, step("back", END, A)),
    "on from a cites nothing": (step("on", A, B, law=()), step("end", B, END)),
    "on from a is nobody's": (step("on", A, B, by=()), step("end", B, END)),
}  # fmt: skip


def test_a_sound_definition_is_built() -> None:
    assert lifecycle(*SOUND).initial is A


@pytest.mark.parametrize(("said", "steps"), FAULTS.items(), ids=FAULTS)
def test_each_fault_is_refused_by_its_name(said: str, steps: tuple[Step, ...]) -> None:
    with pytest.raises(ValueError, match=said):
        lifecycle(*steps)


def book(of: Lifecycle) -> Rulebook:
    return Rulebook("x", "1", "XX", WORD, WORD, Status.IN_FORCE, ("district",), {}, (Rule("X-1", WORD),), (of,))


def test_a_book_refuses_a_rule_that_it_does_not_hold() -> None:
    assert book(lifecycle(*SOUND)).known == {"X-1"}
    with pytest.raises(ValueError, match="X-2"):
        book(lifecycle(step("on", A, B, law="X-2"), step("end", B, END)))
    with pytest.raises(ValueError, match="X-3"):
        book(lifecycle(step("on", A, B, law="office", near="X-3"), step("end", B, END)))
