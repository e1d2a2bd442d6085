"""Many applications at a desk, opened and submitted as sets."""

from dataclasses import replace
from random import Random

from sqlalchemy import Engine

from models.database import transaction
from tests.walk import moment
from tests.workflows.guangzhou.roads import FORM, SCORES
from tests.workflows.wandering import Wanderer
from tests.world import APPLICANT, DISTRICT, EXPERTS, HQ, ORGANISATION
from workflows.actors import SYSTEM, Actor
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


def decidable(db: Engine, count: int, *, on: str) -> list[int]:
    """So many cases that wait for the bureau's decision, with three scores each; every step as one set."""
    ids = [entry.case for entry in applications(db, count, on=on)]

    def all_take(step: str, actor: Actor, **data: object) -> None:
        attempts = [Attempt(id, step, actor, data=data) for id in ids]
        done = transaction(db, lambda present: fire(present.connection, attempts, at=moment(on)))
        assert all(isinstance(entry, Entry) for entry in done), done[0]

    all_take("forward", DISTRICT, opinion="材料齐全，同意上报")
    all_take("appoint", HQ, preliminary_opinion="初步符合", experts=[expert.account for expert in EXPERTS[:3]])
    for expert in EXPERTS[:3]:
        all_take("score", replace(expert, appointed=frozenset(ids)), **SCORES)
    all_take("recommend", HQ, opinion="推荐")
    return ids
