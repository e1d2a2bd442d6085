"""One step taken in many cases: what it would come to, and what it came to; one entry a case, and once."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, insert, select

from models.case import cases
from models.desk import batches
from models.reference import Reference
from workflows.actors import DESK_ROLES, Actor, Role
from workflows.engine import fire
from workflows.errors import KeyReused, NotFound, Reason, Refused, StepError
from workflows.lifecycle import Lifecycle, Step
from workflows.moves import Attempt, Case
from workflows.offers import Offer, offers_of
from workflows.rights import relations
from workflows.rulebooks import lifecycles
from workflows.seal import canonical, text_of

MOST = 200  # cases: a set of the engine
SHOWN = 20  # of those refused, where all were
OTHER = Reason("wrong_state", "本件当前环节没有这个步骤", "This step doesn't leave the case's present state.")
PAPERS = Reason("material_missing", "此步骤须上传材料，请逐件办理", "The step asks for files: take it case by case.")


class Choice(NamedTuple):
    """A step that some of the chosen cases offer, and how many of them would take it."""

    lifecycle: Lifecycle
    step: Step
    allowed: int

    @property
    def name(self) -> str:
        return f"{self.lifecycle.key}/{self.step.name}"


class Verdict(NamedTuple):
    """What a step would come to in one case: no reasons, it would be taken."""

    case: Case
    lifecycle: Lifecycle
    reasons: tuple[Reason, ...]


def chosen(connection: Connection, numbers: Sequence[str], actor: Actor, reference: Reference) -> list[Case]:
    """The cases with these numbers, in their order; NotFound where one of them is none for this visitor."""
    wanted = list(dict.fromkeys(numbers))[:MOST]
    found = readable(connection, wanted, actor, reference)
    if found.keys() != set(wanted):
        raise NotFound
    return [found[number] for number in wanted]


def readable(connection: Connection, numbers: Sequence[str], actor: Actor, reference: Reference) -> dict[str, Case]:
    """By number, those of them that are cases for this visitor."""
    rows = connection.execute(select(cases).where(cases.c.number.in_(numbers)))
    found = (Case(*row) for row in rows)
    return {c.number: c for c in found if relations(actor, c, lifecycles()[c.lifecycle].states[c.state], reference)}


def offered(
    connection: Connection, some: Sequence[Case], actor: Actor, reference: Reference, at: int
) -> dict[int, list[Offer]]:
    return offers_of(connection, some, actor, reference, at=at)


def choices(some: Sequence[Case], told: Mapping[int, list[Offer]]) -> list[Choice]:
    """The officers' steps of these cases: those that most could take first, adverse ones last."""
    counted: dict[tuple[str, str], tuple[Lifecycle, Step, int]] = {}
    for case in some:
        lifecycle = lifecycles()[case.lifecycle]
        for offer in told[case.id]:
            key = lifecycle.key, offer.step.name
            before = counted.get(key, (lifecycle, offer.step, 0))[2]
            counted[key] = lifecycle, offer.step, before + (not why_not(offer))
    found = (Choice(*choice) for choice in counted.values() if set(choice[1].roles) & {*DESK_ROLES, Role.EXPERT})
    return sorted((c for c in found if c.allowed or c.step.on_notice), key=_rank)


def named(name: str) -> Choice | None:
    """The step of this name (BOOK/EDITION/LIFECYCLE/STEP), whatever any case offers."""
    key, _, step = name.rpartition("/")
    lifecycle = lifecycles().get(key)
    found = next((s for s in lifecycle.steps if s.name == step), None) if lifecycle else None
    return Choice(lifecycle, found, 0) if lifecycle and found else None


def _rank(choice: Choice) -> tuple[bool, bool, int]:
    return choice.step.adverse, choice.step.on_notice and not choice.allowed, -choice.allowed


def why_not(offer: Offer) -> tuple[Reason, ...]:
    return offer.reasons or ((PAPERS,) if offer.step.asks.papers else ())


def verdicts(some: Sequence[Case], told: Mapping[int, list[Offer]], choice: Choice) -> list[Verdict]:
    """What the step would come to in each case: first those that it is refused to, last those that stand elsewhere."""
    found = [Verdict(case, lifecycles()[case.lifecycle], _reasons(case, told[case.id], choice)) for case in some]
    return sorted(found, key=lambda one: 2 if one.reasons == (OTHER,) else 0 if one.reasons else 1)


def _reasons(case: Case, told: Sequence[Offer], choice: Choice) -> tuple[Reason, ...]:
    here = next((offer for offer in told if offer.step.name == choice.step.name), None)
    return why_not(here) if here and case.lifecycle == choice.lifecycle.key else (OTHER,)


def take(
    connection: Connection, given: Sequence[tuple[Case, int | None]], choice: Choice, actor: Actor, *,
    data: Mapping[str, Any], comment: str, key: str, at: int,
) -> str:  # fmt: skip
    """Take the step in each (case, version seen); the id under which it can be looked at again.

    Sent again with the same key it does nothing more and says the same; KeyReused where it asks for something else,
    Refused where no case could take it.
    """
    asked = [[case.number, seen] for case, seen in given]
    digest = hashlib.sha256(canonical([choice.name, asked, dict(data), comment])).hexdigest()
    if before := _taken(connection, key, actor.account):
        if before != digest:
            raise KeyReused
        return key
    attempts = [
        Attempt(case.id, choice.step.name, actor, seen, data, comment, key=f"{key}.{case.id}", digest=digest)
        for case, seen in given
    ]
    outcomes = fire(connection, attempts, at=at)
    told = [_told(case.number, outcome) for (case, _), outcome in zip(given, outcomes, strict=True)]
    if not any("state" in one for one in told):
        raise Refused(*(_of(one["number"], reason) for one in told[:SHOWN] for reason in one["reasons"]))
    row = {"id": key, "account": actor.account, "digest": digest, "lifecycle": choice.lifecycle.key,
           "step": choice.step.name, "taken_at": at, "done": sum("state" in one for one in told),
           "outcomes": text_of(told)}  # fmt: skip
    connection.execute(insert(batches).values(row))
    return key


def _taken(connection: Connection, key: str, account: str) -> str | None:
    b = batches.c
    found: str | None = connection.execute(select(b.digest).where(b.id == key, b.account == account)).scalar()
    return found


def _told(number: str, outcome: Any) -> dict[str, Any]:
    if not isinstance(outcome, StepError):
        return {"number": number, "state": outcome.state}
    said = outcome.reasons or (Reason(outcome.code, outcome.zh, outcome.en),)
    return {"number": number, "reasons": [{"code": r.code, "zh": r.zh, "en": r.en} for r in said]}


def _of(number: str, reason: Mapping[str, str]) -> Reason:
    return Reason(reason["code"], f"{number}：{reason['zh']}", f"{number}: {reason['en']}")


class Batch(NamedTuple):
    """What was done in one go."""

    lifecycle: Lifecycle
    step: Step
    taken_at: int
    done: int
    outcomes: list[dict[str, Any]]

    @property
    def refused(self) -> list[str]:
        return [one["number"] for one in self.outcomes if "state" not in one]


def batch(connection: Connection, key: str, actor: Actor) -> Batch:
    """One's own; NotFound where there is none."""
    b = batches.c
    row = connection.execute(select(batches).where(b.id == key, b.account == actor.account)).first()
    if row is None:
        raise NotFound
    lifecycle = lifecycles()[row.lifecycle]
    step = next(step for step in lifecycle.steps if step.name == row.step)
    return Batch(lifecycle, step, row.taken_at, row.done, json.loads(row.outcomes))
