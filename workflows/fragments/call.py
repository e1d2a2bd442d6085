"""The year's call, in whose window applications are handed in."""

from typing import NamedTuple

from workflows.actors import Role
from workflows.asks import REASON
from workflows.calling import later_end, window_in_year
from workflows.dates import is_over, starts, year_is_over
from workflows.form import Asks, Field, Label
from workflows.guards import slot_is_free
from workflows.lifecycle import Kind, Lifecycle, State, Step
from workflows.moves import Effect, Move

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


class _Stands(NamedTuple):
    """Where a call can stand, all at the desk of one level."""

    draft: State
    scheduled: State
    open: State
    closed: State
    finished: State
    cancelled: State


def _stands(level: str) -> _Stands:
    return _Stands(
        State("draft", Label("草拟", "Draft"), level, form=True),
        State("scheduled", Label("已定时间", "Scheduled"), level, Kind.STANDING),
        State("open", Label("申报中", "Open"), level, Kind.STANDING),
        State("closed", Label("申报截止", "Closed"), level, Kind.STANDING),
        State("finished", Label("本年结束", "Finished"), level, Kind.GOOD),
        State("cancelled", Label("已取消", "Cancelled"), level, Kind.NEUTRAL),
    )


def the_year(move: Move) -> str:
    """One call a year."""
    return f"{move.lifecycle.book}/call/{move.data['year']}"


def call(*, key: str, level: str, by: Role, law: str, opens: tuple[Effect, ...]) -> Lifecycle:
    """One call a year: draft -> scheduled -> open -> closed -> finished; `opens`: what its opening does."""
    at = _stands(level)
    return Lifecycle(
        key=key,
        label=Label("年度申报通知", "Yearly call"),
        initial=at.draft,
        home=level,
        subject=None,
        title="title",
        steps=_steps(at, by, law, opens),
    )


def _steps(at: _Stands, by: Role, law: str, opens: tuple[Effect, ...]) -> tuple[Step, ...]:
    return (
        Step("schedule", Label("确定申报时间", "Schedule"), at.draft, at.scheduled, by=by, law=law, asks=WINDOW,
             needs=(window_in_year, slot_is_free), claims=the_year),
        Step("open", Label("开始申报", "Open"), at.scheduled, at.open, by=Role.CLOCK, law=law, after=starts("opens_on"),
             does=opens),
        *(Step("extend", Label("延长申报期", "Extend"), state, state, by=by, law=law, asks=LATER, needs=(later_end,),
               keeps_deadline=False) for state in (at.scheduled, at.open)),
        Step("close", Label("申报截止", "Close"), at.open, at.closed, by=Role.CLOCK, law=law, after=is_over("closes_on")),
        Step("reopen", Label("重新开放", "Reopen"), at.closed, at.open, by=by, law="office", near=law, asks=LATER,
             needs=(later_end,)),
        Step("finish", Label("年度结束", "Finish"), at.closed, at.finished, by=Role.CLOCK, law="office", near=law,
             after=year_is_over("year", or_later="closes_on")),
        *(Step("cancel", Label("取消", "Cancel"), state, at.cancelled, by=by, law=law, asks=REASON, adverse=True)
          for state in (at.draft, at.scheduled)),
    )  # fmt: skip
