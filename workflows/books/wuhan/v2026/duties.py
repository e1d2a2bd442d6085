"""Wuhan 2026: what the calendar asks: the year's assessments (art. 22), and deemed exits with their warnings (art. 18)."""

from collections.abc import Sequence

from sqlalchemy import Connection, select

from models import reference
from models.case import cases
from models.office import offices
from models.people import commissioners
from models.runs import assessment_runs
from workflows.actors import SYSTEM
from workflows.books.wuhan.v2026.deeming import Ground, Subject, grounds, has_come, subjects
from workflows.duties import Duty, fresh, open_assessments
from workflows.form import Label
from workflows.instants import day_of
from workflows.moves import Attempt, Case, Opening

ASSESSMENT = "wuhan/2026/assessment"
EXIT = "wuhan/2026/exit"


def assessments(connection: Connection, at: int) -> Sequence[Opening | Attempt]:
    """One assessment a station, district and commissioner, by each year's run."""
    runs = connection.execute(select(assessment_runs).where(assessment_runs.c.book == "wuhan")).all()
    found: list[Opening] = []
    for run in runs:
        data = {"year": run.year, "closes_on": run.closes_on, "criteria": run.criteria}
        found += open_assessments(connection, run.id, at, lifecycle=ASSESSMENT)
        found += [_assessed(*who, data=data) for who in _others(connection)]
    return fresh(connection, found)


def _others(connection: Connection) -> list[tuple[str, str, str, str]]:
    """(kind, number, name, office) of the commissioners in force and of the districts."""
    c, o = commissioners.c, offices.c
    people = select(c.number, c.name, c.office).where(c.book == "wuhan", c.ended_at.is_(None)).order_by(c.number)
    districts = select(o.code, o.zh, o.code).where(o.book == "wuhan", o.level == "district").order_by(o.code)
    return [
        *(("commissioner", *row) for row in connection.execute(people)),
        *(("district", *row) for row in connection.execute(districts)),
    ]


def _assessed(kind: str, number: str, name: str, office: str, *, data: dict[str, object]) -> Opening:
    key = f"assessment/{number}/{data['year']}"
    party = ((kind, number),) if kind == "commissioner" else ()
    return Opening(ASSESSMENT, SYSTEM, office, (kind, number, name), party, data=data, key=key, digest=key)


def deemed_exits(connection: Connection, at: int) -> Sequence[Opening | Attempt]:
    """Warn 30 days ahead, once for each ground and limit; then let go whom no list has cleared, and keep the others."""
    calendar, today = reference.current(connection).calendar, day_of(at)
    warned, leaving = _exits(connection)
    openings: list[Opening] = []
    attempts: list[Attempt] = []
    for who in subjects(connection):
        standing = {_key(who, g): g for g in grounds(connection, who, calendar, today)}
        openings += [_warning(who, g, key) for key, g in standing.items()]
        for case in warned.get(who.number, ()):
            if step := _next(case, who, standing.get(case.form["key"]), at, leaving):
                attempts.append(step)
    return [*fresh(connection, openings), *attempts]


def _key(who: Subject, ground: Ground) -> str:
    return f"deemed/{who.number}/{ground.name}/{ground.last_day}"


def _warning(who: Subject, ground: Ground, key: str) -> Opening:
    data = {"deemed": ground.name, "limit": ground.last_day.isoformat(), "key": key}
    return Opening(
        EXIT, SYSTEM, who.office, (who.kind, who.number, who.name), (who.party,), data=data, key=key, digest=key
    )


def _exits(connection: Connection) -> tuple[dict[str, list[Case]], set[str]]:
    """Open warnings by whom they concern; and whose exit is under way already."""
    underway = ("district_verification", "returned", "hq_deregistration")
    asked = select(cases).where(cases.c.lifecycle == EXIT, cases.c.state.in_(("draft", *underway)))
    found = [Case(*row) for row in connection.execute(asked.order_by(cases.c.id))]
    warned: dict[str, list[Case]] = {}
    for case in found:
        if case.state == "draft" and case.form.get("deemed"):
            warned.setdefault(case.subject_number or "", []).append(case)
    return warned, {case.subject_number or "" for case in found if case.state != "draft"}


def _next(case: Case, who: Subject, ground: Ground | None, at: int, leaving: set[str]) -> Attempt | None:
    """Keep whom the ground no longer concerns; deem, once, whose time has come."""
    if ground is None:
        return Attempt(case.id, "keep", SYSTEM)
    if who.number in leaving or not has_come(ground, who, case.opened_at, at):
        return None
    leaving.add(who.number)
    return Attempt(case.id, "deem", SYSTEM)


DUTIES = (
    Duty("assessments", Label("年度考核开立", "The year's assessments"), "WH-22", None, assessments),
    Duty(
        "deemed_exits",
        Label("视为自行退出的提醒和注销", "Deemed exits and their warnings"),
        "WH-18.1a",
        None,
        deemed_exits,
    ),
)
