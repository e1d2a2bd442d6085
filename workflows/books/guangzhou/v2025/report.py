"""Guangzhou 2025: a station's yearly summary and plan, and headquarters' whole (convention, parts 1 (9) and 2 (5)).

due -> submitted -> accepted
"""

from collections.abc import Mapping
from typing import Any

from workflows.actors import Role
from workflows.asks import CLOSING
from workflows.dates import is_over
from workflows.declared import partys_own
from workflows.errors import Reason
from workflows.form import Asks, Field, Label
from workflows.fragments.review import ending, returning
from workflows.instants import day_of
from workflows.lifecycle import Kind, Lifecycle, State, Step
from workflows.moves import Move, facts_of, reads
from workflows.substitution import nobody_at_the_desk

DUE = State("due", Label("待报送", "Due"), "hq", form=True, target=is_over("due_on"))
SUBMITTED = State("submitted", Label("已报送", "Submitted"), "hq")
RETURNED = State("returned", Label("退回补正", "Returned for correction"), "hq", form=True)
ACCEPTED = State("accepted", Label("已接收", "Accepted"), "hq", Kind.GOOD)

WRITERS = (Role.APPLICANT, Role.HQ_REVIEWER)
LAW = ("GZ-4.1.4", "GZC-1.9", "GZC-2.5")

REPORT = Asks(
    (
        Field("summary", Label("本年度服务工作总结", "The year's summary"), max_length=10000),
        Field("plan", Label("下一年度工作计划", "The next year's plan"), max_length=10000),
        Field("area", Label("区域产业、企业和需求情况", "The area's industries, firms and needs"), max_length=10000),
        Field("proposals", Label("意见建议", "Proposals"), required=False, max_length=10000),
    )
)


def whole(move: Move) -> bool:
    """Whether it is headquarters' report of the whole, rather than a station's own."""
    return move.case.subject_kind == "office"


@partys_own
def ones_own_report(move: Move) -> Reason | None:
    """A station reports for itself (at the counter, on its paper); headquarters writes the whole."""
    by_station = Role.APPLICANT in (move.standing.role, move.standing.on_behalf_of)
    if by_station is not whole(move):
        return None
    return Reason("not_own_report", "此报告由另一方报送", "This report is written by somebody else.")


@reads(*facts_of(nobody_at_the_desk))
def receiver(move: Move) -> Reason | None:
    """Stations' reports are taken in by headquarters (the bureau where nobody is there), its whole by the bureau."""
    if (move.standing.role is Role.BUREAU_APPROVER) is whole(move):
        return None
    if not whole(move):
        return nobody_at_the_desk(move)
    return Reason("not_receiver", "总站的总体报告由市局接收", "The bureau takes in headquarters' report of the whole.")


def first_report(move: Move) -> Mapping[str, Any]:
    """The report of the year of certification."""
    return due_in_year(day_of(move.effective_at).year)


def due_in_year(year: int) -> Mapping[str, Any]:
    """A year's report is looked for by its last day (office)."""
    return {"year": year, "due_on": f"{year}-12-31"}


def report_key(number: str, year: int) -> str:
    """One report a subject and year, whoever opens it."""
    return f"report/{number}/{year}"


def key_of_first(move: Move) -> str:
    return report_key(move.case.number, day_of(move.effective_at).year)


ACCEPTING = (Role.HQ_REVIEWER, Role.BUREAU_APPROVER)

REPORT_OF_YEAR = Lifecycle(
    key="guangzhou/2025/report",
    label=Label("年度总结和计划", "Yearly report"),
    initial=DUE,
    home="district",
    subject="station",
    steps=(
        Step("submit", Label("报送", "Submit"), DUE, SUBMITTED, by=WRITERS, law=LAW, asks=REPORT,
             needs=(ones_own_report,), reported_within=("due_on", None)),
        *returning(of=SUBMITTED, returned=RETURNED, by=Role.HQ_REVIEWER, applicant=WRITERS, asks=REPORT,
                   needs=(ones_own_report,), law="office", near="GZC-1.9", claims=None),
        Step("accept", Label("接收", "Accept"), SUBMITTED, ACCEPTED, by=ACCEPTING, law=LAW, asks=CLOSING,
             needs=(receiver,), from_above=True),
        *ending(sources=dict.fromkeys((DUE, SUBMITTED, RETURNED), Role.HQ_REVIEWER), does=()),
    ),
)  # fmt: skip
