"""A case taken back to any entry: where it stood, what was known, by when, who could act; and where its time went."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from diagrams.history import diagram_svg
from models.calendar import Calendar
from models.database import Present
from web.doors import door
from web.history_view import history_view
from web.language import language
from web.pages.case_page import Ground, ground, related
from web.pages.case_words import Event, Said, actors_now, events, names_of, said
from web.pages.drawing import drawing_of
from web.pages.listing import title_of
from web.problems import NotFound
from web.sight import Sight, sight
from workflows.instants import day_of, instant
from workflows.lifecycle import State, Step
from workflows.replaying import Stand, replay
from workflows.stored import stored
from workflows.words import LEVELS, ROLES

blueprint = Blueprint("history", __name__)


class Stay(NamedTuple):
    """A state, from its entry until the next."""

    seq: int
    state: State
    since: int
    until: int | None  # None: here it stands
    days: int  # working days
    due_at: int | None
    late: bool


class Known(NamedTuple):
    """The deadline as the entry left it."""

    step: Step | None
    start: int
    at: int
    provisional: bool


class Scene(NamedTuple):
    """The case as it was after one entry."""

    seq: int
    state: State
    event: Event
    form: list[Said]
    files: list[str]
    known: Known | None
    steps: list[Step]


@door(blueprint, "/cases/<number>/history", right="case.read")
def history(present: Present, number: str) -> ResponseReturnValue:
    g, seen = _seen(present, number)
    entries = history_view(present.connection, g.case, seen)
    step = _step(len(entries))
    names = names_of(present.connection, {e["actor"] for e in entries}) if "comments" in seen.what else {}
    told = events(entries, g.lifecycle, g.reference, names)
    (whole,) = stored(present.connection, [g.case.id])
    stands = list(replay(g.lifecycle, whole.lines))
    stays = list(_stays(g, stands, present.at))
    return render_template(
        "cases/as_it_was.html", case=g.case, lifecycle=g.lifecycle, title=title_of(g.case, g.lifecycle), roles=ROLES,
        scene=_scene(g, seen, stands[: step], told[step - 1], entries[:step], names), events=told, last=len(entries),
        stays=stays, rungs=_rungs(stays), levels=LEVELS, who=actors_now(g.lifecycle, _state(g, stands[step - 1])),
        drawing=drawing_of(g.lifecycle, entries[:step], stands[step - 1].state),
        related=related(present.connection, g), office=g.reference.offices[g.case.home],
    )  # fmt: skip


@door(blueprint, "/cases/<number>/history.svg", right="case.read")
def picture(present: Present, number: str) -> ResponseReturnValue:
    """The diagram as a file of its own."""
    g, seen = _seen(present, number)
    entries = history_view(present.connection, g.case, seen)
    step = _step(len(entries))
    drawn = diagram_svg(g.lifecycle, entries, g.case.state, step=step, lang=language())
    name = f"{number}-{step}.svg"
    return Response(drawn, mimetype="image/svg+xml",
                    headers={"Content-Disposition": f'attachment; filename="{name}"'})  # fmt: skip


def _seen(present: Present, number: str) -> tuple[Ground, Sight]:
    g = ground(present, number)
    seen = sight(present.connection, g.case, g.actor, g.ties)
    if "history" not in seen.what:
        raise NotFound
    return g, seen


def _step(last: int) -> int:
    """Which entry is asked for; the last one, where none is, or none that there is."""
    asked = request.args.get("step", "")
    return min(max(int(asked), 1), last) if asked.isdecimal() and len(asked) < 7 else last


def _state(g: Ground, stand: Stand) -> State:
    return g.lifecycle.states[stand.state]


def _scene(
    g: Ground, seen: Sight, stands: Sequence[Stand], event: Event, entries: Sequence[Mapping[str, Any]],
    names: Mapping[str, str],
) -> Scene:  # fmt: skip
    stand = stands[-1]
    form = seen.values(stand.form) if "form" in seen.what else {}
    files = [v for e in entries for n, v in e["values"].items() if n.startswith("material.") and n.endswith(".name")]
    return Scene(
        stand.seq, _state(g, stand), event, said(g.lifecycle.form, form, names), files, _known(g, stand),
        list(g.lifecycle.leaving(stand.state)),
    )  # fmt: skip


def _known(g: Ground, stand: Stand) -> Known | None:
    if stand.due is None:
        return None
    step = g.lifecycle.at.get((stand.state, stand.due["step"]))
    return Known(step, instant(stand.due["from"]), instant(stand.due["at"]), stand.due["provisional"])


def _stays(g: Ground, stands: Sequence[Stand], at: int) -> Iterator[Stay]:
    """Each state in turn; what moves nothing, and steps that stay, lengthen it."""
    moved = [s for s, before in zip(stands, (None, *stands), strict=False) if before is None or s.state != before.state]
    for stand, after in zip(moved, (*moved[1:], None), strict=True):
        state, since = _state(g, stand), instant(stand.effective)
        until = instant(after.effective) if after else None
        end = until if until is not None else since if state.final else max(at, since)
        known = [s.due for s in stands if s.seq >= stand.seq and (after is None or s.seq < after.seq) and s.due]
        due = instant(known[-1]["at"]) if known else None
        days = working_days(g.reference.calendar, since, end)
        yield Stay(stand.seq, state, since, until, days, due, due is not None and end > due)


def working_days(calendar: Calendar, start: int, end: int) -> int:
    """How many working days began after the day of `start`, before `end`: what ends at midnight ends the day before."""
    first, last = day_of(start).toordinal(), day_of(max(start, end - 1)).toordinal()
    return sum(calendar.is_workday(day_of(start).fromordinal(day)) for day in range(first + 1, last + 1))


def _rungs(stays: Sequence[Stay]) -> list[Stay]:
    """The first stay at each level in turn: the rungs that it climbed."""
    levelled = [stay for stay in stays if stay.state.level]
    return [
        stay
        for stay, before in zip(levelled, (None, *levelled), strict=False)
        if before is None or stay.state.level != before.state.level
    ]
