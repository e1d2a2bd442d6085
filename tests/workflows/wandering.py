"""Goes through any lifecycle at random, as the law of its steps allows: each step is prepared from what it asks for."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from random import Random
from typing import Any

from sqlalchemy import Engine, insert, select

from models.case import cases
from models.database import transaction
from models.material import materials
from models.user import appointments
from tests.world import EXPERTS, ORGANISATION
from workflows.actors import CLOCK, DESK_ROLES, PUBLIC, SYSTEM, Actor, Role
from workflows.begin import begin
from workflows.engine import Outcome, fire
from workflows.form import Field
from workflows.instants import day_of, instant, local
from workflows.lifecycle import Lifecycle, Step
from workflows.moves import Attempt, Case, Cause, Entry, Opening
from workflows.rulebooks import lifecycles

HOUR = 3_600_000_000
FORGED = Cause("GZ-2026-000001", 1)
Fire = Callable[[Attempt, int], Outcome]


class Wanderer:
    """One case on a random road; its time only goes on."""

    def __init__(self, db: Engine, random: Random, fire_one: Fire | None = None) -> None:
        self.db, self.random, self.at = db, random, instant("2026-03-02T09:00:00+08:00")
        self._fire = fire_one or self._plainly
        self.taken: list[Entry] = []

    def _plainly(self, attempt: Attempt, at: int) -> Outcome:
        return transaction(self.db, lambda present: fire(present.connection, [attempt], at=at)[0])

    def begin(self, lifecycle: Lifecycle) -> Case:
        """A case in its initial state, opened by the system, as an effect would."""
        party = ORGANISATION if lifecycle.subject else None
        office = {"district": "gz-tianhe", "bureau": "gz-bureau", "hq": "gz-hq"}[lifecycle.home]
        opening = Opening(
            lifecycle.key, SYSTEM, office, (*party, "示例单位") if party else None, (party,) if party else (),
            cause=FORGED,
        )  # fmt: skip
        (entry,) = transaction(self.db, lambda present: begin(present.connection, [opening], at=self.at))
        assert isinstance(entry, Entry), entry
        return self.case(entry.case)

    def case(self, id: int) -> Case:
        asked = select(cases).where(cases.c.id == id)
        return transaction(self.db, lambda present: Case(*present.connection.execute(asked).one()))

    def wander(self, case: Case, steps: int) -> Case:
        for _ in range(steps):
            leaving = lifecycles()[case.lifecycle].leaving(case.state)
            if not leaving:
                break
            self.at += self.random.choice((0, 1, 20, 300)) * HOUR
            # Ends are rarer than they are many: a road that ends at once shows little.
            onward = [step for step in leaving if not step.target.final] or leaving
            self.attempt(case, self.random.choice(leaving if self.random.random() < 0.1 else onward))
            case = self.case(case.id)
        return case

    def attempt(self, case: Case, step: Step) -> Outcome:
        if step.is_clock:
            self.at = max(self.at, (case.due_at or 0) + step.grace * 1_000_000)
        if step.on_notice:
            return self._by_notice(case)
        self.hand_in(case, step)
        outcome = self._fire(Attempt(case.id, step.name, self.actor(case, step), data=self.data(case, step),
                                     cause=FORGED if step.roles == (Role.SYSTEM,) else None), self.at)  # fmt: skip
        if isinstance(outcome, Entry):
            self.taken.append(outcome)
        return outcome

    def actor(self, case: Case, step: Step) -> Actor:
        """Somebody new for each step, so that nobody meets themself."""
        role = self.random.choice(step.roles)
        account = f"w-{self.random.getrandbits(48):x}"
        known = {Role.CLOCK: CLOCK, Role.SYSTEM: SYSTEM, Role.PUBLIC: PUBLIC}
        if role in known:
            return known[role]
        if role is Role.EXPERT:
            return self._expert(case)
        if role in DESK_ROLES:
            return Actor(account, frozenset({(role.value, case.office)}))
        return Actor(account, contacts=frozenset(case.party or {ORGANISATION}))

    def _expert(self, case: Case) -> Actor:
        a = appointments.c
        asked = select(a.expert).where(a.case_id == case.id, a.recused_seq.is_(None))
        named = transaction(self.db, lambda present: list(present.connection.execute(asked).scalars()))
        who = self.random.choice(named) if named else EXPERTS[0].account
        return Actor(who, appointed=frozenset({case.id}) if named else frozenset())

    def hand_in(self, case: Case, step: Step) -> None:
        row = {"case_id": case.id, "media": "application/pdf", "size": 8, "sha256": "00" * 32, "uploaded_by": "w",
               "uploaded_at": self.at}  # fmt: skip
        for paper in step.asks.papers:
            kind = {"kind": paper.kind, "name": f"{paper.kind}.pdf", "version": self.random.getrandbits(30)}
            transaction(self.db, lambda p, kind=kind: p.connection.execute(insert(materials).values(row | kind)))

    def data(self, case: Case, step: Step) -> dict[str, Any]:
        return {f.name: self.value(case, f) for f in step.asks.fields if f.required or self.random.random() < 0.5}

    def value(self, case: Case, field: Field) -> Any:
        today = day_of(self.at)
        simple: dict[str, Callable[[], Any]] = {
            "bool": lambda: True,
            "int": lambda: today.year if field.name == "year" else field.maximum or 9,
            "decimal": lambda: "1.50",
            "date": lambda: str(today + timedelta(days=30 if field.name == "closes_on" else 0)),
            "datetime": lambda: local(self.at),
            "choice": lambda: self.random.choice(field.choices)[0],
            "case": lambda: case.number,
            "office": lambda: case.office,
            "person": lambda: EXPERTS[0].account,
            "list": lambda: self._several(case, field),
        }
        return simple.get(field.type, lambda: f"示例{self.random.getrandbits(20)}")()

    def _several(self, case: Case, field: Field) -> Sequence[str]:
        if field.of == "person":
            return [e.account for e in EXPERTS[: self.random.choice((3, 4))]]
        return [case.number] if field.of == "case" else ["示例一", "示例二"]

    def _by_notice(self, case: Case) -> Outcome:
        """The step is taken by a notice, of a kind that takes one from the state in which the case stands."""
        book = case.lifecycle.rpartition("/")[0]
        draft = self.begin(lifecycles()[f"{book}/notice"])
        kind = "announcement" if case.state == "concluded" and self.random.random() < 0.7 else "publicity"
        old = select(cases.c.number).where(cases.c.lifecycle == f"{book}/notice", cases.c.state == "published")
        about = transaction(self.db, lambda present: list(present.connection.execute(old).scalars()))
        data = {"kind": kind, "title": "示例", "cases": [case.number], "site_url": "https://example.invalid/n",
                "published_at": local(self.at), **({"about": about[-1]} if about else {})}  # fmt: skip
        step = lifecycles()[f"{book}/notice"].at["draft", "publish"]
        return self._fire(Attempt(draft.id, "publish", self.actor(draft, step), data=data), self.at)
