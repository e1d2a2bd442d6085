"""When letters go: each message at once, or all of a day together on the next working morning."""

from datetime import timedelta
from typing import Literal

from models.calendar import Calendar
from workflows.form import Label
from workflows.instants import day_of, midnight

Choice = Literal["each", "daily", "none"]
CHOICES: dict[str, Label] = {
    "each": Label("随到随发", "As they come"),
    "daily": Label("每个工作日 8:30 汇总一封", "One letter each working day at 8:30"),
    "none": Label("不发邮件", "No mail"),
}
MORNING = 510 * 60_000_000  # 8:30, µs after midnight in Shanghai


def next_letter(calendar: Calendar, choice: str, at: int) -> int | None:
    """When a letter with what came at `at` may go."""
    if choice == "none":
        return None
    return at if choice == "each" else next_morning(calendar, at)


def next_morning(calendar: Calendar, at: int) -> int:
    """The first 8:30 of a working day after `at`."""
    day = day_of(at)
    while midnight(day) + MORNING <= at or not calendar.is_workday(day):
        day += timedelta(days=1)
    return midnight(day) + MORNING
