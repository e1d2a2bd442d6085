"""Calls on the year's assessment runs: setting one, agreeing to it, reading them."""

import json
from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, Field
from sqlalchemy import Row, select

from models.runs import assessment_runs
from web.api.calls import Answer, Ask, call
from web.api.shapes import Code, Line, Long, Page, Paged, Shape
from web.run_rights import AGREES, SETS, holds
from workflows.errors import Conflict, Invalid, NotFound, NotPermitted, Reason
from workflows.instants import YEARS, local
from workflows.runs import agree, set_run

r = assessment_runs.c
ANOTHER = Reason("wrong_desk", "由该地区的上级机构办理", "Another office of that region does this.")


def _day(text: str) -> str:
    if date.fromisoformat(text).year not in YEARS:
        raise ValueError("no calendar reaches that year")
    return text


Day = Annotated[Line, AfterValidator(_day)]


class NewRun(Shape):
    rulebook: Code
    year: int = Field(ge=2000, le=2199)
    criteria: Long = Field(min_length=1)
    closes_on: Day = Field(description="a date: reports are in by 24:00 of it")
    public_service_target: int | None = Field(None, ge=0, le=10_000, description="hubei: services for the public")


class RunShape(Shape):
    """A year's run; `in_force` says whether it opens assessments: a second office may have to agree first."""

    id: int
    rulebook: str
    year: int
    criteria: str
    closes_on: str
    public_service_target: int | None
    set_at: str
    in_force: bool


class Runs(Paged):
    rulebook: Code | None = None


@call("POST", "/assessment-runs", right="run.set", words=("设定年度考核", "Set the year's assessment run"), body=NewRun,
      answers=RunShape, status=201, errors=(409,))  # fmt: skip
def post_run(ask: Ask) -> Answer:
    """The same run, sent again by whoever set it, is answered as at first."""
    b = ask.body
    if b.rulebook not in SETS:
        raise Invalid(Reason("rulebook", "该规定没有年度考核", "This rule book knows no assessment run.", "rulebook"))
    role, level = SETS[b.rulebook]
    if not holds(ask.me, ask.reference, b.rulebook, role, level):
        raise NotPermitted(ANOTHER)
    data = {} if b.public_service_target is None else {"public_service_target": b.public_service_target}
    try:
        run = set_run(ask.connection, book=b.rulebook, year=b.year, criteria=b.criteria, closes_on=b.closes_on,
                      data=data, by=ask.me, role=role, at=ask.at)  # fmt: skip
    except Conflict:
        asked = select(r.id).where(r.book == b.rulebook, r.year == b.year, r.criteria == b.criteria,
                                   r.closes_on == b.closes_on, r.set_by == ask.me.account)  # fmt: skip
        before = ask.connection.execute(asked).scalar()
        if before is None:
            raise
        run = before
    return Answer(_run(_row(ask, run)), 201, {"Location": f"/api/v1/assessment-runs/{run}"})


@call("POST", "/assessment-runs/<int:run>/agree", right="run.agree", words=("同意年度考核", "Agree to a run"),
      answers=RunShape, errors=(404,))  # fmt: skip
def agree_to_run(ask: Ask, run: int) -> dict[str, Any]:
    mine = [book for book, (role, level) in AGREES.items() if holds(ask.me, ask.reference, book, role, level)]
    if not mine:
        raise NotPermitted(ANOTHER)
    row = _row(ask, run)
    if row.book not in mine:
        raise NotFound()
    agree(ask.connection, run, by=ask.me, role=AGREES[row.book][0])
    return _run(_row(ask, run))


@call("GET", "/assessment-runs", right="run.read", words=("年度考核", "The years' runs, newest first"), query=Runs,
      answers=Page[RunShape])  # fmt: skip
def list_runs(ask: Ask) -> dict[str, Any]:
    q = ask.query
    asked = select(assessment_runs)
    asked = asked.where(r.book == q.rulebook) if q.rulebook else asked
    asked = asked.where(r.id < q.place) if q.place is not None else asked
    rows = ask.connection.execute(asked.order_by(r.id.desc()).limit(q.limit + 1)).all()
    more = len(rows) > q.limit
    return {"items": [_run(row) for row in rows[: q.limit]], "next": str(rows[q.limit - 1].id) if more else None}


@call("GET", "/assessment-runs/<int:run>", right="run.read", words=("一次年度考核", "A run"), answers=RunShape,
      errors=(404,))  # fmt: skip
def read_run(ask: Ask, run: int) -> dict[str, Any]:
    return _run(_row(ask, run))


def _row(ask: Ask, run: int) -> Row[Any]:
    row = ask.connection.execute(select(assessment_runs).where(r.id == run)).first() if run < 2**63 else None
    if row is None:
        raise NotFound()
    return row


def _run(row: Row[Any]) -> dict[str, Any]:
    return {
        "id": row.id,
        "rulebook": row.book,
        "year": row.year,
        "criteria": row.criteria,
        "closes_on": row.closes_on,
        "public_service_target": json.loads(row.data).get("public_service_target"),
        "set_at": local(row.set_at),
        "in_force": row.book not in AGREES or row.agreed_by is not None,
    }
