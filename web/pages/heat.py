"""Many cases on one diagram: where their time went, which ways were rare; two filters side by side."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from sqlalchemy import ColumnElement

from diagrams.heat import Box, heat_svg
from models.case import cases
from models.database import Present
from models.reference import Reference, current
from web import auth
from web.doors import door
from web.language import language
from web.problems import NotFound
from workflows.actors import DESK_ROLES, Actor, Role
from workflows.instants import midnight
from workflows.lifecycle import Lifecycle
from workflows.rulebooks import lifecycles
from workflows.spending import Rare, Spent, Stays, spent

blueprint = Blueprint("heat", __name__)
ONE = timedelta(days=1)


class Asked(NamedTuple):
    """One side: an office with all below it, and when the cases were opened."""

    prefix: str
    lifecycle: Lifecycle
    office: str
    since: str
    until: str


class Row(NamedTuple):
    label: object
    stays: Stays
    median: int | None
    long: int | None
    late: int | None  # per cent of those with a deadline


class Side(NamedTuple):
    asked: Asked
    spent: Spent
    drawing: Markup
    rows: list[Row]
    rare: list[Rare]


@door(blueprint, "/audit/heat", right="audit.look")
def heat(present: Present) -> ResponseReturnValue:
    actor, reference = auth.actor_of(present.visitor), current(present.connection)
    assert actor is not None  # the right admits accounts alone
    offices = readable(actor, reference)
    kinds = [lc for lc in lifecycles().values() if any(reference.offices[o].book == lc.book for o in offices)]
    if not kinds:
        raise NotFound
    sides = [_side(present, asked, offices, reference) for asked in _asked(kinds)]
    return render_template(
        "audit/heat.html", sides=sides, kinds=kinds, offices=[reference.offices[o] for o in sorted(offices)],
        both="b.lifecycle" in request.args,
    )  # fmt: skip


def readable(actor: Actor, reference: Reference) -> frozenset[str]:
    """The offices whose cases this visitor reads as an auditor or at a desk: their own and those below."""
    own = {office for role, office in actor.grants if role == Role.AUDITOR or role in DESK_ROLES}
    return frozenset(code for office in own for code in reference.below(office))


def _asked(kinds: list[Lifecycle]) -> Iterator[Asked]:
    known = {lc.key: lc for lc in kinds}
    first = next((lc for lc in kinds if lc.name in ("certification", "appeal")), kinds[0])
    for prefix in ("", "b.") if "b.lifecycle" in request.args else ("",):
        told = {name: request.args.get(f"{prefix}{name}", "") for name in ("lifecycle", "office", "since", "until")}
        lifecycle = known.get(told["lifecycle"], first)
        yield Asked(prefix, lifecycle, told["office"], _day(told["since"]), _day(told["until"]))


def _day(text: str) -> str:
    """An ISO date, or nothing."""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return ""


def _side(present: Present, asked: Asked, offices: frozenset[str], reference: Reference) -> Side:
    c, within = cases.c, offices
    if asked.office:
        within = offices & frozenset(reference.below(asked.office))
    wanted: list[ColumnElement[bool]] = [c.home.in_(sorted(within))]
    if asked.since:
        wanted.append(c.opened_at >= midnight(date.fromisoformat(asked.since)))
    if asked.until:
        wanted.append(c.opened_at < midnight(date.fromisoformat(asked.until) + ONE))
    found = spent(present.connection, asked.lifecycle, wanted, reference.calendar, present.at)
    return Side(asked, found, _drawing(asked.lifecycle, found), list(_rows(asked.lifecycle, found)), found.rare())


def _drawing(lifecycle: Lifecycle, found: Spent) -> Markup:
    longest = max((stays.share(0.5) or 0 for stays in found.states.values()), default=0) or 1
    boxes = {
        name: Box(str(stays.count), (stays.share(0.5) or 0) / longest if stays.count else None)
        for name, stays in found.states.items()
    }
    ways = {way: count / max(1, found.cases) for way, count in found.ways.items()}
    return Markup(heat_svg(lifecycle, boxes, ways, lang=language()))  # noqa: S704 - drawn by us, numbers alone go in


def _rows(lifecycle: Lifecycle, found: Spent) -> Iterator[Row]:
    for name, stays in found.states.items():
        if stays.count:
            late = round(100 * stays.late / stays.due) if stays.due else None
            final = lifecycle.states[name].final
            median, long = (None, None) if final else (stays.share(0.5), stays.share(0.9))
            yield Row(lifecycle.states[name].label, stays, median, long, late)
