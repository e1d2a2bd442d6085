"""A town in which everything that people can fill in holds a made-up person's name or telephone number."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import count
from random import Random
from typing import Any

from sqlalchemy import Engine, update

from models.database import Present, transaction
from models.identity import link
from models.material import materials
from models.sign_in import open_session
from models.user import users
from tests.walk import Walk, moment
from tests.workflows.guangzhou import roads
from tests.workflows.wandering import Wanderer
from tests.world import APPLICANT, BUREAU, DISTRICT, ORGANISATION, PEOPLE, SECOND, settle
from workflows.actors import Actor
from workflows.begin import begin
from workflows.engine import Outcome, fire
from workflows.errors import StepError
from workflows.form import Field
from workflows.lifecycle import Lifecycle, Step
from workflows.moves import Attempt, Case, Counter, Opening
from workflows.rulebooks import lifecycles

MARK, LINE = "甲乙丙", "000-7"  # no other text of ours holds these
# What the law publishes, or what the publisher writes for the public: no field for a person.
PUBLISHED = {"station_name", "address", "title", "site_url", "opens_on", "closes_on"}
DRAFTS = 400
ON_FOOT = {"call", "certification", "notice", "objection"}  # what can be wandered from nothing


class Crowd:
    """Names and numbers, each given out once."""

    def __init__(self) -> None:
        self._numbers = count(1)

    def name(self) -> str:
        return f"{MARK}{next(self._numbers):05}"

    def phone(self) -> str:
        return f"{LINE}{next(self._numbers):05}"

    @property
    def given(self) -> int:
        return next(self._numbers) - 1


class Gossip(Wanderer):
    """Wanders with a person's name in every text, file name, comment and counter."""

    crowd: Crowd
    public = False  # a notice's own text is written for the public

    def value(self, case: Case, field: Field) -> Any:
        if field.type == "text" and field.name not in PUBLISHED and not self.public:
            return self.crowd.name()
        return super().value(case, field)

    def _several(self, case: Case, field: Field) -> Sequence[str]:
        plain = field.of or field.choices
        return super()._several(case, field) if plain else [self.crowd.name(), self.crowd.phone()]

    def _plainly(self, attempt: Attempt, at: int) -> Outcome:
        told = replace(attempt, comment=self.crowd.name())
        return super()._plainly(told, at)

    def hand_in(self, case: Case, step: Step) -> None:
        super().hand_in(case, step)
        mine = materials.c.case_id == case.id
        for paper in step.asks.papers:
            own = update(materials).where(mine, materials.c.kind == paper.kind, materials.c.seq.is_(None))
            transaction(self.db, lambda p, own=own: p.connection.execute(own.values(name=f"{self.crowd.name()}.pdf")))


def gather(db: Engine) -> Crowd:
    """Fill the database: people, one whole road with objections, random roads through everything, and many drafts."""
    settle(db)
    roads.open_call(db)
    crowd = Crowd()
    transaction(db, lambda present: _rename(present, crowd))
    _road(db, crowd)
    for lifecycle in (lc for lc in lifecycles().values() if lc.book == "guangzhou" and lc.name in ON_FOOT):
        for seed in range(4):
            _wander(db, crowd, lifecycle, seed)
    transaction(db, lambda present: _drafts(present, crowd))
    return crowd


def _rename(present: Present, crowd: Crowd) -> None:
    for person in PEOPLE:
        row = {"name": crowd.name(), "display": crowd.name()}
        present.connection.execute(update(users).where(users.c.id == person.account).values(row))
        link(present.connection, person.account, "https://issuer.invalid", crowd.name())
        open_session(present.connection, person.account, person.account, crowd.name(), present.now)


def _road(db: Engine, crowd: Crowd) -> None:
    """Certified, publicised, objected to on paper and online, decided, announced; comments at every step."""
    case = roads.in_publicity(db)
    personal: Any = {"name": crowd.name(), "contact": crowd.phone(), "text": crowd.name()}
    objection = roads.object_to(case, **personal)
    _said(objection, "admit", SECOND, crowd, name=crowd.name(), contact=crowd.phone(), note=crowd.name())
    _said(objection, "hear", APPLICANT, crowd, statement=crowd.name())
    _said(objection, "dismiss", SECOND, crowd, findings=crowd.name())
    paper = {**roads.SAID, "name": crowd.name(), "contact": crowd.phone(), "text": crowd.name()}
    case.take("object", BUREAU, on="2026-09-29", counter=(crowd.name(), "2026-09-29"), **paper)
    other = roads.submitted(db, address="示例路 2 号", contact_name=crowd.name(), contact_phone=crowd.phone())
    _said(other, "return_for_correction", DISTRICT, crowd, gaps=[crowd.name()])
    own = update(materials).where(materials.c.case_id == other.id, materials.c.kind == "staff_list")
    transaction(db, lambda p: p.connection.execute(own.values(name=f"{crowd.name()}.pdf")))


def _said(case: Walk, step: str, who: Actor, crowd: Crowd, **data: Any) -> None:
    """Take the step with a comment, and for somebody at the counter where that may be."""
    attempt = replace(
        case.attempt(step, who, **data), comment=crowd.name(), counter=Counter(crowd.name(), moment("2026-09-29"))
    )
    on = moment("2026-09-30")
    outcome = transaction(case.db, lambda p: fire(p.connection, [attempt], at=on)[0])
    if isinstance(outcome, StepError):
        raise outcome


def _wander(db: Engine, crowd: Crowd, lifecycle: Lifecycle, seed: int) -> None:
    wanderer = Gossip(db, Random(seed))
    wanderer.crowd, wanderer.public = crowd, lifecycle.name in ("notice", "call")
    wanderer.wander(wanderer.begin(lifecycle), 25)


def _drafts(present: Present, crowd: Crowd) -> None:
    form = {**roads.FORM, "capability": "示例"}
    openings = [
        Opening("guangzhou/2025/certification", APPLICANT, "gz-tianhe", (*ORGANISATION, "示例单位"), (ORGANISATION,),
                data={**form, "contact_name": crowd.name(), "contact_phone": crowd.phone()})
        for _ in range(DRAFTS)
    ]  # fmt: skip
    assert not [o for o in begin(present.connection, openings, at=present.at) if isinstance(o, StepError)]
