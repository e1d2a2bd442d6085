"""The stage on which the demo's year is played: stories that wait for their hour, and the engine behind each step."""

import heapq
from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from typing import Any

from sqlalchemy import Connection, select

from commands.demo_papers import pdf
from commands.demo_people import ORGANISATIONS, Person
from models.case import cases
from models.files import Files
from models.user import appointments, contacts
from workflows.actors import CLOCK, Actor
from workflows.begin import begin
from workflows.engine import Outcome, fire
from workflows.errors import StepError
from workflows.form import Asks
from workflows.instants import instant
from workflows.laying import Paper, lay
from workflows.moves import Attempt, Case, Counter, Entry, Opening

BOOK = "guangzhou/2025"
Story = Iterator[str]  # yields the hour for which it waits: "2026-03-02 10:30"


def hour(text: str) -> int:
    day, _, time = text.partition(" ")
    return instant(f"{day}T{time or '09:30'}:00+08:00")


class Stage:
    """Plays stories in the order of their hours; between two of them the clock takes its steps."""

    def __init__(
        self, connection: Connection, files: Files, actors: Mapping[str, Actor], people: Iterable[Person] = ()
    ) -> None:
        self.connection, self.files, self.actors = connection, files, actors
        self.people = {person.name: person for person in people}
        self.at = 0

    def play(self, stories: Iterable[Story], *, until: int) -> None:
        waiting = [(hour(next(story)), n, story) for n, story in enumerate(stories)]
        heapq.heapify(waiting)
        while waiting and waiting[0][0] < until:
            at, n, story = heapq.heappop(waiting)
            self._tick(at)
            self.at = at
            if (later := next(story, None)) is not None:
                heapq.heappush(waiting, (hour(later), n, story))
        self._tick(until)

    def _tick(self, until: int) -> None:
        """Fire every timer on the way at its own hour."""
        c = cases.c
        upcoming = select(c.id, c.due_step, c.wake_at).where(c.wake_at <= until).order_by(c.wake_at, c.id).limit(1)
        while timer := self.connection.execute(upcoming).first():
            _require(fire(self.connection, [Attempt(timer.id, timer.due_step, CLOCK)], at=timer.wake_at))

    def open(self, lifecycle: str, who: str, office: str, organisation: int | None = None, **data: Any) -> Entry:
        """A new case, for an organisation where one is named."""
        of = ORGANISATIONS[organisation] if organisation is not None else None
        subject = ("organisation", of.number, of.name) if of else None
        parties = (("organisation", of.number),) if of else ()
        opening = Opening(f"{BOOK}/{lifecycle}", self.actors[who], office, subject, parties, data=data)
        return _require(begin(self.connection, [opening], at=self.at))

    def take(self, case: Entry, step: str, who: str, **data: Any) -> Entry:
        return self._fire(Attempt(case.case, step, self.actor(who), data=data))

    def take_at_counter(self, case: Entry, step: str, who: str, name: str, received: str, **data: Any) -> Entry:
        """Paper received: an officer takes the step for somebody."""
        counter = Counter(name, hour(received))
        return self._fire(Attempt(case.case, step, self.actor(who), data=data, counter=counter))

    def hand_in(self, case: Entry | Case, asks: Asks, who: Actor, *, about: str) -> None:
        """Lay every file that is asked for with the case."""
        id = case.case if isinstance(case, Entry) else case.id
        for paper in asks.papers:
            page = pdf(paper.label.zh, about, f"办件编号：{case.number}", "本文件为演示用虚构材料，不具任何效力。")
            stored = self.files.put(BytesIO(page))
            named = Paper(f"{paper.label.zh}.pdf", "application/pdf", stored.size, stored.sha256)
            lay(self.connection, id, paper.kind, named, by=who.account, at=self.at)

    def account(self, who: str) -> str:
        return self.actors[who].account

    def _fire(self, attempt: Attempt) -> Entry:
        return _require(fire(self.connection, [attempt], at=self.at))

    def actor(self, who: str) -> Actor:
        """As the account stands now: whom it speaks for, and which cases it scores, change in the year."""
        actor, a, c = self.actors[who], appointments.c, contacts.c
        asked = select(a.case_id).where(a.expert == actor.account, a.recused_seq.is_(None))
        scoring = frozenset(self.connection.execute(asked).scalars())
        spoken = self.connection.execute(select(c.kind, c.number).where(c.user_id == actor.account)).all()
        return Actor(actor.account, actor.grants, frozenset((kind, number) for kind, number in spoken), scoring)


def _require(outcomes: list[Outcome]) -> Entry:
    """The one entry; a refusal is an error of the story and ends the demo with its sentence."""
    (outcome,) = outcomes
    if isinstance(outcome, StepError):
        raise outcome
    return outcome
