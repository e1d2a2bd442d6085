"""Why and why not is complete over the registry: every step of every state, for every role at the desk and away from
it, is told to be allowed or not with each reason in both languages, who could act, and by which rule."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, insert

from models.database import Present, connect, transaction
from models.office import offices
from models.reference import Reference, changed, current
from tests.walk import moment
from workflows.actors import COUNTER_ROLES, DESK_ROLES, Actor, Role
from workflows.lifecycle import Lifecycle, State
from workflows.moves import Case
from workflows.offers import Offer, offers_of
from workflows.rulebooks import lifecycles, rulebook_of, rulebooks
from workflows.words import ROLES

NOT_YOURS = {"wrong_role", "wrong_desk"}
AT = moment("2026-03-02")


@pytest.fixture(scope="module")
def world(filled_file: Path) -> Iterator[Engine]:
    """An office of each level in each region; one database: it is asked for nothing but what isn't there."""
    engine = connect(f"sqlite:///{filled_file}", simulated=True)
    yield engine
    engine.dispose()


def settle(present: Present) -> Reference:
    """Offices in a chain, the first level on top; put back with the transaction."""
    for book in {book.book: book for book in rulebooks().values()}.values():
        above = None
        for level in book.levels:
            code = f"{book.book}-{level}"
            row = {"code": code, "book": book.book, "level": level, "parent": above, "zh": code, "en": code}
            present.connection.execute(insert(offices).values(row))
            above = code
    changed(present.connection)
    return current(present.connection)


def standing_in(lifecycle: Lifecycle, state: State, id: int, reference: Reference) -> Case:
    """A case that stands in this state, with nothing filled in."""
    level = rulebook_of(lifecycle).levels[-1] if lifecycle.home == "any" else lifecycle.home
    home, clock = f"{lifecycle.book}-{level}", lifecycle.clocks.get(state.name)
    blank = dict.fromkeys(Case._fields)
    told = {"id": id, "number": f"XX-2026-{id:06}", "lifecycle": lifecycle.key, "state": state.name, "version": 3,
            "home": home, "office": reference.desk(home, state.level), "parties": '[["organisation","X1"]]',
            "filers": "[]", "passed": "[]", "data": "{}", "head": b"", "opened_at": AT, "entered_at": AT,
            "provisional": 0, "tries": 0, "search": "", "due_step": clock.name if clock else None,
            "due_from": AT if clock else None, "due_at": AT + 1 if clock else None}  # fmt: skip
    return Case(**{**blank, **told})


def who(role: Role, cases: list[Case]) -> Actor:
    """Somebody of this role wherever the cases wait."""
    if role in DESK_ROLES:
        return Actor("u-x", frozenset((role.value, case.office) for case in cases))
    kinds = {Role.ENTERPRISE: "enterprise", Role.COMMISSIONER: "commissioner", Role.APPLICANT: "organisation"}
    contacts = frozenset({(kinds[role], "X1")}) if role in kinds else frozenset()
    return Actor("public" if role is Role.PUBLIC else "u-x", contacts=contacts,
                 appointed=frozenset(case.id for case in cases) if role is Role.EXPERT else frozenset())  # fmt: skip


def faults(offer: Offer, case: Case, lifecycle: Lifecycle, role: Role, at_desk: bool) -> Iterator[str]:
    """What is wrong with what is told of one step."""
    step, codes = offer.step, {reason.code for reason in offer.reasons}
    theirs = at_desk and role in step.roles and role in DESK_ROLES
    known = rulebook_of(lifecycle).known | {"office"}
    wrong = {
        "a reason without words": not all(r.zh and r.en and r.code for r in offer.reasons),
        "neither allowed nor refused": offer.allowed == bool(offer.reasons),
        "it broke": "failed" in codes,
        "nobody named who could, or no rule": not (set(step.roles) <= set(ROLES) and set(step.laws) <= known),
        "refused to whom it belongs": theirs and not step.needs and bool(codes & NOT_YOURS),  # a guard may part them
        "allowed to a stranger": not at_desk and not codes & NOT_YOURS,
        "the system's own, offered to a person": set(step.roles) <= {Role.CLOCK, Role.SYSTEM} and offer.allowed,
    }
    yield from (words for words, found in wrong.items() if found)


def told_to(present: Present, lifecycle: Lifecycle, role: Role, at_desk: bool, reference: Reference) -> list[str]:
    states = list(lifecycle.states.values())
    cases = [standing_in(lifecycle, state, n, reference) for n, state in enumerate(states, 1)]
    actor = who(role, cases) if at_desk else Actor("u-y", frozenset({(role.value, "elsewhere")}))
    found = offers_of(present.connection, cases, actor, reference, at=AT)
    wrong = [f"{c.state}: {[o.step.name for o in found[c.id]]}" for c in cases
             if [o.step for o in found[c.id]] != lifecycle.leaving(c.state)]  # fmt: skip
    return wrong + [
        f"{role} {'at' if at_desk else 'away from'} the desk, {case.state}, {offer.step.name}: {fault}"
        for case in cases
        for offer in found[case.id]
        for fault in faults(offer, case, lifecycle, role, at_desk)
    ]


class Undo(Exception):
    """Nothing of this is kept."""


@pytest.mark.parametrize("book", sorted({lc.book for lc in lifecycles().values()}))
def test_every_step_says_why_or_why_not(world: Engine, book: str) -> None:
    wrong: list[str] = []

    def look(present: Present) -> None:
        reference = settle(present)
        for lifecycle in (lc for lc in lifecycles().values() if lc.book == book):
            roles = {role for step in lifecycle.steps for role in step.roles} | DESK_ROLES | COUNTER_ROLES
            for role in sorted(roles - {Role.CLOCK, Role.SYSTEM}):
                wrong.extend(told_to(present, lifecycle, role, True, reference))
                if role in DESK_ROLES:
                    wrong.extend(told_to(present, lifecycle, role, False, reference))
        raise Undo

    with pytest.raises(Undo):
        transaction(world, look)
    assert wrong == []
