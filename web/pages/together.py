"""The pages of a step in many cases: choose it, see what it would come to in each, confirm, see what it came to."""

import secrets
from typing import Any

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from models.database import Present
from models.reference import current
from web import auth, forms
from web.desk import together
from web.desk.noticing import kind_of
from web.doors import door
from web.pages.case_page import experts_of
from web.pages.listing import title_of
from workflows.actors import Actor
from workflows.errors import Invalid, Reason
from workflows.forms import checked
from workflows.moves import Case
from workflows.rulebooks import lifecycles

blueprint = Blueprint("together", __name__)
NONE_CHOSEN = Reason("cases", "请先选择办件", "Choose cases first.", "case")
NO_STEP = Reason("step", "请选择要办理的步骤", "Choose a step.", "step")


@door(blueprint, "/work/together", right="case.assign")
def preview(present: Present) -> ResponseReturnValue:
    """What each step would come to; nothing is done yet."""
    return render_template("work/together_preview.html", **_context(present, request.args.getlist("case")))


@door(blueprint, "/work/together", right="case.assign", methods=("POST",))
def confirm(present: Present) -> ResponseReturnValue:
    actor = _actor(present)
    given = [_seen(one) for one in request.form.getlist("case")][: together.MOST]
    choice, numbers = together.named(request.form.get("step", "")), [number for number, _ in given]
    if choice is None or choice.step.on_notice or choice.step.asks.papers or not given:
        raise Invalid(NO_STEP)
    some = together.chosen(present.connection, numbers, actor, current(present.connection))
    names = {f.name for f in choice.step.asks.fields}
    sent = {n: v for n, v in forms.values(choice.step.asks.fields, request.form).items() if n in names}
    wrong = checked(choice.step.asks.fields, sent, {})[1]
    if wrong:
        shown = _context(present, numbers)
        page = render_template("work/together_preview.html", **shown, typed=sent, reasons=wrong)
        return make_response(page, 422)
    data = {name: value for name, value in sent.items() if value not in ("", None, [])}
    seen = dict(given)
    key = together.take(
        present.connection, [(case, seen[case.number]) for case in some], choice, actor, data=data,
        comment=request.form.get("comment", "").strip(), key=_key(), at=present.at,
    )  # fmt: skip
    return redirect(url_for("together.result", key=key))


@door(blueprint, "/work/together/<key>", right="case.assign")
def result(present: Present, key: str) -> ResponseReturnValue:
    actor = _actor(present)
    done = together.batch(present.connection, key, actor)
    numbers = [one["number"] for one in done.outcomes]
    some = together.readable(present.connection, numbers, actor, current(present.connection))
    titles = _titles(list(some.values()))
    return render_template("work/together_result.html", batch=done, states=done.lifecycle.states, titles=titles)


def _context(present: Present, numbers: list[str]) -> dict[str, Any]:
    actor, reference = _actor(present), current(present.connection)
    if not numbers:
        raise Invalid(NONE_CHOSEN)
    some = together.chosen(present.connection, numbers, actor, reference)
    told = together.offered(present.connection, some, actor, reference, present.at)
    known = together.choices(some, told)
    wanted = request.values.get("step", "")
    choice = next((c for c in known if c.name == wanted), known[0] if known and not wanted else None)
    return {
        "cases": some, "choices": known, "choice": choice, "titles": _titles(some),
        "verdicts": together.verdicts(some, told, choice) if choice else [],
        "options": experts_of(present.connection, lifecycles()[some[0].lifecycle].book, reference),
        "key": request.form.get("key") or _new_key(),
        "kind": kind_of(choice.lifecycle, choice.step) if choice else "",
    }  # fmt: skip


def _titles(some: list[Case]) -> dict[str, str]:
    return {case.number: title_of(case, lifecycles()[case.lifecycle]) for case in some}


def _seen(text: str) -> tuple[str, int | None]:
    """`GZ-2026-000123@4`: the number, and the version that the preview showed."""
    number, _, version = text.partition("@")
    return number, int(version) if version.isdecimal() and len(version) < 10 else None


def _new_key() -> str:
    return secrets.token_urlsafe(18)


def _key() -> str:
    sent = request.form.get("key", "")
    return sent if len(sent) in range(16, 41) and sent.isascii() else _new_key()


def _actor(present: Present) -> Actor:
    actor = auth.actor_of(present.visitor)
    assert actor is not None  # the right `case.assign` admits accounts only
    return actor
