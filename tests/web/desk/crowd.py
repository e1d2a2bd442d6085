"""Many applications at a desk, opened and submitted as sets."""

from random import Random

from sqlalchemy import Engine

from models.database import transaction
from tests.walk import moment
from tests.workflows.guangzhou.roads import FORM
from tests.workflows.wandering import Wanderer
from tests.world import APPLICANT, ORGANISATION
from workflows.actors import SYSTEM
from workflows.begin import begin
from workflows.engine import fire
from workflows.lifecycle import Step
from workflows.moves import Attempt, Cause, Entry, Opening
from workflows.rulebooks import lifecycles

CERTIFICATION = "guangzhou/2025/certification"


def applications(db: Engine, count: int, *, on: str = "2026-02-02", first: int = 1) -> list[Entry]:
    """So many cases in district review, each for premises of its own."""
    opening = [
        Opening(CERTIFICATION, SYSTEM, "gz-tianhe", (*ORGANISATION, "示例单位"), (ORGANISATION,),
                data={**FORM, "address": f"示例路 {n} 号", "station_name": f"示例第{n}服务站"},
                cause=Cause("GZ-2026-000001", 1)) for n in range(first, first + count)
    ]  # fmt: skip
    opened = transaction(db, lambda present: begin(present.connection, opening, at=moment(on)))
    submit: Step = lifecycles()[CERTIFICATION].at["draft", "submit"]
    wanderer, at = Wanderer(db, Random(0)), moment(on)
    ids = [entry.case for entry in opened if isinstance(entry, Entry)]
    for id in ids:
        wanderer.hand_in(wanderer.case(id), submit)
    assert len(ids) == count, opened[:1]
    attempts = [Attempt(id, "submit", APPLICANT) for id in ids]
    done = transaction(db, lambda present: fire(present.connection, attempts, at=at))
    assert all(isinstance(entry, Entry) for entry in done), done[0]
    return [entry for entry in done if isinstance(entry, Entry)]
