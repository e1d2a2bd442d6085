"""Where whoever speaks for a unit begins: what waits for them, their titles and what can be done about each."""

from typing import Any, NamedTuple

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import Row, select

from models.contact_asks import own_asks, waiting_for
from models.database import Present
from models.reference import current
from models.register import titles
from web import auth
from web.doors import door
from web.openings import Openable, Own, openable, owned
from web.own_cases import by_date, own_cases
from web.problems import NotSignedIn
from workflows.form import Label
from workflows.instants import day_of
from workflows.rulebooks import rulebooks
from workflows.title_state import IN_FORCE, state_of

blueprint = Blueprint("mine", __name__)
KINDS = {
    "organisation": Label("单位", "Organisation"),
    "enterprise": Label("企业", "Enterprise"),
    "person": Label("个人", "Person"),
    "commissioner": Label("服务专员", "Commissioner"),
    "station": Label("服务站", "Station"),
    "institution": Label("服务机构", "Institution"),
}


class Title(NamedTuple):
    """A title that a unit holds, with how it stands and what can be begun about it."""

    row: Row[Any]
    words: Label
    in_force: bool
    deeds: list[Openable]


@door(blueprint, "/mine", right="self.read")
def mine(present: Present) -> ResponseReturnValue:
    actor, reference = auth.actor_of(present.visitor), current(present.connection)
    if actor is None:
        raise NotSignedIn
    own = owned(present.connection, actor)
    rows = own_cases(present.connection, actor, reference, present.at)
    kinds = openable(present.connection, actor, reference)
    units = [one for one in own if (one.kind, one.number) in actor.contacts]
    return render_template(
        "mine/page.html", units=units, kinds=KINDS,
        waiting=by_date(row for row in rows if row.yours),
        running=[row for row in rows if row.running and not row.yours],
        ended=[row for row in rows if not row.running][:10], titles=_titles(present, own, kinds),
        asks=len(waiting_for(present.connection, actor.contacts)), asked=own_asks(present.connection, actor.account),
        deeds=_deeds(kinds, units), near=_near(own), books={book.book: book.label for book in rulebooks().values()},
    )  # fmt: skip


def _titles(present: Present, own: list[Own], kinds: list[Openable]) -> list[Title]:
    numbers = [one.number for one in own if one.kind in ("station", "institution")]
    rows = present.connection.execute(select(titles).where(titles.c.number.in_(numbers)).order_by(titles.c.id))
    return [_title(row, present.at, kinds) for row in rows]


def _title(row: Row[Any], at: int, kinds: list[Openable]) -> Title:
    renews = any(lc.name == "renewal" for lc in next(b for b in rulebooks().values() if b.book == row.book).lifecycles)
    words = state_of(row, day_of(at), renews=renews)
    deeds = [one for one in kinds if row.number in {own.number for own in one.own}]
    return Title(row, words, words == IN_FORCE, deeds)


def _deeds(kinds: list[Openable], units: list[Own]) -> list[Openable]:
    """What can be begun that is about no title."""
    return [one for one in kinds if set(one.own) & set(units) or (units and not one.own)]


def _near(own: list[Own]) -> set[str]:
    """The regions in which the visitor's units are registered or hold a title; all where none is known."""
    told = rulebooks().values()
    near = {book.book for book in told for one in own if one.book == book.book or book.covers(one.number)}
    return near or {book.book for book in told}
