"""What yearly assessments share: the report with its closing date, and rectification before anybody fails."""

from workflows.actors import Role
from workflows.asks import REASON
from workflows.dates import is_over
from workflows.deadlines import Period
from workflows.form import Asks, Field, Label
from workflows.guards import another_than
from workflows.lifecycle import State, Step
from workflows.moves import Effect, Guard

RECTIFY = Asks(
    (Field("demands", Label("须整改的事项（每行一项）", "What to put right (one a line)"), "list", max_length=50),)
)
RECTIFIED = Asks((Field("rectified", Label("整改情况", "What was put right"), max_length=10000),))


def reporting(
    *, open: State, reported: State, missed: State, asks: Asks, marks: bool, by: tuple[Role, ...], law: str
) -> tuple[Step, ...]:
    """The subject reports until 24:00 of the run's closing date; `marks`: who missed it is assessed, marked so."""
    return (
        Step("report", Label("提交自评材料", "Report"), open, reported, by=by, law=law, asks=asks),
        Step("miss", Label("逾期未提交", "Missed"), open, missed, by=Role.CLOCK, law=law, after=is_over("closes_on"),
             marks=(("no_report", True),) if marks else ()),
    )  # fmt: skip


def rectification(
    *, scoring: State, rectification: State, reassessment: State, by: Role, needs: tuple[Guard, ...], lasts: Period,
    law: str,
) -> tuple[Step, ...]:  # fmt: skip
    """What is lacking is put right, and looked at again: when the subject says so, or when its time is over."""
    return (
        Step("require_rectification", Label("责令整改", "Require rectification"), scoring, rectification, by=by, law=law,
             asks=RECTIFY, needs=needs, adverse=True),
        Step("rectified", Label("报告整改完成", "Rectified"), rectification, reassessment, by=Role.APPLICANT, law=law,
             asks=RECTIFIED),
        Step("rectification_due", Label("整改期满", "Time for rectification over"), rectification, reassessment,
             by=Role.CLOCK, law="office", near=law, after=lasts, marks=(("not_rectified", True),)),
    )  # fmt: skip


def failing(
    *, sources: tuple[State, ...], failed: State, by: Role, apart_from: tuple[str, ...], does: tuple[Effect, ...],
    law: str,
) -> tuple[Step, ...]:  # fmt: skip
    """Nobody fails by the hand that assessed, or that required the rectification."""
    return tuple(
        Step("fail", Label("考核不合格", "Fail"), source, failed, by=by, law=law, asks=REASON, adverse=True, from_above=True,
             needs=(another_than(*apart_from),), does=does)
        for source in sources
    )  # fmt: skip
