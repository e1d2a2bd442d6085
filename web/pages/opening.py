"""Opening a case: which kinds the visitor may open, at which office, for whom."""

import hashlib
import secrets
from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from models.case import cases
from models.database import Present
from models.reference import Office, current
from web import auth
from web.doors import door
from web.language import t
from web.openings import Openable, Own, about, openable
from web.problems import NotAllowed
from web.subjects_sought import is_sought, kind_of, sought_for
from workflows.actors import COUNTER_ROLES, DESK_ROLES, Actor
from workflows.begin import begin
from workflows.errors import Reason, StepError
from workflows.moves import Opening
from workflows.rulebooks import rulebooks
from workflows.seal import canonical

blueprint = Blueprint("opening", __name__)
CHOOSE = Reason("lifecycle", "请选择要办理的事项。", "Choose what you want to open.", "lifecycle")


@door(blueprint, "/cases/new", right="case.open")
def choose(present: Present) -> ResponseReturnValue:
    told = _context(present, request.args.get("lifecycle", ""))
    if told["picked"] and told["picked"].lifecycle.name == "notice":
        return redirect(url_for("composing.compose", lifecycle=told["picked"].lifecycle.key))
    return render_template("cases/new.html", **told)


@door(blueprint, "/cases", right="case.open", methods=("POST",))
def open_case(present: Present) -> ResponseReturnValue:
    key, actor = request.form.get("lifecycle", ""), _actor(present)
    reference = current(present.connection)
    picked = next((one for one in openable(present.connection, actor, reference) if one.lifecycle.key == key), None)
    if picked is None:
        raise NotAllowed
    own = about(picked, request.form.get("subject_number", "").strip().upper())
    subject = _subject(present, picked, own)
    if (begun := _begun(present, picked, subject)) and "another" not in request.form:
        flash(t("这份草稿已经建立，请接着填写。", "This draft was begun before: go on with it."))
        return redirect(url_for("cases.case", number=begun))
    sent = request.form.get("key", "")
    opening = Opening(
        key, actor, _office(picked, own), subject, _parties(actor, subject), data=_known(picked, own),
        key=sent if len(sent) in range(16, 65) and sent.isascii() else None,
        digest=hashlib.sha256(canonical([key, *sorted(request.form.items(multi=True))])).hexdigest(),
    )  # fmt: skip
    (outcome,) = begin(present.connection, [opening], at=present.at)
    if isinstance(outcome, StepError):
        page = render_template("cases/new.html", **_context(present, key, outcome))
        return make_response(page, outcome.status)
    flash(
        t(
            "草稿已建立，可以随时保存，准备好后再提交。",
            "The draft is there: save it as often as you like, and submit it when it is ready.",
        )
    )
    return redirect(_onwards(actor, picked, own, outcome.number))


def _onwards(actor: Actor, picked: Openable, own: Own | None, number: str) -> str:
    """To the case; an officer who begins it on somebody's paper, to the form for what the paper says."""
    if _officer(actor) and own is None and set(picked.step.roles) & COUNTER_ROLES:
        return url_for("counter.arrived", number=number, step=picked.step.name)
    return url_for("cases.case", number=number)


def _context(present: Present, key: str, refusal: StepError | None = None) -> dict[str, Any]:
    actor, reference = _actor(present), current(present.connection)
    kinds = openable(present.connection, actor, reference)
    picked = next((one for one in kinds if one.lifecycle.key == key), kinds[0] if len(kinds) == 1 else None)
    named = about(picked, request.values.get("subject_number", "")) if picked else None
    return {
        "kinds": kinds, "picked": picked, "offices": picked.offices if picked else (), "refusal": refusal,
        "begun": _begun(present, picked, named[:3]) if picked and named else None,
        "running": _running(present, picked, named) if picked and named else None,
        "named": named, "at_home": _home(picked, named) if picked and named else None,
        "counter": bool(picked and picked.lifecycle.subject and not picked.own), "officer": _officer(actor),
        **_sought(present, picked, actor),
        "typed": request.form,
        "key": secrets.token_urlsafe(18), "books": {book.book: book.label for book in rulebooks().values()},
    }  # fmt: skip


def _sought(present: Present, picked: Openable | None, actor: Actor) -> dict[str, Any]:
    """Where the case is about somebody else: the field to look for them in the register, and who was found."""
    find = request.values.get("find", "").strip()[:100]
    if picked is None or picked.own or not is_sought(picked.lifecycle, actor):
        return {"seeking": False, "find": "", "found": ()}
    return {"seeking": True, "find": find, "found": sought_for(present.connection, picked.lifecycle, actor, find)}


def _parties(actor: Actor, subject: tuple[str, str, str] | None) -> tuple[tuple[str, str], ...]:
    """A complaint is about a station: the enterprise that complains joins as a party."""
    joining = sorted(p for p in actor.contacts if p[0] == "enterprise")
    return tuple(dict.fromkeys((subject[:2], *joining))) if subject else ()


def _begun(present: Present, picked: Openable, subject: tuple[str, str, str] | None) -> str | None:
    """The newest draft of the same kind, about the same, by this visitor: a form sent again makes no second case."""
    if subject is None:
        return None
    c, initial = cases.c, picked.lifecycle.initial.name
    same = c.lifecycle == picked.lifecycle.key, c.state == initial, c.subject_number == subject[1]
    mine = c.filers.contains(f'"{_actor(present).account}"', autoescape=True)
    asked = select(c.number).where(*same, mine).order_by(c.id.desc()).limit(1)
    found: str | None = present.connection.execute(asked).scalar()
    return found


def _running(present: Present, picked: Openable, own: Own) -> str | None:
    """The newest case of the same kind about the same that was sent and hasn't ended, for the visitor to follow.

    Nobody applies twice for the same; reports of changes, requests and filings may follow each other.
    """
    if not any(step.claims for step in picked.lifecycle.steps):
        return None
    c, states = cases.c, picked.lifecycle.states.values()
    open_ones = [s.name for s in states if not s.final and s is not picked.lifecycle.initial]
    asked = select(c.number).where(
        c.lifecycle == picked.lifecycle.key, c.subject_number == own.number, c.state.in_(open_ones)
    )
    found: str | None = present.connection.execute(asked.order_by(c.id.desc()).limit(1)).scalar()
    return found


def _office(picked: Openable, own: Own | None) -> str:
    """Where it is filed: what is about a title, where the title belongs."""
    home = _home(picked, own) if own else None
    return home.code if home else request.form.get("office", "")


def _home(picked: Openable, own: Own) -> Office | None:
    return next((office for office in picked.offices if office.code == own.office), None)


def _known(picked: Openable, own: Own | None) -> dict[str, str]:
    """What the form need not ask again: the title, where a field of it is its number; who files for oneself."""
    told = {own.kind: own.number, **({"name": own.name} if own.kind == "person" else {})} if own else {}
    return {name: value for name, value in told.items() if name in picked.lifecycle.form}


def _subject(present: Present, picked: Openable, own: Own | None) -> tuple[str, str, str] | None:
    """The visitor's own unit or title; else the one chosen from the register, or the one that the paper names."""
    if own or not picked.lifecycle.subjects:
        return own[:3] if own else None
    chosen, number, name = (
        request.form.get(field, "").strip() for field in ("chosen", "subject_number", "subject_name")
    )
    if not chosen and not (number and name):
        return None
    number = (chosen or number.upper())[:60]  # the code of an office is small
    kind = kind_of(present.connection, picked.lifecycle, number)
    return kind, number, "" if chosen else name[:200]  # of one chosen the register says the name


def _officer(actor: Actor) -> bool:
    return any(role in DESK_ROLES for role, _ in actor.grants)


def _actor(present: Present) -> Actor:
    actor = auth.actor_of(present.visitor)
    assert actor is not None  # the right `case.open` admits accounts only
    return actor
