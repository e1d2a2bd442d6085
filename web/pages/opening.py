"""Opening a case: which kinds the visitor may open, at which office, for whom; and the cases a notice may list."""

import hashlib
import secrets
from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from models.case import cases
from models.database import Present
from models.reference import Office, Reference, current
from models.user import contacts
from web import auth
from web.doors import door
from web.language import t
from web.pages.worklist import title_of
from web.problems import NotAllowed
from workflows.actors import Actor
from workflows.begin import begin
from workflows.errors import Reason, StepError
from workflows.form import Label
from workflows.lifecycle import ANY, Lifecycle
from workflows.moves import Case, Opening, Standing
from workflows.rights import may_open
from workflows.rulebooks import lifecycles
from workflows.seal import canonical

blueprint = Blueprint("opening", __name__)
CHOOSE = Reason("lifecycle", "请选择要办理的事项。", "Choose what you want to open.", "lifecycle")


@door(blueprint, "/cases/new", right="case.open")
def choose(present: Present) -> ResponseReturnValue:
    return render_template("cases/new.html", **_context(present, request.args.get("lifecycle", "")))


@door(blueprint, "/cases", right="case.open", methods=("POST",))
def open_case(present: Present) -> ResponseReturnValue:
    key, actor = request.form.get("lifecycle", ""), _actor(present)
    lifecycle = lifecycles().get(key)
    if lifecycle is None or lifecycle not in openable(actor, current(present.connection)):
        raise NotAllowed
    subject = _subject(present, lifecycle)
    # A complaint is about a station: the enterprise that complains joins as a party.
    joining = sorted(p for p in actor.contacts if p[0] == "enterprise")
    parties = tuple(dict.fromkeys((subject[:2], *joining))) if subject else ()
    sent = request.form.get("key", "")
    opening = Opening(
        key, actor, request.form.get("office", ""), subject, parties, data=_data(lifecycle),
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
    return redirect(url_for("cases.case", number=outcome.number))


def openable(actor: Actor, reference: Reference) -> dict[Lifecycle, list[Office]]:
    """The kinds of case that this visitor may open, each with the offices where."""
    found: dict[Lifecycle, list[Office]] = {}
    for lifecycle in (lc for lc in lifecycles().values() if lc.initial.form):
        at = [o for o in reference.offices.values() if o.book == lifecycle.book and lifecycle.home in (ANY, o.level)]
        open_at = [o for o in at if isinstance(may_open(actor, lifecycle, o.code, set(actor.contacts)), Standing)]
        if open_at:
            found[lifecycle] = sorted(open_at, key=lambda o: o.code)
    return found


def _context(present: Present, key: str, refusal: StepError | None = None) -> dict[str, Any]:
    actor, reference = _actor(present), current(present.connection)
    kinds = openable(actor, reference)
    chosen = next((lc for lc in kinds if lc.key == key), next(iter(kinds)) if len(kinds) == 1 else None)
    own = [one for one in _own(present) if chosen and one.kind == chosen.subject]
    return {
        "kinds": kinds, "picked": chosen, "offices": kinds[chosen] if chosen else [], "refusal": refusal,
        "own": own, "counter": bool(chosen and chosen.subject and not own),
        "lists": _lists(present, chosen, actor) if chosen else {}, "typed": request.form,
        "key": secrets.token_urlsafe(18),
    }  # fmt: skip


def _own(present: Present) -> Sequence[Any]:
    """For whom this visitor speaks."""
    asked = select(contacts.c.kind, contacts.c.number, contacts.c.name)
    mine = asked.where(contacts.c.user_id == _actor(present).account)
    return present.connection.execute(mine.order_by(contacts.c.name)).all()


def _subject(present: Present, lifecycle: Lifecycle) -> tuple[str, str, str] | None:
    """The visitor's own organisation; at the counter the one that the paper names."""
    if lifecycle.subject is None:
        return None
    typed = request.form.get("subject_number", "").strip().upper()
    for kind, number, name in _own(present):
        if kind == lifecycle.subject and typed in ("", number):
            return kind, number, name
    name = request.form.get("subject_name", "").strip()
    return (lifecycle.subject, typed[:60], name[:200]) if typed and name else None


def _data(lifecycle: Lifecycle) -> dict[str, Any]:
    """What a notice's draft begins with: its kind and the cases that were ticked."""
    given: dict[str, Any] = {n: request.form[n].strip() for n in ("kind", "title") if request.form.get(n, "").strip()}
    if ticked := request.form.getlist("cases"):
        given["cases"] = ticked
    return {name: value for name, value in given.items() if name in lifecycle.form}


def _lists(present: Present, chosen: Lifecycle, actor: Actor) -> dict[str, list[tuple[Case, str, Label]]]:
    """For a notice: the cases at the visitor's desks that it could take a step of, by kind of notice."""
    if "cases" not in chosen.form:
        return {}
    found: dict[str, list[tuple[Case, str, Label]]] = {"publicity": [], "announcement": []}
    desks = sorted({office for _, office in actor.grants})
    for lc in (lc for lc in lifecycles().values() if (lc.book, lc.edition) == (chosen.book, chosen.edition)):
        for step in (s for s in lc.steps if s.on_notice and s.laws != ("office",)):
            kind = "publicity" if step.target.name in lc.clocks else "announcement"
            asked = select(cases).where(cases.c.lifecycle == lc.key, cases.c.state == step.source.name)
            rows = present.connection.execute(asked.where(cases.c.office.in_(desks)).order_by(cases.c.id).limit(500))
            found[kind] += [(case, title_of(case, lc), step.label) for case in (Case(*row) for row in rows)]
    return found


def _actor(present: Present) -> Actor:
    actor = auth.actor_of(present.visitor)
    assert actor is not None  # the right `case.open` admits accounts only
    return actor
