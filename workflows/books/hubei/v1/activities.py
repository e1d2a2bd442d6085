"""Hubei 1: a year's activities, and how many of them stayed under 80 % satisfaction (art. 18 (1) and (4))."""

import re
from decimal import Decimal
from typing import Any, NamedTuple

from workflows.errors import Reason
from workflows.form import Asks, Field, Label
from workflows.forms import Wrong, value_of
from workflows.moves import Move

ENOUGH_PERCENT = 80  # itself passes
TOO_MANY = 3

ACTIVITIES = (
    Field("activities", Label("全年服务活动（每行一场）", "The year's activities (one a line)"), "list", required=False,
          max_length=500, hint=Label("日期，参加企业数，满意度%；如：2026-05-08，20，85",
                                     "date, firms, satisfaction in %, such as: 2026-05-08, 20, 85")),
    Field("public_service", Label("自主公益服务场次", "Own public services"), "int", minimum=0, maximum=100000),
)  # fmt: skip
REPORT = Asks(ACTIVITIES)
ASSESSED = Asks((*ACTIVITIES, Field("opinion", Label("考核意见", "Opinion"))))

PERCENT = Field("satisfaction", Label("满意度", "Satisfaction"), "decimal", minimum=0, maximum=100)
FIRMS = Field("firms", Label("参加企业数", "Firms"), "int", minimum=0, maximum=1_000_000)
DAY = Field("day", Label("日期", "Day"), "date")


class Activity(NamedTuple):
    day: str
    firms: int
    satisfaction: Decimal


def activity(line: str) -> Activity:
    """One line of the report; Wrong if it isn't one."""
    parts = [part.strip() for part in re.split("[,，;；\t]", line)]
    if len(parts) != 3:
        raise Wrong("应为“日期，参加企业数，满意度”", "must be: date, firms, satisfaction")
    day, firms, satisfaction = parts
    return Activity(value_of(DAY, day), value_of(FIRMS, firms), Decimal(value_of(PERCENT, satisfaction.rstrip("%％"))))


def activities_readable(move: Move) -> Reason | None:
    for n, line in enumerate(move.data.get("activities", ()), 1):
        try:
            activity(line)
        except Wrong as wrong:
            return Reason("activity", f"第 {n} 场活动：{wrong.zh}", f"Activity {n}: {wrong.en}.", "activities")
    return None


def under_80(form: dict[str, Any]) -> int:
    """How many activities of the year stayed under 80 %; 80 itself passes."""
    return sum(activity(line).satisfaction < ENOUGH_PERCENT for line in form.get("activities", ()))


def short_of_public_service(form: dict[str, Any]) -> bool:
    return int(form.get("public_service", 0)) < int(form.get("public_service_target", 0))


def few_under_80(move: Move) -> Reason | None:
    """Who had three or more activities under 80 % doesn't pass before putting it right."""
    if (found := under_80(move.case.form)) < TOO_MANY:
        return None
    return Reason(
        "under_80",
        f"满意度低于 80% 的活动有 {found} 场，须先整改",
        f"{found} activities stayed under 80 %: rectification comes first.",
    )


def something_to_rectify(move: Move) -> Reason | None:
    """Three or more activities under 80 %, or own public service below the centre's target."""
    form = move.case.form
    if under_80(form) >= TOO_MANY or short_of_public_service(form):
        return None
    return Reason(
        "nothing_to_rectify",
        "低于 80% 的活动不足 3 场，公益服务也已达标，不须整改",
        "Fewer than 3 activities stayed under 80 %, and the public service meets its target.",
    )


def ground_of_failing(move: Move) -> str:
    return "hb18_1" if under_80(move.case.form) >= TOO_MANY else "hb18_4"
