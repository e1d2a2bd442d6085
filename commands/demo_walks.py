"""Roads through any lifecycle for the demo's stories: who may take a step is found, its form filled in."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select, tuple_

from commands.demo_filling import PAGE, filled, wanted
from commands.demo_stage import Stage, Story
from models.case import cases
from models.user import contacts
from workflows.actors import DESK_ROLES, FILERS, PUBLIC, Actor, Role
from workflows.begin import begin
from workflows.engine import fire
from workflows.errors import StepError
from workflows.form import Asks
from workflows.instants import local
from workflows.lifecycle import Step
from workflows.moves import Attempt, Case, Entry, Opening
from workflows.rulebooks import lifecycles, rulebooks

FRIDAY = 4


@dataclass(frozen=True)
class Road:
    """A case and what becomes of it.

    `steps`: names in order, a weekday between each two, or "+9" days; `given`: what a step is given beyond what is
    filled in. "@name" anywhere stands for the number of the case of that name, "@now" for the moment;
    ">objection" among the steps: on with the newest objection.
    """

    name: str
    lifecycle: str
    start: str
    steps: str = ""
    by: str | None = None  # who opens it; nobody: the case is there already, opened by another or by a duty
    office: str = ""
    about: tuple[str, str] | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
    given: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


def weekday(day: date) -> date:
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > FRIDAY else 0)


class Walks:
    """The roads of one region's rule book, and the number of each case by its name."""

    def __init__(self, stage: Stage, book: str) -> None:
        self.stage, self.book = stage, book
        self.numbers: dict[str, str] = {}
        self.played = 0

    def along(self, *roads: Road) -> list[Story]:
        return [self._along(road) for road in roads]

    def once(self, hour: str, work: Callable[[], Any]) -> Story:
        """Something beside the cases: a list that arrives, a run that is set."""
        yield hour
        work()

    def duties(self, *hours: str) -> Iterator[Story]:
        """What the scheduler would have opened by these hours."""
        return (self.once(hour, self.do_duties) for hour in hours)

    def do_duties(self) -> None:
        connection, at = self.stage.connection, self.stage.at
        for duty in rulebooks()[self.book].duties:
            asked = duty.due(connection, at)
            outcomes = begin(connection, [a for a in asked if isinstance(a, Opening)], at=at)
            outcomes += fire(connection, [a for a in asked if isinstance(a, Attempt)], at=at)
            for outcome in outcomes:
                if isinstance(outcome, StepError):
                    raise outcome

    def _along(self, road: Road) -> Story:
        self.played += 1
        day, minute = weekday(date.fromisoformat(road.start)), 10 + self.played % 40
        yield f"{day} {9 + self.played % 7:02}:{minute}"
        case, gap = self._case(road), 0
        for said in road.steps.split():
            if said.startswith("+"):
                gap = int(said[1:])
                continue
            if said.startswith(">"):
                case = self._found(said[1:], None).id
                continue
            if gap:
                day = weekday(day + timedelta(days=gap))
                yield f"{day} {9 + self.played % 7:02}:{minute}"
            self._take(case, said, self._resolved(road.given.get(said, {})), road)
            gap = 1

    def _case(self, road: Road) -> int:
        about = (road.about[0], self._resolved(road.about[1])) if road.about else None
        if road.by is None:
            row = self._found(road.lifecycle, about)
            self.numbers[road.name] = row.number
            return int(row.id)
        entry = self._begin(road, about)
        self.numbers[road.name] = entry.number
        return entry.case

    def _found(self, lifecycle: str, about: tuple[str, str] | None) -> Any:
        """The newest case of this kind."""
        c = cases.c
        asked = select(c.id, c.number).where(c.lifecycle == f"{self.book}/{lifecycle}")
        mine = asked.where(c.subject_number == about[1]) if about else asked
        row = self.stage.connection.execute(mine.order_by(c.id.desc()).limit(1)).first()
        if row is None:
            raise ValueError(f"there is no {lifecycle} about {about} yet")
        return row

    def _begin(self, road: Road, about: tuple[str, str] | None) -> Entry:
        actor = self.stage.actor(road.by or "")
        own = [party for party in actor.contacts if party[0] == "enterprise" and party != about]
        named = {number: name for _, number, name in self.stage.people[road.by or ""].speaks_for}
        subject = (*about, named.get(about[1], "演示对象")) if about else None
        opening = Opening(
            f"{self.book}/{road.lifecycle}", actor, road.office, subject, (about, *own) if about else (),
            data=self._resolved(road.data),
        )  # fmt: skip
        (outcome,) = begin(self.stage.connection, [opening], at=self.stage.at)
        if isinstance(outcome, StepError):
            raise outcome
        return outcome

    def _take(self, id: int, name: str, given: dict[str, Any], road: Road) -> None:
        (row,) = self.stage.connection.execute(select(cases).where(cases.c.id == id))
        case = Case(*row)
        step = lifecycles()[case.lifecycle].at.get((case.state, name))
        if step is None:
            raise ValueError(f"{road.name}: {name} doesn't leave {case.state}")
        papers = given.pop("papers", ())
        data = filled(step, case, given, self.stage.at)
        refused: StepError | None = None
        for who in self._able(case, step):
            if refused is None:
                self.stage.hand_in(case, Asks((), wanted(step, papers)), who, about=case.subject_name or PAGE)
            (outcome,) = fire(self.stage.connection, [Attempt(id, name, who, data=data)], at=self.stage.at)
            if not isinstance(outcome, StepError):
                return
            refused = refused or outcome
        raise ValueError(f"{road.name}: {name}: {refused and (refused.zh, [r.zh for r in refused.reasons], data)}")

    def _able(self, case: Case, step: Step) -> list[Actor]:
        """Everybody whose step it is; colleagues take turns, so that nobody decides what they proposed."""
        if Role.PUBLIC in step.roles:
            return [PUBLIC]
        officers = [actor for name, actor in self.stage.actors.items() if name != "public"]
        found = [a for role in step.roles for a in officers if (role.value, case.office) in a.grants]
        if step.from_above:
            found += [a for role in step.roles for a in officers if a.offices(role)]
        found += [a for role in step.roles for a in self._speakers(case, role)]
        turn = case.version % max(1, len(found)) if all(role in DESK_ROLES for role in step.roles) else 0
        return found[turn:] + found[:turn]

    def _speakers(self, case: Case, role: Role) -> list[Actor]:
        """Who speaks now for a party of the case, where the step is this party's."""
        if role not in FILERS:
            return []
        kinds = {kind for kind, _ in case.party} - {"enterprise"} if role is Role.APPLICANT else {role.value}
        c = contacts.c
        asked = select(c.user_id).where(tuple_(c.kind, c.number).in_([p for p in case.party if p[0] in kinds]))
        speaking = set(self.stage.connection.execute(asked).scalars())
        return [self.stage.actor(name) for name, actor in self.stage.actors.items() if actor.account in speaking]

    def _resolved(self, value: Any) -> Any:
        """Names of cases become their numbers, however deep they stand."""
        if isinstance(value, str):
            return re.sub(r"@(\w+)", self._number, value)
        if isinstance(value, Mapping):
            return {name: self._resolved(one) for name, one in value.items()}
        if isinstance(value, Sequence):
            return [self._resolved(one) for one in value]
        return value

    def _number(self, said: re.Match[str]) -> str:
        return local(self.stage.at) if said[1] == "now" else self.numbers[said[1]]
