"""The lists of a desk: what waits for the visitor, by danger; what nobody has claimed; what was done, sent, begun."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from models.calendar import missing
from models.database import Present
from models.reference import Reference, current
from web import auth
from web.desk.asking import Asking
from web.desk.hands import Officer, officers
from web.desk.lists import COUNTED, SEARCHED, counts
from web.desk.round import calls_of
from web.desk.saved import saved
from web.desk.wanted import DANGERS, Wanted, edges, wanted
from web.doors import door
from web.pages.drawn_rows import drawn
from web.pages.listing import Page, grouped, page_of
from workflows.actors import DESK_ROLES, Actor, Role
from workflows.form import Label
from workflows.instants import day_of
from workflows.lifecycle import Lifecycle, State
from workflows.rights import RIGHTS, allowed
from workflows.rulebooks import lifecycles

blueprint = Blueprint("worklist", __name__)

VIEWS = {
    "mine": Label("待办", "Waiting for me"),
    "unclaimed": Label("待签收", "Unclaimed"),
    "done": Label("已办", "Done by me"),
    "ended": Label("办结", "Ended"),
    "own": Label("我发起的", "Begun by me"),
    "copied": Label("抄送", "Copies"),
    "office": Label("全办公室", "Whole office"),
    "came": Label("新收", "Came in"),
}
DATED = {
    "done": Label("办理", "done"),
    "ended": Label("办结", "ended"),
    "own": Label("发起", "begun"),
    "copied": Label("抄送", "sent"),
    "came": Label("收到", "came in"),
}  # by which date a list stands, where it isn't by danger
BEHIND = {"came"}  # lists that only a figure leads to
EMPTY = {
    "mine": (
        Label("目前没有等待您办理的事项。", "Nothing waits for you just now."),
        Label("有新的办件到您这里时，会出现在这个清单上。", "Whatever comes to your desk will be listed here."),
    ),
    "unclaimed": (
        Label("没有待签收的办件。", "Everything at your desk is claimed."),
        Label("新到本机构的办件先列在这里，签收后归您办理。", "What comes to your office waits here to be claimed."),
    ),
    "done": (
        Label("您还没有办理过办件。", "You have not taken a step yet."),
        Label("您办理过的办件会留在这里，最近的在前。", "Cases in which you took a step stay here, the latest first."),
    ),
    "ended": (
        Label("还没有办结的事项。", "Nothing has ended yet."),
        Label("办结的办件会留在这里，随时可查。", "What has ended stays here to be looked up."),
    ),
    "own": (
        Label("您还没有发起过办件。", "You have begun no cases yet."),
        Label("点击“新办”，选择要办理的事项。", "Press “New” and choose what you need."),
    ),
    "copied": (
        Label("没有抄送给您的办件。", "No case was sent to you as a copy."),
        Label("同事抄送的办件会列在这里，供您知悉，无需办理。", "Cases sent to you to read are listed here."),
    ),
    "office": (
        Label("本机构目前没有在办的事项。", "Nothing is open at your offices."),
        Label("办结的办件在“办结”一栏。", "Look under “Ended” for those that are done."),
    ),
    "came": (
        Label("本机构还没有收到办件。", "No case was filed with your offices yet."),
        Label("收到的办件都列在这里，最近的在前。", "Whatever is filed is listed here, the latest first."),
    ),
}  # fmt: skip


@door(blueprint, "/work", right="case.list")
def worklist(present: Present) -> ResponseReturnValue:
    actor = auth.actor_of(present.visitor)
    assert actor is not None  # the right `case.list` admits accounts only
    reference = current(present.connection)
    asked = wanted(request.args, views_of(actor))
    views = [view for view in views_of(actor) if view not in BEHIND or view == asked.view]
    limits = edges(reference.calendar, present.at)
    page = page_of(present.connection, asked, actor, reference, present.at, limits)
    numbers = counts(present.connection, Asking(actor, reference, limits), views)
    desks = sorted(office for office in {o for r, o in actor.grants if r in DESK_ROLES})
    return render_template(
        "work.html", drawn=drawn, searched=SEARCHED, wanted=asked, page=page,
        groups=grouped(page.rows, asked.view),
        views=[(v, VIEWS[v]) for v in views],
        counts={view: f"{COUNTED - 1}+" if n >= COUNTED else n for view, n in numbers.items()},
        empty=EMPTY[asked.view], dangers=DANGERS, by_date=asked.view not in DATED, dated=DATED.get(asked.view),
        lifecycles=kinds(actor, reference), states=_states(asked), more=_more(asked, page), desks=desks,
        offices=[reference.offices[o] for o in Asking(actor, reference, limits).readable],
        officers=_officers(present.connection, desks), saved=saved(present.connection, actor.account),
        reading=reading_only(actor), exports=allowed(RIGHTS["list.export"], actor), me=actor.account,
        calls=calls_of(present.connection, actor, reference),
        missing=_missing(actor, reference, present.at),
    )  # fmt: skip


def _missing(actor: Actor, reference: Reference, at: int) -> int | None:
    """The year whose notice of holidays a settings administrator has to take in by now."""
    settles = any(role == Role.SETTINGS_ADMIN for role, _ in actor.grants)
    return missing(reference.calendar, day_of(at)) if settles else None


def views_of(actor: Actor) -> list[str]:
    """The lists that mean something to this visitor, the one they begin with first."""
    roles = {role for role, _ in actor.grants}
    desk, reads = bool(roles & DESK_ROLES), bool(roles & (DESK_ROLES | {Role.AUDITOR}))
    views = ["mine"] if desk or Role.EXPERT in roles or actor.contacts or actor.appointed else []
    views += ["unclaimed"] if desk else []
    views += ["done"] if desk or Role.EXPERT in roles else []
    views += ["own"] if desk or actor.contacts else []
    views += ["copied", "office"] if reads else []
    return [*views, "ended", *(["came"] if reads else [])]


def reading_only(actor: Actor) -> bool:
    return not actor.contacts and not any(role in DESK_ROLES for role, _ in actor.grants)


def kinds(actor: Actor, reference: Reference) -> list[Lifecycle]:
    """The lifecycles of the visitor's regions; all where they hold no office."""
    books = {reference.offices[office].book for _, office in actor.grants if office in reference.offices}
    return [lc for lc in lifecycles().values() if lc.book in books or not books]


def _officers(connection: Connection, desks: list[str]) -> list[Officer]:
    return officers(connection, desks) if desks else []


def _more(asked: Wanted, page: Page) -> str | None:
    """Where the next page begins."""
    if page.more is None:
        return None
    return f"{url_for('worklist.worklist')}?{asked.address(after=str(page.more))}"


def _states(asked: Wanted) -> list[State]:
    known = lifecycles().get(asked.lifecycle)
    return list(known.states.values()) if known else []
