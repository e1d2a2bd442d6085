"""Guangzhou 2025: what the calendar asks: renewals, the year's reports, the year's assessments."""

from collections.abc import Sequence

from sqlalchemy import Connection, select

from models.office import offices
from models.runs import assessment_runs
from workflows.actors import SYSTEM
from workflows.books.guangzhou.v2025.report import due_in_year, report_key
from workflows.duties import Duty, fresh, in_force, open_assessments, opening
from workflows.form import Label
from workflows.instants import day_of
from workflows.moves import Opening


def renewals(connection: Connection, at: int) -> Sequence[Opening]:
    """From 1 January of the year of `valid_until`: one renewal a title and end."""
    year = str(day_of(at).year)
    ending = [t for t in in_force(connection, "guangzhou") if t.valid_until and t.valid_until[:4] <= year]
    return fresh(
        connection,
        [
            opening(t, "guangzhou/2025/renewal", f"renewal/{t.number}/{t.valid_until}", {"valid_until": t.valid_until})
            for t in ending
        ],
    )


def reports(connection: Connection, at: int) -> Sequence[Opening]:
    """From 1 January: the year's report of each station in force, and of each headquarters the whole."""
    year = day_of(at).year
    stations = [
        opening(t, "guangzhou/2025/report", report_key(t.number, year), due_in_year(year))
        for t in in_force(connection, "guangzhou")
    ]
    asked = select(offices.c.code, offices.c.zh).where(offices.c.book == "guangzhou", offices.c.level == "hq")
    whole = [_whole(code, name, year) for code, name in connection.execute(asked)]
    return fresh(connection, [*stations, *whole])


def _whole(office: str, name: str, year: int) -> Opening:
    key = report_key(office, year)
    return Opening(
        lifecycle="guangzhou/2025/report",
        actor=SYSTEM,
        office=office,
        subject=("office", office, name),
        data=due_in_year(year),
        key=key,
        digest=key,
    )


def assessments(connection: Connection, at: int) -> Sequence[Opening]:
    """One assessment a station and year, once headquarters set the run and the bureau agreed."""
    r = assessment_runs.c
    agreed = select(r.id).where(r.book == "guangzhou", r.agreed_by.is_not(None)).order_by(r.id)
    runs = list(connection.execute(agreed).scalars())
    opened = [o for run in runs for o in open_assessments(connection, run, at, lifecycle="guangzhou/2025/assessment")]
    return fresh(connection, opened)


DUTIES = (
    Duty("renewals", Label("开立期满复核", "Renewals"), "office", "GZ-4.2", renewals),
    Duty("reports", Label("开立年度报告", "Yearly reports"), "GZC-1.9", None, reports),
    Duty("assessments", Label("开立年度考核", "Yearly assessments"), "GZ-4.3", None, assessments),
)
