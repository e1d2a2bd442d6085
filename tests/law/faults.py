"""Seeds faults in lifecycles, and says who notices: building, the checker, or the table typed by hand."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from random import Random
from typing import NamedTuple

from tests.law.table import differences
from workflows.actors import Role
from workflows.checking import check_lifecycle
from workflows.deadlines import Period
from workflows.definition import names
from workflows.lifecycle import Lifecycle, Step
from workflows.rulebook import Rulebook
from workflows.rulebooks import lifecycles, rulebook_of

Change = Callable[[Random, Lifecycle, Rulebook, Step], Step | None]


class Fault(NamedTuple):
    """One thing made wrong in one lifecycle."""

    kind: str
    step: Step
    changed: Step | None  # None: dropped
    lifecycle: Lifecycle

    def __str__(self) -> str:
        return f"{self.kind}: {self.lifecycle.key} {self.step.source.name}.{self.step.name}"

    @property
    def steps(self) -> tuple[Step, ...]:
        of = self.lifecycle.steps
        return tuple(s for s in (self.changed if s is self.step else s for s in of) if s is not None)


def dropped(_: Random, __: Lifecycle, ___: Rulebook, ____: Step) -> None:
    return None


def elsewhere(random: Random, lifecycle: Lifecycle, _: Rulebook, step: Step) -> Step:
    return replace(step, target=random.choice([s for s in lifecycle.states.values() if s is not step.target]))


def unguarded(random: Random, _: Lifecycle, __: Rulebook, step: Step) -> Step:
    gone = random.randrange(len(step.needs))
    return replace(step, needs=step.needs[:gone] + step.needs[gone + 1 :])


def otherwise_guarded(random: Random, lifecycle: Lifecycle, _: Rulebook, step: Step) -> Step:
    """A guard of another step stands in the place of one of its own."""
    own = set(names(step.needs))  # two of one name are the same condition
    others = [guard for s in lifecycle.steps for guard in s.needs if not own & set(names([guard]))]
    at = random.randrange(len(step.needs))
    return replace(step, needs=(*step.needs[:at], *random.sample(others, min(1, len(others))), *step.needs[at + 1 :]))


def anothers(random: Random, _: Lifecycle, __: Rulebook, step: Step) -> Step:
    return replace(step, by=random.choice([role for role in Role if role not in step.roles]))


def longer(random: Random, _: Lifecycle, __: Rulebook, step: Step) -> Step:
    if isinstance(step.after, Period):
        return replace(step, after=replace(step.after, amount=step.after.amount + random.choice((-2, -1, 1, 30))))
    return replace(step, after=Period(5, "wd"))


def miscited(random: Random, _: Lifecycle, book: Rulebook, step: Step) -> Step:
    return replace(step, law=random.choice(sorted((book.known | {"office", "XX-1"}) - set(step.laws))))


KINDS: dict[str, tuple[Change, Callable[[Step], bool]]] = {
    "dropped": (dropped, lambda _: True),
    "target": (elsewhere, lambda _: True),
    "guard dropped": (unguarded, lambda step: bool(step.needs)),
    "guard swapped": (otherwise_guarded, lambda step: bool(step.needs)),
    "role": (anothers, lambda _: True),
    "period": (longer, lambda step: step.after is not None),
    "citation": (miscited, lambda _: True),
}


def faults(seed: int, many: int) -> Iterator[Fault]:
    """So many faults, the kinds in turn, over all lifecycles."""
    random, every = Random(seed), list(lifecycles().values())
    for n in range(many):
        kind = list(KINDS)[n % len(KINDS)]
        change, fits = KINDS[kind]
        lifecycle, step = random.choice([(lc, s) for lc in every for s in lc.steps if fits(s)])
        yield Fault(kind, step, change(random, lifecycle, rulebook_of(lifecycle), step), lifecycle)


def noticed(fault: Fault, *, table: bool) -> str | None:
    """What notices a fault, with the place that shows it; None where it survives."""
    try:
        made = replace(fault.lifecycle, steps=fault.steps)
    except ValueError as error:
        return f"building: {error}"
    if found := check_lifecycle(rulebook_of(fault.lifecycle), made):
        return f"checker: {found[0].where} {found[0].property} {' -> '.join(found[0].road)}"
    if table and (told := differences(made)):
        return f"table: {min((side, row.source, row.step) for side, row in told)}"
    return None
