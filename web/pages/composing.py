"""Composing a notice: its kind, its list with what each case would come to, its text; published, kept or withdrawn."""

import hashlib
import secrets
from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from models.database import Present
from models.reference import current
from web import forms
from web.desk.noticing import LISTING, WITHDRAWAL
from web.doors import door
from web.language import t
from web.openings import Openable, openable
from web.pages.composer_view import SHOWN, actor_of, context, kind_asked, office_of
from web.problems import NotAllowed
from web.published import content_of_number
from workflows.begin import begin
from workflows.engine import fire
from workflows.errors import Invalid, Reason, StepError
from workflows.forms import checked
from workflows.lifecycle import Step
from workflows.moves import Attempt, Entry, Opening
from workflows.reading import case_by_number
from workflows.seal import canonical

blueprint = Blueprint("composing", __name__)
WHICH = Reason("about", "请选择公告", "Choose the notice.", "about")


@door(blueprint, "/work/notice", right="case.open")
def compose(present: Present) -> ResponseReturnValue:
    return render_template("work/compose.html", **context(present, _picked(present)))


@door(blueprint, "/work/notice", right="case.open", methods=("POST",))
def publish(present: Present) -> ResponseReturnValue:
    """Publish it at once, or keep it as a draft; a refusal changed nothing, and shows again what was typed."""
    picked = _picked(present)
    try:
        with present.connection.begin_nested():
            entry = _withdrawn(present, picked) if kind_asked() == WITHDRAWAL else _made(present, picked)
    except StepError as error:
        page = render_template("work/compose.html", **context(present, picked, error))
        return make_response(page, error.status)
    if request.form.get("do") == "preview":
        return redirect(url_for("notice_paper.preview", number=entry.number))
    flash(SAID[entry.state]())
    return redirect(url_for("cases.case", number=entry.number))


SAID = {
    "draft": lambda: t("草稿已保存，尚未发布。", "The draft is kept, and not published yet."),
    "published": lambda: t(
        "公告已发布，所列办件已一并办理。", "Published, and the step of every case on the list taken."
    ),
    "withdrawn": lambda: t("公告已撤回。", "The notice was withdrawn."),
}


def _withdrawn(present: Present, picked: Openable) -> Entry:
    found = case_by_number(present.connection, request.form.get("about", ""))
    if found is None or found.lifecycle != picked.lifecycle.key:
        raise Invalid(WHICH)
    reason = request.form.get("reason", "").strip()
    data = {"reason": reason} if reason else {}
    attempt = Attempt(found.id, "withdraw", actor_of(present), found.version, data, key=f"{_key()}.withdraw",
                      digest=_digest("withdraw"))  # fmt: skip
    return _fired(present, attempt)


def _made(present: Present, picked: Openable) -> Entry:
    """The draft with everything typed; and its publication, where that was asked for."""
    data, publishing = _data(present, picked.step), request.form.get("do") == "publish"
    if wrong := checked(picked.step.asks.fields, data, {}, partial=not publishing)[1]:
        raise Invalid(*wrong)
    opening = Opening(
        picked.lifecycle.key, actor_of(present), office_of(picked), data=data, key=_key(), digest=_digest("open")
    )
    (draft,) = begin(present.connection, [opening], at=present.at)
    if isinstance(draft, StepError):
        raise draft
    if not publishing:
        return draft
    attempt = Attempt(draft.case, "publish", actor_of(present), draft.seq, key=f"{_key()}.publish",
                      digest=_digest("publish"))  # fmt: skip
    return _fired(present, attempt)


def _fired(present: Present, attempt: Attempt) -> Entry:
    (outcome,) = fire(present.connection, [attempt], at=present.at)
    if isinstance(outcome, StepError):
        raise outcome
    return outcome


def _data(present: Present, step: Step) -> dict[str, Any]:
    """What the form says of this kind; a correction has the list of the notice that it corrects."""
    kind = kind_asked()
    wanted = {"kind", *SHOWN[kind], *(["cases"] if kind in LISTING else [])}
    sent = forms.values((f for f in step.asks.fields if f.name in wanted), request.form)
    data = {name: value for name, value in sent.items() if name in wanted and value not in ("", None, [])}
    if kind == "correction" and (old := content_of_number(present.connection, data.get("about", ""))):
        data["cases"] = [one["number"] for one in old["cases"]]
    return data


def _picked(present: Present) -> Openable:
    """The region's notices that this visitor may publish: of the cases chosen, or as named, or the first."""
    actor, reference = actor_of(present), current(present.connection)
    mine = [one for one in openable(present.connection, actor, reference) if one.lifecycle.name == "notice"]
    wanted = request.values.get("lifecycle", "")
    if not mine or not (found := [one for one in mine if wanted in ("", one.lifecycle.key)]):
        raise NotAllowed
    first = (request.values.getlist("cases") or request.values.getlist("case") or [""])[0]
    case = case_by_number(present.connection, first) if first and not wanted else None
    return next((one for one in found if case and case.lifecycle.startswith(f"{one.lifecycle.book}/")), found[0])


def _digest(act: str) -> str:
    told = sorted(pair for pair in request.form.items(multi=True) if pair[0] != "csrf_token")
    return hashlib.sha256(canonical([act, *map(list, told)])).hexdigest()


def _key() -> str:
    sent = request.form.get("key", "")
    return sent if len(sent) in range(16, 41) and sent.isascii() else secrets.token_urlsafe(18)
