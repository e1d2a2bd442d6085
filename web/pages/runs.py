"""The years' assessment runs: seen by every account, set by who may, agreed to where a second office must."""

import json
from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select

from models.case import cases
from models.database import Present
from models.reference import current
from models.runs import assessment_runs
from web import auth, forms
from web.doors import door
from web.language import t
from web.problems import NotAllowed
from web.run_rights import AGREES, SETS, agrees, sets
from workflows.actors import Actor
from workflows.errors import Conflict, Invalid, Reason
from workflows.form import Field, Label
from workflows.forms import checked
from workflows.instants import day_of
from workflows.lifecycle import Lifecycle
from workflows.rulebooks import editions, lifecycles
from workflows.runs import agree, set_run

blueprint = Blueprint("runs", __name__)
r = assessment_runs.c
LATEST = 50
YEAR = Field("year", Label("年度", "Year"), "int", minimum=2000, maximum=2199)
CRITERIA = Field("criteria", Label("考核标准", "Criteria"), max_length=10000)
CLOSES = Field("closes_on", Label("自评材料截止日", "Reports are in by"), "date")
TARGET = Field(
    "public_service_target", Label("公益服务目标（次）", "Target of public services"), "int", required=False, minimum=0,
    maximum=10_000,
)  # fmt: skip
BESIDE = {"hubei": (TARGET,)}  # HB-18 (4)


@door(blueprint, "/runs", right="run.read")
def runs(present: Present) -> ResponseReturnValue:
    return render_template("runs/page.html", **_context(present, {"year": day_of(present.at).year}))


@door(blueprint, "/runs", right="run.set", methods=("POST",))
def begin(present: Present) -> ResponseReturnValue:
    book = request.form.get("book", "")
    if book not in sets(_actor(present), current(present.connection)):
        raise NotAllowed
    fields = _fields(book)
    typed = request.form.copy()
    typed.poplist("book")
    data, wrong = checked(fields, forms.values(fields, typed), {})
    reasons: tuple[Reason, ...] = wrong or _set(present, book, data)
    if reasons:
        return make_response(render_template("runs/page.html", **_context(present, {**request.form}, reasons)), 422)
    flash(t("年度考核已设定。", "The year’s run is set."))
    return redirect(url_for("runs.runs"))


@door(blueprint, "/runs/<int:run>/agree", right="run.agree", methods=("POST",))
def consent(present: Present, run: int) -> ResponseReturnValue:
    book = present.connection.execute(select(r.book).where(r.id == run)).scalar() if run < 2**63 else None
    if book not in agrees(_actor(present), current(present.connection)):
        raise NotAllowed
    agree(present.connection, run, by=_actor(present), role=AGREES[str(book)][0])
    flash(t("已同意，考核将按此开立。", "Agreed: assessments are opened by it."))
    return redirect(url_for("runs.runs"))


def _set(present: Present, book: str, data: dict[str, Any]) -> tuple[Reason, ...]:
    beside = {name: value for name, value in data.items() if name in {f.name for f in BESIDE.get(book, ())}}
    try:
        set_run(
            present.connection, book=book, year=data["year"], criteria=data["criteria"], closes_on=data["closes_on"],
            data=beside, by=_actor(present), role=SETS[book][0], at=present.at,
        )  # fmt: skip
    except (Conflict, Invalid) as refused:
        return refused.reasons
    return ()


def _fields(book: str) -> tuple[Field, ...]:
    return (YEAR, CRITERIA, CLOSES, *BESIDE.get(book, ()))


def _context(present: Present, typed: dict[str, Any], reasons: tuple[Reason, ...] = ()) -> dict[str, Any]:
    actor, reference = _actor(present), current(present.connection)
    mine = sets(actor, reference)
    rows = present.connection.execute(select(assessment_runs).order_by(r.id.desc()).limit(LATEST)).all()
    own = {reference.offices[office].book for _, office in actor.grants if office in reference.offices}
    rows = sorted(rows, key=lambda row: row.book not in own)  # the own region's first, the newest first in each
    return {
        "rows": [(row, _progress(present, row.book, row.year), json.loads(row.data)) for row in rows],
        "mine": [(book, editions(book)[0].label, _fields(book)) for book in mine], "agrees": agrees(actor, reference),
        "typed": typed, "reasons": reasons, "labels": {book: editions(book)[0].label for book in SETS},
        "needs": set(AGREES), "me": actor.account,
    }  # fmt: skip


def _progress(present: Present, book: str, year: int) -> list[tuple[Label, int]]:
    """How many assessments of the run stand in each state, in the order of the law."""
    c = cases.c
    of = [lc for lc in lifecycles().values() if (lc.book, lc.name) == (book, "assessment")]
    counted = func.count().label("count")
    asked = select(c.lifecycle, c.state, counted).where(
        c.lifecycle.in_([lc.key for lc in of]), c.data.contains(f'"year":{year}', autoescape=True)
    )
    found = {(k, s): n for k, s, n in present.connection.execute(asked.group_by(c.lifecycle, c.state))}
    return [(state.label, n) for lc in of for state in _states(lc) if (n := found.get((lc.key, state.name)))]


def _states(lifecycle: Lifecycle) -> list[Any]:
    return list(lifecycle.states.values())


def _actor(present: Present) -> Actor:
    actor = auth.actor_of(present.visitor)
    assert actor is not None  # these rights admit accounts only
    return actor
