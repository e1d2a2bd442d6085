"""Objecting to a notice without an account: the form, the receipt, the progress by its code, and taking it back."""

import hashlib
import secrets
from dataclasses import replace
from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from models.database import Present
from models.reference import current
from web import forms, handing_in
from web.doors import door
from web.filing import code_of, file_objection, filed_before, followed
from web.history_view import history_view
from web.installation import here
from web.kept_files import noted
from web.language import t
from web.pages.case_words import events
from web.problems import NotFound
from web.published import by_number, listed
from web.sight import Sight
from workflows.actors import PUBLIC
from workflows.asks import OBJECTION, SEAL
from workflows.engine import fire
from workflows.errors import Invalid, StepError
from workflows.form import Asks, Label, Paper
from workflows.moves import Attempt, Case
from workflows.rulebooks import lifecycles
from workflows.seal import canonical

blueprint = Blueprint("objections", __name__)
# Here nobody can stay unnamed, as they can by a letter: the page asks for name and contact at once.
NAMED = frozenset({"name", "contact"})
PROOF = Paper("attachment", Label("证明材料（可选多个文件）", "Proof (several files can be chosen)"), required=False)
FORM = Asks(tuple(replace(f, required=f.required or f.name in NAMED) for f in OBJECTION.fields), (SEAL, PROOF))
# What whoever objected may see of it: its course and the outcome, not what the applicant said.
TOLD = frozenset({"findings", "reason", "note"})


@door(blueprint, "/notices/<number>/object", right="public.object")
def form(present: Present, number: str) -> ResponseReturnValue:
    return render_template("notices/object.html", **_context(present, number))


@door(blueprint, "/notices/<number>/object", right="public.object", methods=("POST",))
def send(present: Present, number: str) -> ResponseReturnValue:
    context = _context(present, number)
    sent = forms.values(FORM.fields, request.form)
    data = {name: value for name, value in sent.items() if name not in ("key", "cases") and value not in ("", None)}
    files, wrong = handing_in.taken(FORM.papers, request.files)
    named = request.form.getlist("cases")
    try:
        if wrong:
            raise Invalid(*wrong)
        receipt = file_objection(
            present.connection, context["notice"].row.case_id, named, data, files,
            _key(present, [number, named, data, [[kind, file.sha256] for kind, file in files]]),
            here().settings.secret_key, present.at,
        )  # fmt: skip
    except StepError as refusal:
        page = render_template(
            "notices/object.html", **{**context, "typed": sent, "refusal": refusal, "arrived": noted(files)}
        )
        return make_response(page, refusal.status)
    return make_response(render_template("notices/receipt.html", receipt=receipt, notice=context["notice"]), 201)


@door(blueprint, "/objections", right="public.read")
def look_up(present: Present) -> ResponseReturnValue:
    return render_template("notices/progress.html", number=request.args.get("number", ""), objection=None)


@door(blueprint, "/objections/<number>", right="public.read")
def progress(present: Present, number: str) -> ResponseReturnValue:
    return render_template("notices/progress.html", number=number, objection=None)


@door(blueprint, "/objections/<number>", right="public.object", methods=("POST",), writes=False)
def show(present: Present, number: str) -> ResponseReturnValue:
    """By POST, so that the code stands in no address and no log."""
    code = request.form.get("code", "")
    try:
        objection = followed(present.connection, request.form.get("number", number), code)
    except NotFound as refusal:
        page = render_template("notices/progress.html", number=number, objection=None, refusal=refusal)
        return make_response(page, 404)
    return render_template("notices/progress.html", **_course(present, objection), number=objection.number, code=code)


@door(blueprint, "/objections/<number>/withdraw", right="public.object", methods=("POST",))
def withdraw(present: Present, number: str) -> ResponseReturnValue:
    objection = followed(present.connection, number, request.form.get("code", ""))
    reason = request.form.get("reason", "").strip()
    attempt = Attempt(objection.id, "withdraw", PUBLIC, data={"reason": reason} if reason else {})
    (outcome,) = fire(present.connection, [attempt], at=present.at)
    if isinstance(outcome, StepError):
        raise outcome
    flash(t("异议已撤回。", "The objection was withdrawn."))
    return redirect(url_for("objections.progress", number=number))


def _key(present: Present, content: list[Any]) -> str:
    """The same for the same words and files from one browser, so that going back and sending again finds the receipt;
    the form's own, where what was sent so before was taken back."""
    said = canonical([str(session.get("csrf_token", "")), content])
    once, own = hashlib.sha256(said).hexdigest(), request.form.get("key", "")
    before = filed_before(present.connection, code_of(here().settings.secret_key, once))
    if before is None or not lifecycles()[before.lifecycle].states[before.state].final:
        return once
    return own if 16 <= len(own) <= 64 else secrets.token_urlsafe(18)


def _context(present: Present, number: str) -> dict[str, Any]:
    found, content = by_number(present.connection, current(present.connection), present.at, number)
    if found.period is None:
        raise NotFound
    return {
        "notice": found, "listed": listed(present.connection, found.row.case_id, content), "form": FORM,
        "open": found.running(present.at), "refusal": None, "arrived": (), "key": secrets.token_urlsafe(18),
        "typed": {"cases": request.form.getlist("cases") or request.args.getlist("cases")},
    }  # fmt: skip


def _course(present: Present, objection: Case) -> dict[str, Any]:
    lifecycle, reference = lifecycles()[objection.lifecycle], current(present.connection)
    seen = Sight(PUBLIC.account, frozenset({"history", "materials"}), frozenset(), "open")
    history = history_view(present.connection, objection, seen)
    for entry in history:
        entry["values"] = {name: value for name, value in entry["values"].items() if name in TOLD}
    return {
        "objection": objection, "office": reference.offices[objection.office],
        "state": lifecycle.states[objection.state], "events": events(history, lifecycle, reference, {}),
        "withdrawable": lifecycle.at.get((objection.state, "withdraw")) is not None,
    }  # fmt: skip
