"""A long form filled in part by part: a part's page, the check of everything before it is sent, and the receipt."""

from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from models.case import entries
from models.database import Present
from models.material import materials
from web.case_view import case_view
from web.doors import door
from web.filling_view import Filling, filling, receipt_of
from web.ground import Ground, ground
from web.history_view import history_view
from web.language import t
from web.pages.case_page import Typed
from web.pages.taking import Refusal, save
from web.problems import NotFound
from web.sections import Section
from web.sight import sight
from workflows.form import Asks, Label
from workflows.lifecycle import Step

blueprint = Blueprint("filling", __name__)


@door(blueprint, "/cases/<number>/form/<part>", right="case.read")
def part(present: Present, number: str, part: str) -> ResponseReturnValue:
    g = ground(present, number)
    found = _found(present, g)
    if found is None:
        return _nothing_to_fill_in(g)
    return render_template("filling/part.html", **_shown(present, g, found, _named(found, part), Typed()))


@door(blueprint, "/cases/<number>/form/<part>", right="case.edit", methods=("POST",))
def save_part(present: Present, number: str, part: str) -> ResponseReturnValue:
    """Keep what stands on the page, and go on to the next part that isn't done, or back to the list."""
    g = ground(present, number)
    found = _found(present, g)
    if found is None:
        return _nothing_to_fill_in(g)
    chosen = _named(found, part)
    refusal = save(present, g, found.step, Asks(chosen.fields, chosen.papers))
    if refusal:
        return make_response(
            render_template("filling/part.html", **_again(present, g, chosen, refusal)), refusal.status
        )
    if "quietly" in request.form:
        return "", 204
    saved = _found(present, ground(present, number)) or found
    _tell(_named(saved, part))
    if "stay" in request.form:
        return redirect(url_for("filling.part", number=number, part=part))
    return redirect(_onwards(number, saved, part))


@door(blueprint, "/cases/<number>/check", right="case.read")
def check(present: Present, number: str) -> ResponseReturnValue:
    """All that would be sent, to be read once more."""
    g = ground(present, number)
    found = _found(present, g)
    if found is None:
        return _nothing_to_fill_in(g)
    return render_template("filling/check.html", g=g, case=g.case, lifecycle=g.lifecycle, found=found)


@door(blueprint, "/cases/<number>/receipt/<int:seq>", right="case.read")
def receipt(present: Present, number: str, seq: int) -> ResponseReturnValue:
    g = ground(present, number)
    asked = select(entries.c.actor).where(entries.c.case_id == g.case.id, entries.c.seq == seq)
    if "party" not in g.ties or present.connection.execute(asked).scalar() is None:
        raise NotFound
    return render_template("filling/receipt.html", **receipt_of(present, g, seq))


def _nothing_to_fill_in(g: Ground) -> ResponseReturnValue:
    """Back, or in another window, after it was sent: where it stands now."""
    if "party" not in g.ties:
        raise NotFound
    flash(t("这里现在没有要填写的内容，没有改动：通常是已经提交。下面是办理情况。",
            "There is nothing to fill in here now, and nothing was changed: mostly it was sent already. "
            "This is where it stands."))  # fmt: skip
    return redirect(url_for("cases.case", number=g.case.number))


def _found(present: Present, g: Ground) -> Filling | None:
    view = case_view(present.connection, g.case, g.actor, g.ties, g.reference, present.at)
    history = history_view(present.connection, g.case, sight(present.connection, g.case, g.actor, g.ties))
    return filling(g, view, history)


def _named(found: Filling, name: str) -> Section:
    chosen = next((one for one in found.sections if one.name == name), None)
    if chosen is None:
        raise NotFound
    return chosen


def _tell(part: Section) -> None:
    """That it was saved, and what is wrong with it: a page on, nobody would look for it."""
    wrong = [Label(reason["zh"], reason["en"]) for reason in part.reasons]
    if not wrong:
        flash(t("已保存。", "Saved."))
        return
    zh, en = "；".join(one.zh for one in wrong), " ".join(one.en for one in wrong)
    flash(t(f"已保存。提交前还要改正“{part.label.zh}”：{zh}", f"Saved. To be mended under “{part.label.en}”: {en}"))


def _onwards(number: str, found: Filling, name: str) -> str:
    """The next part with something to do, then the check; the list where the visitor wants it."""
    names = [one.name for one in found.sections]
    later = found.sections[names.index(name) + 1 :]
    if "back" not in request.form:
        if after := next((one for one in later if one.state == "open"), None):
            return url_for("filling.part", number=number, part=after.name)
        if found.ready:
            return url_for("filling.check", number=number)
    return url_for("cases.case", number=number, _anchor="form")


def _again(present: Present, g: Ground, chosen: Section, refusal: Refusal) -> dict[str, Any]:
    found = _found(present, g)
    if found is None:
        raise NotFound
    typed = Typed(refusal.form, refusal.values, refusal.comment, refusal.reasons, refusal.said, refusal.files)
    return _shown(present, g, found, _named(found, chosen.name), typed)


def _shown(present: Present, g: Ground, found: Filling, chosen: Section, typed: Typed) -> dict[str, Any]:
    names = [one.name for one in found.sections]
    step: Step = found.step
    return {
        "case": g.case, "lifecycle": g.lifecycle, "found": found, "part": chosen, "typed": typed, "step": step,
        "place": names.index(chosen.name) + 1, "offices": _offices(g),
        "loose": _loose(present, g),
    }  # fmt: skip


def _loose(present: Present, g: Ground) -> set[int]:
    """The files that no entry holds yet: these may still be taken away."""
    m = materials.c
    return set(present.connection.scalars(select(m.id).where(m.case_id == g.case.id, m.seq.is_(None))))


def _offices(g: Ground) -> list[tuple[str, Any]]:
    return [(o.code, o) for o in g.reference.offices.values() if o.book == g.lifecycle.book]
