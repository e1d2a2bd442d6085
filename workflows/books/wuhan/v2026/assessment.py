"""Wuhan 2026: the yearly assessment of stations, districts and commissioners by headquarters (measures, art. 22, 23).

open -> scoring -> graded
"""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, select

from models.case import cases, links
from workflows.actors import Role
from workflows.books.wuhan.v2026.drafting import drafts_revocation
from workflows.dates import is_over
from workflows.declared import partys_own
from workflows.errors import Reason
from workflows.form import Asks, Field, Label, Paper
from workflows.fragments.review import ending
from workflows.lifecycle import Kind, Lifecycle, State, Step
from workflows.moves import Case, Move, reads
from workflows.opening_effects import same_subject

OPEN = State("open", Label("待提交年度总结", "Report awaited"), form=True)
SCORING = State("scoring", Label("市总站考核", "Scoring"), "hq", form=True)  # headquarters writes score and grade here
GRADED = State("graded", Label("考核完成", "Graded"), "hq", Kind.GOOD)

GRADES = (
    ("excellent", Label("优秀", "Excellent")),
    ("pass", Label("合格", "Pass")),
    ("fail", Label("不合格", "Fail")),
)
REPORT = Asks(
    (Field("summary", Label("年度总结", "The year's summary"), max_length=10000),),
    (Paper("summary_paper", Label("年度总结（盖章）", "Summary, sealed"), required=False),),
)
GRADE = Asks(
    (
        Field("score", Label("得分", "Score"), "int", minimum=0, maximum=100),
        Field("grade", Label("评定等次", "Grade"), "choice", choices=GRADES),
        Field("opinion", Label("考核意见", "Opinion")),
    )
)


@partys_own
def reports_own(move: Move) -> Reason | None:
    """A district reports for itself; stations and commissioners report themselves."""
    own = move.standing.role is not Role.DISTRICT_REVIEWER or move.case.subject_kind == "district"
    if own or move.attempt.counter is not None:
        return None
    return Reason("wrong_role", "由被考核方本身提交", "Who is assessed reports.")


def failed_beside(connection: Connection, moves: Sequence[Move]) -> Mapping[int, bool]:
    """Whether each case's subject failed the calendar year before, or after where that was graded first, by a grade
    that nobody has set aside."""
    numbers = {move.case.subject_number for move in moves}
    undone = select(links.c.to_id).where(links.c.kind == "set_aside")
    asked = select(cases).where(
        cases.c.lifecycle == "wuhan/2026/assessment", cases.c.state == "graded", cases.c.subject_number.in_(numbers),
        cases.c.id.notin_(undone),
    )  # fmt: skip
    forms = [(case.subject_number, case.form) for case in (Case(*row) for row in connection.execute(asked))]
    failed = {(number, form["year"]) for number, form in forms if form.get("grade") == "fail"}
    years = {m.case.id: (m.case.form["year"] - 1, m.case.form["year"] + 1) for m in moves}
    return {m.case.id: any((m.case.subject_number, year) in failed for year in years[m.case.id]) for m in moves}


@reads(failed_beside)
def second_fail(move: Move) -> bool:
    """Two years running, and never a district (WH-18.2)."""
    fails = move.data.get("grade") == "fail" and move.case.subject_kind != "district"
    return bool(fails and move.fact(failed_beside))


ASSESSMENT = Lifecycle(
    key="wuhan/2026/assessment",
    label=Label("年度考核", "Yearly assessment"),
    initial=OPEN,
    home="district",
    subject="station",
    also=("district", "commissioner"),
    steps=(
        Step("report", Label("提交年度总结", "Report"), OPEN, SCORING, by=(Role.APPLICANT, Role.DISTRICT_REVIEWER),
             law="WH-22", asks=REPORT, needs=(reports_own,)),
        Step("miss", Label("逾期未提交", "Missed"), OPEN, SCORING, by=Role.CLOCK, law="WH-22", after=is_over("closes_on"),
             marks=(("no_report", True),)),
        Step("grade", Label("评定", "Grade"), SCORING, GRADED, by=Role.HQ_REVIEWER, law=("WH-5", "WH-22", "WH-23"),
             asks=GRADE,
             does=(drafts_revocation(ground="failed_twice", subject=same_subject, when=second_fail),)),
        *ending(sources={OPEN: Role.DISTRICT_REVIEWER, SCORING: Role.HQ_REVIEWER}, does=()),
    ),
)  # fmt: skip
