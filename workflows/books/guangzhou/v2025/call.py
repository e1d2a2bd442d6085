"""Guangzhou 2025: the year's call, in whose window stations apply (guideline, part 4 (1) 1).

draft -> scheduled -> open -> closed -> finished
"""

from workflows.actors import Role
from workflows.asks import REASON
from workflows.calling import later_end, window_in_year
from workflows.dates import is_over, starts, year_is_over
from workflows.form import Asks, Field, Label
from workflows.guards import slot_is_free
from workflows.lifecycle import Kind, Lifecycle, State, Step
from workflows.moves import Move

DRAFT = State("draft", Label("草拟", "Draft"), "bureau", form=True)
SCHEDULED = State("scheduled", Label("已定时间", "Scheduled"), "bureau", Kind.STANDING)
OPEN = State("open", Label("申报中", "Open"), "bureau", Kind.STANDING)
CLOSED = State("closed", Label("申报截止", "Closed"), "bureau", Kind.STANDING)
FINISHED = State("finished", Label("本年结束", "Finished"), "bureau", Kind.GOOD)
CANCELLED = State("cancelled", Label("已取消", "Cancelled"), "bureau", Kind.NEUTRAL)

WINDOW = Asks(
    (
        Field("title", Label("通知名称", "Title"), max_length=200),
        Field("year", Label("年度", "Year"), "int", minimum=2025, maximum=2100),
        Field("opens_on", Label("开始申报日", "Opens on"), "date"),
        Field(
            "closes_on",
            Label("申报截止日", "Closes on"),
            "date",
            hint=Label("截止日 24:00 前", "through 24:00 of this day"),
        ),
    )
)
LATER = Asks((Field("closes_on", Label("新的截止日", "New closing day"), "date"), *REASON.fields))


def the_year(move: Move) -> str:
    """One call a year."""
    return f"guangzhou/call/{move.data['year']}"


BY = Role.BUREAU_APPROVER

CALL = Lifecycle(
    key="guangzhou/2025/call",
    label=Label("年度申报通知", "Yearly call"),
    initial=DRAFT,
    home="bureau",
    subject=None,
    title="title",
    steps=(
        Step("schedule", Label("确定申报时间", "Schedule"), DRAFT, SCHEDULED, by=BY, law="GZ-4.1.1", asks=WINDOW,
             needs=(window_in_year, slot_is_free), claims=the_year),
        Step("open", Label("开始申报", "Open"), SCHEDULED, OPEN, by=Role.CLOCK, law="GZ-4.1.1", after=starts("opens_on")),
        *(Step("extend", Label("延长申报期", "Extend"), state, state, by=BY, law="GZ-4.1.1", asks=LATER, needs=(later_end,),
               keeps_deadline=False) for state in (SCHEDULED, OPEN)),
        Step("close", Label("申报截止", "Close"), OPEN, CLOSED, by=Role.CLOCK, law="GZ-4.1.1", after=is_over("closes_on")),
        Step("reopen", Label("重新开放", "Reopen"), CLOSED, OPEN, by=BY, law="office", near="GZ-4.1.1", asks=LATER,
             needs=(later_end,)),
        Step("finish", Label("年度结束", "Finish"), CLOSED, FINISHED, by=Role.CLOCK, law="office", near="GZ-4.1.1",
             after=year_is_over("year", or_later="closes_on")),
        *(Step("cancel", Label("取消", "Cancel"), state, CANCELLED, by=BY, law="GZ-4.1.1", asks=REASON, adverse=True)
          for state in (DRAFT, SCHEDULED)),
    ),
)  # fmt: skip
