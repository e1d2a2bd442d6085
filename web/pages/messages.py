"""The inbox: what the visitor was told, newest first, with what is unread and whose turn it is."""

from collections.abc import Callable
from typing import Any, NamedTuple

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from models.database import Present
from models.reference import Reference, current
from models.user import Visitor
from web import auth
from web.doors import door
from web.language import t
from web.pages.listing import title_of
from web.problems import NotFound, NotSignedIn
from workflows import inbox
from workflows.actors import Actor
from workflows.lifecycle import Lifecycle
from workflows.moves import Case
from workflows.rights import relations
from workflows.rulebooks import lifecycles
from workflows.topics import KINDS

blueprint = Blueprint("messages", __name__)
# Where whoever is told of a trouble goes from the message: topic -> address, by what was given with it.
MENDED: dict[str, Callable[[dict[str, Any]], str]] = {
    "calendar_missing": lambda given: url_for("calendar.new", year=given["year"]),
    "timers_failed": lambda _: url_for("timers.timers", status="failed"),
    "letters_dead": lambda _: url_for("letters.letters"),
    "messages_given_up": lambda _: url_for("letters.letters"),
    **dict.fromkeys(("clock_off", "sweep_behind", "disk_small"), lambda _: url_for("system.system")),
}


class Row(NamedTuple):
    """A message as the list shows it; a case's name only to those who may still see the case."""

    message: inbox.Message
    lifecycle: Lifecycle | None
    title: str
    open: bool  # whether its case can be opened


@door(blueprint, "/messages", right="message.own")
def messages(present: Present) -> ResponseReturnValue:
    who = _visitor(present)
    unread, kind = request.args.get("show") == "unread", request.args.get("kind", "")
    kind = kind if kind in KINDS else ""
    found = inbox.inbox(present.connection, who.id, unread=unread, kind=kind, before=_before())
    actor, reference = auth.actor_of(who), current(present.connection)
    assert actor is not None  # there is a visitor
    rows = [_row(message, actor, reference) for message in found[: inbox.PAGE]]
    older = found[inbox.PAGE - 1].id if len(found) > inbox.PAGE else None
    return render_template(
        "messages.html", rows=rows, kinds=KINDS, kind=kind, unread=unread, older=older, waiting=who.unread
    )


@door(blueprint, "/messages/<int:message>/open", right="message.own", methods=("POST",))
def open_message(present: Present, message: int) -> ResponseReturnValue:
    """Note that it was read, and go to what it tells of."""
    who = _visitor(present)
    told = inbox.about(present.connection, who.id, message)
    if told is None:
        raise NotFound
    inbox.read(present.connection, who.id, present.at, id=message)
    return redirect(_place(told))


def _place(told: inbox.About) -> str:
    """Its case; or where the trouble that it tells of can be seen and mended."""
    if told.number:
        return url_for("cases.case", number=told.number)
    mended = MENDED.get(told.topic)
    return mended(told.given) if mended else url_for("messages.messages")


@door(blueprint, "/messages/read", right="message.own", methods=("POST",))
def read_all(present: Present) -> ResponseReturnValue:
    """All until the newest that was on the page: what came since stays unread."""
    upto = request.form.get("upto", "")
    if not upto.isdecimal() or len(upto) > 18:
        raise NotFound
    many = inbox.read(present.connection, _visitor(present).id, present.at, upto=int(upto))
    flash(t(f"{many} 条消息已标为已读。", f"{many} messages were marked as read."))
    return redirect(url_for("messages.messages"))


def _visitor(present: Present) -> Visitor:
    if present.visitor is None:
        raise NotSignedIn
    return present.visitor


def _before() -> int | None:
    given = request.args.get("before", "")
    return int(given) if given.isdecimal() and len(given) <= 18 else None


def _row(message: inbox.Message, actor: Actor, reference: Reference) -> Row:
    case = message.case
    lifecycle = lifecycles().get(case.lifecycle) if case else None
    if case is None or lifecycle is None:
        return Row(message, None, "", False)
    seen = _sees(actor, case, lifecycle, reference)
    return Row(message, lifecycle, title_of(case, lifecycle) if seen else "", seen)


def _sees(actor: Actor, case: Case, lifecycle: Lifecycle, reference: Reference) -> bool:
    state = lifecycle.states.get(case.state)
    return state is not None and bool(relations(actor, case, state, reference))
