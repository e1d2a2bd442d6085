"""What came in, went out, waits and is late, by lifecycle, office and month, and how long states took: sums of the
cases of one office tree over a span of months. A page of sums, and no hot path: it reads the span's rows once."""

import json
from calendar import monthrange
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from statistics import median
from typing import Any, NamedTuple

from sqlalchemy import Connection, case, func, select

from models.case import cases, entries
from models.reference import Reference
from workflows.actors import DESK_ROLES, Actor, Role
from workflows.form import Label
from workflows.instants import DAY, OFFSET, local
from workflows.lifecycle import Lifecycle, State
from workflows.rulebooks import lifecycles

MONTHS = 12
TRAILS = 2_000  # cases read for the time that states took: those that moved last
c, e = cases.c, entries.c


class Flow(NamedTuple):
    """Of one lifecycle, office or month."""

    key: str
    words: Label
    came: int
    went: int
    waits: int
    late: int


class Stay(NamedTuple):
    """How long cases stood in a state: how often, and the median and longest in days."""

    lifecycle: Lifecycle
    state: State
    times: int
    middle: float
    longest: float


class Figures(NamedTuple):
    """Everything on the page, counted once."""

    total: Flow
    by_lifecycle: list[Flow]
    by_office: list[Flow]
    by_month: list[Flow]
    stays: list[Stay]


def tree(actor: Actor, reference: Reference, office: str = "") -> list[str]:
    """The offices that this visitor reads; of these, where one is named, it and those below."""
    own = {o for role, o in actor.grants if role in DESK_ROLES or role == Role.AUDITOR}
    every = {code for o in own for code in reference.below(o)}
    return sorted(every & set(reference.below(office))) if office else sorted(every)


def months(at: int, count: int = MONTHS) -> list[str]:
    """2026-03 and those before it, oldest first."""
    year, month = map(int, local(at)[:7].split("-"))
    numbers = range(year * 12 + month - count, year * 12 + month)
    return [f"{n // 12}-{n % 12 + 1:02}" for n in numbers]


class _Row(NamedTuple):
    """So many cases that the page needn't tell apart."""

    lifecycle: str
    home: str
    came: str  # month
    went: str | None  # month in which it came to rest; None: it still runs
    late: bool
    n: int


def last_day(month: str) -> str:
    """2026-02 -> 2026-02-28."""
    year, number = map(int, month.split("-"))
    return f"{month}-{monthrange(year, number)[1]}"


def figures(
    connection: Connection, offices: Sequence[str], reference: Reference, at: int, span: list[str], lifecycle: str = ""
) -> Figures:
    """The sums over the cases filed with these offices; what waits and is late stands as it is now."""
    rows = _rows(connection, offices, lifecycle, at)
    kinds = {key: lc.label for key, lc in lifecycles().items()}
    named = {code: Label(o.zh, o.en) for code, o in reference.offices.items()}
    return Figures(
        _flow("", Label("合计", "All"), rows, span),
        _by(rows, span, lambda row: row.lifecycle, kinds),
        _by(rows, span, lambda row: row.home, named),
        [_flow(month, Label(month, month), rows, [month]) for month in span],
        stays(connection, offices, lifecycle),
    )


def _by(rows: Iterable[_Row], span: list[str], key: Callable[[_Row], str], words: Mapping[str, Label]) -> list[Flow]:
    """One line for each key that has anything to tell, the most waiting first."""
    groups: dict[str, list[_Row]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    flows = [_flow(name, words[name], some, span) for name, some in groups.items()]
    told = (flow for flow in flows if flow.came or flow.went or flow.waits)
    return sorted(told, key=lambda flow: (-flow.waits, -flow.came, flow.key))


def _flow(key: str, words: Label, rows: Iterable[_Row], span: list[str]) -> Flow:
    came = went = waits = late = 0
    for row in rows:
        came += row.n * (row.came in span)
        went += row.n * (row.went in span)
        waits += row.n * (row.went is None)
        late += row.n * row.late
    return Flow(key, words, came, went, waits, late)


def _rows(connection: Connection, offices: Sequence[str], lifecycle: str, at: int) -> list[_Row]:
    """Drafts are nobody's work yet, and left out."""
    came, rests = _day(c.opened_at), c.soonest.is_(None)
    went, late = case((rests, _day(c.entered_at))), case((c.soonest <= at, 1), else_=0)
    of = [c.lifecycle == lifecycle] if lifecycle else []
    asked = select(c.lifecycle, c.home, came, went, late, func.count()).where(
        c.home.in_(offices), c.state != "draft", *of
    )
    found = connection.execute(asked.group_by(c.lifecycle, c.home, came, went, late))
    return [_Row(r[0], r[1], _month(r[2]), None if r[3] is None else _month(r[3]), bool(r[4]), r[5]) for r in found]


def _day(instant: Any) -> Any:
    """Days since 1970 in Shanghai: both databases divide whole numbers alike."""
    return (instant + OFFSET) // DAY


def _month(day: int) -> str:
    return local(day * DAY - OFFSET)[:7]


def stays(connection: Connection, offices: Sequence[str], lifecycle: str = "") -> list[Stay]:
    """The time that states took in the cases that moved last, longest first."""
    of = [c.lifecycle == lifecycle] if lifecycle else []
    latest = select(c.id).where(c.home.in_(offices), *of).order_by(c.entered_at.desc()).limit(TRAILS)
    asked = (
        select(e.case_id, c.lifecycle, e.effective_at, e.body)
        .join(cases, c.id == e.case_id)
        .where(e.case_id.in_(latest), e.kind.in_(("begin", "step")))
        .order_by(e.case_id, e.seq)
    )
    took: dict[tuple[str, str], list[int]] = defaultdict(list)
    before: tuple[int, int] = (0, 0)  # the case, and when it entered the state in which it stands
    for id, key, when, body in connection.execute(asked):
        told = json.loads(bytes(body))
        if id == before[0] and told["source"] != told["target"]:
            took[key, told["source"]].append(when - before[1])
        if id != before[0] or told["source"] != told["target"]:
            before = (id, when)
    found = (_stay(key, state, some) for (key, state), some in took.items())
    return sorted((stay for stay in found if stay.state.name != "draft"), key=lambda stay: -stay.middle)


def _stay(key: str, state: str, took: list[int]) -> Stay:
    days = [span / DAY for span in took]
    lifecycle = lifecycles()[key]
    return Stay(lifecycle, lifecycle.states[state], len(days), round(median(days), 1), round(max(days), 1))
