"""Roams any lifecycle of any region from where the demo's year has left its cases, and notes which steps were taken."""

from collections import Counter
from collections.abc import Iterator
from random import Random
from typing import Any

from sqlalchemy import Engine, Select, select

from models import reference
from models.case import cases
from models.database import transaction
from models.people import assignments, commissioners
from models.register import titles
from models.user import appointments, grants
from tests.workflows.wandering import FORGED, Fire, Wanderer
from workflows.actors import SYSTEM, Actor, Role
from workflows.begin import begin
from workflows.engine import Outcome
from workflows.errors import StepError
from workflows.form import Field
from workflows.instants import local
from workflows.lifecycle import Lifecycle, Step
from workflows.moves import Attempt, Case, Entry, Opening
from workflows.rulebooks import lifecycles

ALIKE = 4  # cases opened like the demo's
MARKS = ("late", "no_report", "not_rectified", "waived")  # what steps write beside the form


class Roamer(Wanderer):
    """Takes what was not taken yet before what was: a short road meets most of a lifecycle."""

    def __init__(self, db: Engine, random: Random, at: int, fire_one: Fire) -> None:
        super().__init__(db, random, fire_one)
        self.at = at
        self.tried = Counter[tuple[str, str]]()  # (state, step)
        self.done: set[tuple[str, str]] = set()

    def seeds(self, lifecycle: Lifecycle) -> Iterator[Case]:
        """A case in each state in which the demo left one, and some opened like those, each about another subject."""
        asked = select(cases).where(cases.c.lifecycle == lifecycle.key).order_by(cases.c.id.desc())
        there = [Case(*row) for row in self._asked(asked)]
        alive = {*self._column(_titles(lifecycle.book)), *self._column(_people(lifecycle.book))}
        each = {case.subject_number: case for case in reversed(there)}.values()
        for old in sorted(each, key=lambda case: case.subject_number not in alive)[:ALIKE]:
            opened = self._like(old)
            if isinstance(opened, Entry):
                yield self.case(opened.case)
        by_state = {case.state: case for case in there if not lifecycle.states[case.state].final}
        for case in by_state.values():
            yield self.case(case.id)

    def _like(self, old: Case) -> Entry | StepError:
        data = {name: value for name, value in old.form.items() if name not in MARKS}
        subject = (old.subject_kind, old.subject_number or "", old.subject_name or "") if old.subject_kind else None
        opening = Opening(old.lifecycle, SYSTEM, old.home, subject, tuple(sorted(old.party)), data=data, cause=FORGED)
        return transaction(self.db, lambda present: begin(present.connection, [opening], at=self.at)[0])

    def roam(self, case: Case, steps: int) -> Iterator[Case]:
        """Every case as it stands before each step."""
        for _ in range(steps):
            yield case
            leaving = lifecycles()[case.lifecycle].leaving(case.state)
            if not leaving:
                return
            self.at += self.random.choice((0, 1, 20)) * 3_600_000_000
            step = min(leaving, key=self._order)
            self.tried[case.state, step.name] += 1
            if isinstance(self.attempt(case, step), Entry):
                self.done.add((case.state, step.name))
            case = self.case(case.id)

    def _order(self, step: Step) -> tuple[object, ...]:
        """First what was never taken, and of that what goes on; what was refused twice waits."""
        of = (step.source.name, step.name)
        return (
            self.tried[of] > 1,
            of in self.done,
            step.is_clock,
            step.target.final,
            self.tried[of],
            self.random.random(),
        )

    def actor(self, case: Case, step: Step) -> Actor:
        found = super().actor(case, step)
        if Role.EXPERT in step.roles:
            return found
        party = {(kind, number) for kind, number in case.party}
        return Actor(found.account, found.grants, frozenset(party) if found.contacts else frozenset())

    def _expert(self, case: Case) -> Actor:
        a = appointments.c
        named = self._column(select(a.expert).where(a.case_id == case.id, a.recused_seq.is_(None)))
        who = self.random.choice(named or self.experts)
        return Actor(who, appointed=frozenset({case.id}) if named else frozenset())

    @property
    def experts(self) -> list[str]:
        return self._column(select(grants.c.user_id).where(grants.c.role == Role.EXPERT.value).distinct())

    def data(self, case: Case, step: Step) -> dict[str, Any]:
        """What the form doesn't say yet; elsewhere what is asked for, and half of what may be said."""
        held = case.form if step.source.form else {}
        wanted = [f for f in step.asks.fields if f.name not in held and (f.required or self.random.random() < 0.5)]
        return {f.name: self.value(case, f) for f in wanted}

    def value(self, case: Case, field: Field) -> Any:
        if field.name in REFERRED:
            known = self._column(REFERRED[field.name](case.lifecycle.split("/")[0]))
            return self.random.choice(known) if known else "示例"
        if field.type == "person":
            return self.random.choice(self.experts)
        if field.type == "int":
            return min(field.maximum or 9, 300) if field.name != "year" else super().value(case, field)
        return super().value(case, field)

    def _several(self, case: Case, field: Field) -> list[str]:
        if field.of == "person":
            return self.random.sample(self.experts, 3)
        if field.choices:
            return [self.random.choice(field.choices)[0]]
        return [case.number] if field.of == "case" else ["示例一", "示例二"]

    def _by_notice(self, case: Case) -> Outcome:
        book = case.lifecycle.rpartition("/")[0]
        notice = lifecycles()[f"{book}/notice"]
        office = transaction(self.db, lambda p: reference.current(p.connection).desk(case.office, notice.home))
        opening = Opening(notice.key, SYSTEM, office, cause=FORGED)
        entry = transaction(self.db, lambda p: begin(p.connection, [opening], at=self.at)[0])
        assert isinstance(entry, Entry), entry
        draft = self.case(entry.case)
        data = {"kind": self._kind(case), "title": "示例", "cases": [case.number],
                "site_url": "https://example.invalid/n", "published_at": local(self.at)}  # fmt: skip
        given = {name: value for name, value in data.items() if name in notice.form}
        step = notice.at["draft", "publish"]
        return self._fire(Attempt(draft.id, "publish", self.actor(draft, step), data=given), self.at)

    def _kind(self, case: Case) -> str:
        lifecycle = lifecycles()[case.lifecycle]
        targets = {s.name for s in lifecycle.leaving(case.state) if s.on_notice}
        if "revoke" in targets:
            return "revocation"
        return "announcement" if "announce" in targets else "publicity"

    def _asked(self, asked: Select[Any]) -> list[Any]:
        return transaction(self.db, lambda present: list(present.connection.execute(asked)), writes=False)

    def _column(self, asked: Select[Any]) -> list[Any]:
        return [row[0] for row in self._asked(asked)]


def _people(book: str) -> Select[Any]:
    return select(commissioners.c.number).where(commissioners.c.book == book, commissioners.c.ended_at.is_(None))


def _titles(book: str) -> Select[Any]:
    return select(titles.c.number).where(titles.c.book == book, titles.c.ended_at.is_(None))


def _assignments(_: str) -> Select[Any]:
    of = select(cases.c.number).join(assignments, assignments.c.case_id == cases.c.id)
    return of.where(assignments.c.ended_at.is_(None))


def _assessed(book: str) -> Select[Any]:
    return select(cases.c.number).where(cases.c.lifecycle.like(f"{book}/%/assessment"), cases.c.state == "graded")


# Fields that name somebody or something of a register -> what they may name.
REFERRED = {"commissioner": _people, "station": _titles, "succeeds": _assignments, "assessment": _assessed}
