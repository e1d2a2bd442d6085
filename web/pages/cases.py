"""A case: its page, its files, and the one route that takes any step of any lifecycle."""

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from models.case import entries
from models.database import Present
from web import handing_in
from web.doors import door
from web.language import t
from web.pages.case_page import Ground, Typed, context, ground
from web.pages.desk_bar import bar
from web.pages.taking import Refusal, save, take
from web.problems import NotFound
from web.sight import sight
from web.uploads import download
from workflows.actors import FILERS
from workflows.drafts import editable
from workflows.lifecycle import Step
from workflows.turns import parts_of

blueprint = Blueprint("cases", __name__)
e = entries.c


@door(blueprint, "/cases/<number>", right="case.read")
def case(present: Present, number: str) -> ResponseReturnValue:
    g = ground(present, number)
    told = context(present, g, whole="whole" in request.args)
    return render_template("cases/page.html", **told, **bar(present, g))


@door(blueprint, "/cases/<number>/form", right="case.edit", methods=("POST",))
def save_form(present: Present, number: str) -> ResponseReturnValue:
    """Keep a draft as it is; what can't be kept is said at its field."""
    g = ground(present, number)
    step = next((s for s in g.lifecycle.leaving(g.case.state) if s.source.form and s.asks.fields), None)
    if step is None:
        raise NotFound
    refusal = save(present, g, step)
    if refusal:
        return _again(present, number, refusal)
    if "quietly" in request.form:
        return "", 204
    if "preview" in request.form:
        return redirect(url_for("notice_paper.preview", number=number))
    flash(t("已保存。", "Saved."))
    return redirect(url_for("cases.case", number=number, _anchor="form"))


@door(blueprint, "/cases/<number>/steps/<step>", right="case.step", methods=("POST",))
def take_step(present: Present, number: str, step: str) -> ResponseReturnValue:
    g = ground(present, number)
    chosen = g.lifecycle.at.get((g.case.state, step)) or _elsewhere(g, step)
    refusal = take(present, g, chosen)
    if refusal and (seq := _sent_before(present, g, step)):
        flash(
            t(
                "已经提交过了，没有重复办理；以这份回执为准。",
                "It was sent before, and not taken twice: this receipt counts.",
            )
        )
        return redirect(url_for("filling.receipt", number=number, seq=seq))
    if refusal:
        return _again(present, number, refusal)
    flash(t(f"已办理：{chosen.label.zh}。", f"Done: {chosen.label.en}."))
    if not _still_there(present, number):
        return redirect(url_for("worklist.worklist"))
    if FILERS & parts_of(g.case, g.actor) & set(chosen.roles):  # whoever handed something in gets a receipt for it
        return redirect(url_for("filling.receipt", number=number, seq=g.case.version + 1))
    return redirect(url_for("cases.case", number=number, then="next"))


@door(blueprint, "/cases/<number>/materials/<int:paper>", right="case.file")
def material(present: Present, number: str, paper: int) -> ResponseReturnValue:
    g = ground(present, number)
    upload = handing_in.upload_of(present.connection, g.case.id, paper)
    if upload is None or sight(present.connection, g.case, g.actor, g.ties).files != "open":
        raise NotFound
    try:
        return download(upload, save="save" in request.args)
    except FileNotFoundError:
        raise NotFound from None


@door(blueprint, "/cases/<number>/materials/<int:paper>/remove", right="case.upload", methods=("POST",))
def remove(present: Present, number: str, paper: int) -> ResponseReturnValue:
    g = ground(present, number)
    editable(present.connection, g.case.id, g.actor, seen=None)
    if not handing_in.take_back(present.connection, g.case.id, paper, present.at):
        raise NotFound
    flash(t("已移除该文件。", "The file was removed."))
    return redirect(url_for("cases.case", number=number, _anchor="materials"))


def _sent_before(present: Present, g: Ground, step: str) -> int | None:
    """The entry that this very form made when it was sent the first time, by whoever hands something in."""
    seq = int(seen) + 1 if (seen := request.form.get("version", "")).isdecimal() and len(seen) < 10 else 0
    asked = select(e.step, e.actor).where(e.case_id == g.case.id, e.seq == seq)
    told = present.connection.execute(asked).first() if "party" in g.ties else None
    return seq if told and tuple(told) == (step, g.actor.account) else None


def _elsewhere(g: Ground, name: str) -> Step:
    """A step of this lifecycle from another state: the engine says why not. A name that it doesn't have is no page."""
    found = next((s for s in g.lifecycle.steps if s.name == name), None)
    if found is None:
        raise NotFound
    return found


def _again(present: Present, number: str, refusal: Refusal) -> ResponseReturnValue:
    """The page as it now is, with what was typed and the reasons at its fields."""
    g = ground(present, number)
    typed = Typed(refusal.form, refusal.values, refusal.comment, refusal.reasons, refusal.said, refusal.files)
    return make_response(render_template("cases/page.html", **context(present, g, typed)), refusal.status)


def _still_there(present: Present, number: str) -> bool:
    try:
        ground(present, number)
    except Exception as error:
        if getattr(error, "status", None) != 404:
            raise
        return False
    return True
