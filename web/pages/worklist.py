"""The worklist: what waits for the visitor, and what else they may see, nearest date first."""

from typing import Any, NamedTuple

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from models.database import Present
from models.reference import Reference, current
from web import auth
from web.doors import door
from web.pages.lamps import Light, lights
from web.pages.waiting import PAGE, Wanted, found, soonest_of
from workflows.actors import DESK_ROLES, Actor, Role
from workflows.form import Label
from workflows.lifecycle import Lifecycle, State
from workflows.moves import Case
from workflows.rulebooks import lifecycles

blueprint = Blueprint("worklist", __name__)

VIEWS = {
    "mine": Label("待办", "Waiting for me"),
    "office": Label("本机构全部在办", "All open at my offices"),
    "own": Label("我的申请", "My applications"),
    "ended": Label("办结", "Ended"),
}
EMPTY = {
    "mine": (
        Label("目前没有等待您办理的事项。", "Nothing waits for you just now."),
        Label("有新的办件到您这里时，会出现在这个清单上。", "Whatever comes to your desk will be listed here."),
    ),
    "office": (
        Label("本机构目前没有在办的事项。", "Nothing is open at your offices."),
        Label("办结的办件在“办结”一栏。", "Look under “Ended” for those that are done."),
    ),
    "own": (
        Label("您还没有提交过申请。", "You have no applications yet."),
        Label("点击“新办”，选择要办理的事项。", "Press “New” and choose what you need."),
    ),
    "ended": (
        Label("还没有办结的事项。", "Nothing has ended yet."),
        Label("办结的办件会留在这里，随时可查。", "What has ended stays here to be looked up."),
    ),
}


class Row(NamedTuple):
    """A case as the list shows it."""

    case: Case
    lifecycle: Lifecycle
    state: State
    title: str
    light: Light | None
    office: Label


@door(blueprint, "/work", right="case.list")
def worklist(present: Present) -> ResponseReturnValue:
    actor = auth.actor_of(present.visitor)
    assert actor is not None  # the right `case.list` admits accounts only
    reference = current(present.connection)
    views = views_of(actor)
    wanted = _wanted(views[0])
    cases = found(present.connection, wanted, actor, reference)
    rows = [row_of(case, reference, present.at) for case in cases[:PAGE]]
    return render_template(
        "work.html", rows=rows, wanted=wanted, views=[(v, VIEWS[v]) for v in views], empty=EMPTY[wanted.view],
        lifecycles=list(lifecycles().values()), states=_states(wanted), more=_more(cases), reading=reading_only(actor),
    )  # fmt: skip


def views_of(actor: Actor) -> list[str]:
    """The lists that mean something to this visitor, the one they begin with first."""
    roles = {role for role, _ in actor.grants}
    readers = roles & (DESK_ROLES | {Role.AUDITOR})
    views = ["mine"] if roles & (DESK_ROLES | {Role.EXPERT}) or actor.contacts or actor.appointed else []
    views += ["own"] if actor.contacts else []
    views += ["office"] if readers else []
    return [*views, "ended"]


def reading_only(actor: Actor) -> bool:
    return not actor.contacts and not any(role in DESK_ROLES for role, _ in actor.grants)


def row_of(case: Case, reference: Reference, at: int) -> Row:
    lifecycle = lifecycles()[case.lifecycle]
    office = reference.offices[case.office]
    light = next(iter(lights(reference.calendar, case, at)), None)
    return Row(
        case, lifecycle, lifecycle.states[case.state], title_of(case, lifecycle), light, Label(office.zh, office.en)
    )


def title_of(case: Case, lifecycle: Lifecycle) -> str:
    """What a case is called in lists: its own title, else whom it is about."""
    named = case.form.get(lifecycle.title) if lifecycle.title else None
    return str(named or case.subject_name or "")


def _wanted(first: str) -> Wanted:
    given = request.args
    view = given.get("view", first)
    return Wanted(
        view if view in VIEWS else first, given.get("lifecycle", ""), given.get("state", ""),
        given.get("q", "").strip()[:100], cursor(given.get("after", "")),
    )  # fmt: skip


def cursor(text: str) -> tuple[int, int] | None:
    """(instant, id) of the last row before a page, as the address tells it; nothing where it makes no sense."""
    when, _, last = text.partition("-")
    return (int(when), int(last)) if when.isdecimal() and last.isdecimal() and len(text) < 40 else None


def _more(cases: list[Case]) -> str | None:
    """Where the next page begins."""
    if len(cases) <= PAGE:
        return None
    kept: dict[str, Any] = {k: v for k, v in request.args.items() if k != "after"}
    last = cases[PAGE - 1]
    return url_for("worklist.worklist", **kept, after=f"{soonest_of(last)}-{last.id}")


def _states(wanted: Wanted) -> list[State]:
    known = lifecycles().get(wanted.lifecycle)
    return list(known.states.values()) if known else []
