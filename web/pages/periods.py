"""The ledger of a deadline as a page: every day, counted or not, and why; to be recounted by hand, and printed."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from models.database import Present
from models.reference import Reference, current
from web.doors import door
from web.pages.case_page import ground
from web.pages.lamps import light
from web.problems import NotFound
from web.published import by_number
from workflows import corrections
from workflows.case_deadlines import Deadline, counted, deadlines_of, moves_of
from workflows.corrections import Spell, Whose, begun_anew, days_before, spells
from workflows.deadline_ledger import Day
from workflows.form import Label
from workflows.instants import day_of
from workflows.moves import Case
from workflows.periods import published
from workflows.reading import case_by_number
from workflows.rulebooks import lifecycles

blueprint = Blueprint("periods", __name__)


class Sum(NamedTuple):
    """So many days of the ledger that were not counted, for one reason."""

    words: Label
    days: int


@door(blueprint, "/cases/<number>/deadline", right="case.read")
def of_case(present: Present, number: str) -> ResponseReturnValue:
    """For whoever may read the case."""
    g = ground(present, number)
    return _page(present, g.reference, g.case, back="cases.case")


@door(blueprint, "/admin/timers/<number>", right="timer.read")
def of_timer(present: Present, number: str) -> ResponseReturnValue:
    """For settings administrators, who see timers and not cases."""
    case = case_by_number(present.connection, number)
    if case is None:
        raise NotFound
    return _page(present, current(present.connection), case, back="timers.timers")


@door(blueprint, "/notices/<number>/deadline", right="public.read")
def of_notice(present: Present, number: str) -> ResponseReturnValue:
    """For everybody: the period of a publicity."""
    reference = current(present.connection)
    found, _ = by_number(present.connection, reference, present.at, number)
    if found.reckoned is None:
        raise NotFound
    told = found.reckoned
    own = (lc for lc in lifecycles().values() if lc.key.rpartition("/")[0] == found.row.lifecycle.rpartition("/")[0])
    clock = next((lc.clocks[state] for lc in own for state in published(lc)), None)
    deadline = Deadline(
        "statutory", clock, found.period, found.row.published_at, told.due_at, told.provisional, told.latest_possible,
        reference.target(found.row.office, "", "").yellow,
    )  # fmt: skip
    about = {"number": number, "title": found.row.title, "back": "notices.notice", "kind": None, "state": None,
             "lapses": False, "moves": ()}  # fmt: skip
    return render_template("deadline.html", **about, **_ledger(present, reference, deadline))


def _page(present: Present, reference: Reference, case: Case, *, back: str) -> str:
    running = deadlines_of(case, reference)
    if not running:
        raise NotFound
    lifecycle = lifecycles()[case.lifecycle]
    state = lifecycle.states[case.state]
    about = {"number": case.number, "title": None, "back": back, "kind": lifecycle.label, "state": state.label,
             "lapses": (state.name, "lapse") in lifecycle.at, "moves": moves_of(present.connection, case)}  # fmt: skip
    before = spells(present.connection, case)
    ledger = _ledger(present, reference, running[0], before, corrections.whose(case))
    return render_template("deadline.html", **about, **ledger)


def _ledger(
    present: Present, reference: Reference, deadline: Deadline, before: Sequence[Spell] = (), whose: Whose | None = None
) -> dict[str, Any]:
    """What the page shows; `before`: whose the days were that came before and don't count."""
    calendar, today = reference.calendar, day_of(present.at)
    days = counted(calendar, deadline)
    earlier = days_before(calendar, before, deadline.start) if days else []
    if before and days and whose:
        days[0] = begun_anew(days[0], whose)
    lamp = light(calendar, deadline, present.at)
    zh, en = calendar.reason(today)[0]
    return {
        "deadline": deadline, "days": [*earlier, *days], "at": present.at,
        "light": lamp._replace(kind="correction") if whose == "applicant" else lamp,
        "today": today, "today_words": Label(zh, en), "today_counts": calendar.is_workday(today),
        "sums": _sums(days[1:]), "total": sum(day.counted for day in days),
        "whose": whose, "rule": corrections.RULE,
        "spells": [(spell, corrections.working_days(calendar, spell)) for spell in before],
    }  # fmt: skip


def _sums(days: list[Day]) -> list[Sum]:
    """Why days of the period itself were not counted, most frequent first."""
    found = Counter((day.zh, day.en) for day in days if not day.counted)
    return [Sum(Label(zh, en), count) for (zh, en), count in found.most_common()]
