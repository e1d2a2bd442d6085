"""Takes a case along its lifecycle, as a test of the law tells it: who, which step, on which day."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Self

from sqlalchemy import Engine, insert, select

from models.case import cases, entries
from models.database import transaction
from models.material import materials
from models.user import appointments
from workflows.actors import CLOCK, Actor
from workflows.begin import begin
from workflows.engine import Outcome, fire
from workflows.errors import StepError
from workflows.instants import instant
from workflows.moves import Attempt, Case, Counter, Entry, Opening
from workflows.rulebooks import lifecycles


def moment(text: str) -> int:
    """ "2026-03-02" is nine in the morning in Beijing; "2026-03-02 23:59:59" is said exactly."""
    day, _, hour = text.partition(" ")
    return instant(f"{day}T{hour or '09:00:00'}+08:00")


class Walk:
    """One case, and the database in which it stands."""

    def __init__(self, db: Engine, entry: Entry) -> None:
        self.db, self.id, self.number = db, entry.case, entry.number

    @classmethod
    def open(
        cls, db: Engine, lifecycle: str, actor: Actor, office: str, *, on: str, data: Mapping[str, Any] = {}
    ) -> Self:
        parties = tuple(sorted(actor.contacts)) if lifecycles()[lifecycle].subject else ()
        subject = (*parties[0], "示例单位") if parties else None
        opening = Opening(lifecycle, actor, office, subject, parties, data=data)
        (entry,) = transaction(db, lambda present: begin(present.connection, [opening], at=moment(on)))
        if isinstance(entry, StepError):
            raise entry
        return cls(db, entry)

    def attempt(self, step: str, actor: Actor, **data: Any) -> Attempt:
        return Attempt(self.id, step, self._tied(actor), data=data)

    def take(self, step: str, actor: Actor, *, on: str, counter: tuple[str, str] | None = None, **data: Any) -> Self:
        """Take the step; a refusal is raised."""
        outcome = self.attempted(step, actor, on=on, counter=counter, **data)
        if isinstance(outcome, StepError):
            raise outcome
        return self

    def attempted(
        self, step: str, actor: Actor, *, on: str, counter: tuple[str, str] | None = None, **data: Any
    ) -> Outcome:
        attempt = self.attempt(step, actor, **data)
        if counter:
            attempt = replace(attempt, counter=Counter(counter[0], moment(counter[1])))
        return transaction(self.db, lambda present: fire(present.connection, [attempt], at=moment(on))[0])

    def wait(self, *, until: str) -> Self:
        """Let the clock take its step."""
        attempt = Attempt(self.id, self.row.due_step or "", CLOCK)
        (outcome,) = transaction(self.db, lambda present: fire(present.connection, [attempt], at=moment(until)))
        if isinstance(outcome, StepError):
            raise outcome
        return self

    def hand_in(self, *kinds: str, on: str = "2026-03-01", version: int = 1) -> Self:
        """Lay files of these kinds with the case."""
        rows = [
            {
                "case_id": self.id, "kind": kind, "name": f"{kind}.pdf", "media": "application/pdf", "size": 8,
                "sha256": "00" * 32, "version": version, "uploaded_by": "u-applicant", "uploaded_at": moment(on),
            }
            for kind in kinds
        ]  # fmt: skip
        transaction(self.db, lambda present: present.connection.execute(insert(materials), rows))
        return self

    @property
    def row(self) -> Case:
        asked = select(cases).where(cases.c.id == self.id)
        return transaction(self.db, lambda present: Case(*present.connection.execute(asked).one()))

    @property
    def state(self) -> str:
        return self.row.state

    @property
    def trail(self) -> list[str]:
        asked = select(entries.c.step).where(entries.c.case_id == self.id, entries.c.kind == "step")
        ordered = asked.order_by(entries.c.seq)
        return transaction(self.db, lambda present: list(present.connection.execute(ordered).scalars()))

    def _tied(self, actor: Actor) -> Actor:
        a = appointments.c
        asked = select(a.case_id).where(a.expert == actor.account, a.recused_seq.is_(None))
        found = transaction(self.db, lambda present: set(present.connection.execute(asked).scalars()))
        return replace(actor, appointed=frozenset(found))


def refused(outcome: Outcome) -> list[str]:
    """The codes of a refusal: the error's own, then its reasons'; each says its sentence in both languages."""
    assert isinstance(outcome, StepError), outcome
    for said in ((outcome.zh, outcome.en), *((r.zh, r.en) for r in outcome.reasons)):
        assert re.search("[\u4e00-\u9fff]", said[0]), said
        assert re.search("[a-z]", said[1]), said
    return [outcome.code, *(reason.code for reason in outcome.reasons)]
