"""Calls on a case: open, read, fill in, take a step."""

from datetime import date, datetime
from typing import Any

from pydantic import Field

from web.api.calls import Answer, Ask, call
from web.api.opening import opening
from web.api.shapes import CaseShape, Code, EntryShape, Line, Long, Page, Paged, Shape, Subject
from web.case_view import case_view
from web.history_view import history_view
from web.sight import sight
from workflows import definition, drafts
from workflows.answers import answered
from workflows.begin import begin
from workflows.dates import end_of
from workflows.engine import fire
from workflows.errors import Invalid, KeyReused, NotFound, Reason, Stale, StepError
from workflows.happened import last_done
from workflows.instants import instant
from workflows.moves import Attempt, Case, Counter, Entry
from workflows.reading import case_by_number, visible
from workflows.rights import relations
from workflows.rulebooks import lifecycles


class NewCase(Shape):
    rulebook: Code
    lifecycle: Code
    office: Code
    subject: Subject | None = None
    parent: Code | None = None
    data: dict[str, Any] = Field(default_factory=dict)


class OnPaper(Shape):
    """A step taken at the counter: for whom, and on which day the paper came or was posted."""

    name: Line
    received_on: Line = Field(description="a date, or an instant with its zone")


class TakeStep(Shape):
    version: int
    comment: Long = ""
    data: dict[str, Any] = Field(default_factory=dict)
    on_behalf_of: OnPaper | None = None


class FillIn(Shape):
    version: int
    data: dict[str, Any]


@call("POST", "/cases", right="case.open", words=("新建办件", "Open a case"), body=NewCase, answers=CaseShape,
      status=201, errors=(404, 409, 422))  # fmt: skip
def open_case(ask: Ask) -> Answer:
    wanted = opening(ask)
    before = _before(ask)
    if before is None:
        (outcome,) = begin(ask.connection, [wanted], at=ask.at)
        before = _entered(outcome)
    told = answer_to(ask, before)
    return Answer(told, 201, {"Location": f"/api/v1/cases/{before.number}"})


@call("GET", "/cases/<number>", right="case.read", words=("查看办件", "A case"), answers=CaseShape, errors=(404,))
def read_case(ask: Ask, number: str) -> dict[str, Any]:
    case, ties = visible(ask.connection, number, ask.me, ask.reference)
    return case_view(ask.connection, case, ask.me, ties, ask.reference, ask.at)


@call("PATCH", "/cases/<number>", right="case.edit", words=("保存填报内容", "Save part of the form"), body=FillIn,
      answers=CaseShape, errors=(404, 409, 422))  # fmt: skip
def fill_in(ask: Ask, number: str) -> dict[str, Any]:
    case, ties = visible(ask.connection, number, ask.me, ask.reference)
    try:
        case = drafts.save(ask.connection, case.id, ask.me, ask.body.data, seen=ask.body.version)
    except Stale as error:
        raise _told_why(ask, number, error) from None
    return case_view(ask.connection, case, ask.me, ties, ask.reference, ask.at)


@call("POST", "/cases/<number>/steps/<step>", right="case.step", words=("办理步骤", "Take a step"), body=TakeStep,
      answers=CaseShape, errors=(404, 409, 422))  # fmt: skip
def take_step(ask: Ask, number: str, step: str) -> dict[str, Any]:
    entry = _before(ask)
    if entry is None:
        case, _ = visible(ask.connection, number, ask.me, ask.reference)
        if step not in lifecycles()[case.lifecycle].names:
            raise NotFound()
        (outcome,) = fire(ask.connection, [_attempt(ask, case, step)], at=ask.at)
        if isinstance(outcome, Stale):
            raise _told_why(ask, number, outcome)
        entry = _entered(outcome)
    return answer_to(ask, entry)


@call("GET", "/cases/<number>/history", right="case.read", words=("办理记录", "A case's history, oldest first"),
      query=Paged, answers=Page[EntryShape], errors=(404,))  # fmt: skip
def read_history(ask: Ask, number: str) -> dict[str, Any]:
    case, ties = visible(ask.connection, number, ask.me, ask.reference)
    found = history_view(ask.connection, case, sight(ask.connection, case, ask.me, ties))
    after = int(ask.query.cursor) if (ask.query.cursor or "").isdecimal() else 0
    part = [entry for entry in found if entry["seq"] > after][: ask.query.limit + 1]
    more = len(part) > ask.query.limit
    return {"items": part[: ask.query.limit], "next": str(part[-2]["seq"]) if more else None}


def answer_to(ask: Ask, entry: Entry) -> dict[str, Any]:
    """The case, with the state and version that this entry gave it: the same however often it is asked for."""
    case = case_by_number(ask.connection, entry.number)
    if case is None:
        raise NotFound()
    lifecycle = lifecycles()[case.lifecycle]
    ties = relations(ask.me, case, lifecycle.states[case.state], ask.reference)
    told = case_view(ask.connection, case, ask.me, ties, ask.reference, ask.at)
    label = definition.label(lifecycle.states[entry.state].label)
    return told | {"state": entry.state, "label": label, "version": entry.seq}


def _before(ask: Ask) -> Entry | None:
    """What this key was answered with before; KeyReused where it came with something else."""
    if ask.key is None:
        return None
    mark = Attempt(0, "", ask.me, key=ask.key)
    found = answered(ask.connection, [mark]).get((ask.me.account, ask.key))
    if found is None:
        return None
    if found[0] != ask.digest:
        raise KeyReused()
    return found[1]


def _attempt(ask: Ask, case: Case, step: str) -> Attempt:
    paper = ask.body.on_behalf_of
    counter = Counter(paper.name, _received(paper.received_on, ask.at)) if paper else None
    return Attempt(
        case.id, step, ask.me, seen=ask.body.version, data=ask.body.data, comment=ask.body.comment, key=ask.key,
        digest=ask.digest, counter=counter,
    )  # fmt: skip


def _received(text: str, at: int) -> int:
    """A day counts until its last second, today until now; an instant is taken as said."""
    try:
        day = date.fromisoformat(text) if len(text) == len("2026-09-28") else None
        return instant(datetime.fromisoformat(text).isoformat()) if day is None else _within(end_of(day), at)
    except ValueError:
        raise Invalid(
            Reason(
                "field_wrong",
                "收到日期应为日期，如 2026-09-28",
                "The day received must be a date such as 2026-09-28.",
                "on_behalf_of.received_on",
            )
        ) from None


def _within(end: int, at: int) -> int:
    return at if end - DAY <= at < end else end - SECOND


DAY, SECOND = 86_400_000_000, 1_000_000


def _entered(outcome: Entry | StepError) -> Entry:
    if isinstance(outcome, StepError):
        raise outcome
    return outcome


def _told_why(ask: Ask, number: str, error: Stale) -> Stale:
    happened = last_done(ask.connection, number)
    return Stale(happened) if happened else error
