"""What is noted beside a case: marks of its materials, remarks; the list of gaps on paper; and phrases of one's own."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from models.database import Present
from web import auth
from web.desk import phrases, remarking
from web.desk.marking import GAPS, NOTE, VERDICTS, Mark, asked_of, mark, markable, read_back
from web.doors import door
from web.ground import ground
from web.history_view import history_view
from web.language import t
from web.problems import NotFound
from web.sight import sight
from workflows.errors import NotPermitted, Reason, Refused
from workflows.instants import instant

blueprint = Blueprint("reviewing", __name__)
NOT_HERE = Reason("wrong_desk", "由可以退回补正的机构标注", "The desk that may return the case marks its materials.")
FULL = Reason("limit_reached", f"最多保存 {phrases.MOST} 条，请先删除不用的",
              f"You keep {phrases.MOST} phrases already: remove one first.")  # fmt: skip


@door(blueprint, "/cases/<number>/marks", right="case.review", methods=("POST",))
def mark_materials(present: Present, number: str) -> ResponseReturnValue:
    """Keep the marks of the page, then show the step that returns the case, if anything is to be put right."""
    g = ground(present, number)
    if not markable(g.case, g.lifecycle, g.actor):
        raise NotPermitted(NOT_HERE)
    given = {kind: _marked(kind) for kind in asked_of(g.lifecycle)}
    mark(present.connection, g.case.id, given, g.actor, present.at)
    faults = sum(one is not None and one.verdict != "complete" for one in given.values())
    flash(
        t(f"已保存标注；{faults} 项列入补正清单。", f"Marks saved; {faults} on the list of what has to be put right.")
        if faults
        else t("已保存标注，没有需要补正的材料。", "Marks saved; nothing has to be put right.")
    )
    returns = next(s for s in g.lifecycle.leaving(g.case.state) if any(f.name == GAPS for f in s.asks.fields))
    return redirect(url_for("cases.case", number=number, _anchor=f"step-{returns.name}" if faults else "materials"))


def _marked(kind: str) -> Mark | None:
    verdict, note = request.form.get(f"mark-{kind}", ""), request.form.get(f"note-{kind}", "")
    return Mark(verdict, " ".join(note.split())[:NOTE]) if verdict in VERDICTS else None


@door(blueprint, "/cases/<number>/remarks", right="case.review", methods=("POST",))
def add_remark(present: Present, number: str) -> ResponseReturnValue:
    g = ground(present, number)
    told = request.form.get("told", "office")
    text = request.form.get("remark", "")
    which = request.form.get("corrects", "")
    corrects = int(which) if which.isdecimal() and len(which) < 16 else None
    remarking.write(
        present.connection, g.case, g.actor, g.reference, told=told, text=text, at=present.at, corrects=corrects
    )  # fmt: skip
    flash(t("已告知申请人。", "The applicant is told.") if told == "applicant" else t("已保存。", "Saved."))
    return redirect(url_for("cases.case", number=number, _anchor="remarks"))


@door(blueprint, "/cases/<number>/gaps", right="case.read")
def gaps(present: Present, number: str) -> ResponseReturnValue:
    """The last list of everything that has to be put right, to be printed."""
    g = ground(present, number)
    history = history_view(present.connection, g.case, sight(present.connection, g.case, g.actor, g.ties))
    told = next((entry for entry in reversed(history) if entry["values"].get(GAPS)), None)
    if told is None:
        raise NotFound
    office = g.reference.offices.get(told["office"]) or g.reference.offices[g.case.office]
    returned = g.case.state == told["target"]  # later on, another period runs
    due = (g.case.due_at or g.case.target_at) if returned else None
    return render_template(
        "cases/gaps.html",
        gaps=[read_back(gap, g.lifecycle) for gap in told["values"][GAPS]],
        laws=told["law"],
        told_at=instant(told["effective_at"]),
        due=due,
        case=g.case,
        lifecycle=g.lifecycle,
        office=office,
    )


@door(blueprint, "/account/phrases", right="case.review")
def own_phrases(present: Present) -> ResponseReturnValue:
    return render_template("account/phrases.html", phrases=phrases.phrases_of(present.connection, _account(present)))


@door(blueprint, "/account/phrases", right="case.review", methods=("POST",))
def keep_phrase(present: Present) -> ResponseReturnValue:
    if not phrases.keep(present.connection, _account(present), request.form.get("text", "")):
        raise Refused(FULL)
    return ("", 204) if "quietly" in request.form else redirect(url_for("reviewing.own_phrases"))


@door(blueprint, "/account/phrases/forget", right="case.review", methods=("POST",))
def forget_phrase(present: Present) -> ResponseReturnValue:
    phrase = request.form.get("phrase", "")
    if phrase.isdecimal() and len(phrase) < 16:
        phrases.forget(present.connection, _account(present), int(phrase))
    return redirect(url_for("reviewing.own_phrases"))


def _account(present: Present) -> str:
    actor = auth.actor_of(present.visitor)
    assert actor is not None  # the right `case.review` admits accounts only
    return actor.account
