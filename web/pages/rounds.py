"""The page of a call's round: its applicants with states, scores and opinions, and what is done with many of them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from models.database import Present
from models.reference import current
from web import auth
from web.desk.noticing import kind_of
from web.desk.round import Applicant, Round, round_of
from web.desk.said_of import Opinion, open_objections, opinions
from web.desk.sheets import sheet
from web.doors import door
from web.language import label, moment, t
from web.pages.panel_view import criteria_of
from web.problems import NotFound
from workflows.actors import DESK_ROLES, Actor
from workflows.form import Label
from workflows.moves import Standing
from workflows.rulebooks import lifecycles
from workflows.standing import may_open

blueprint = Blueprint("rounds", __name__)
PAGE = 100
WORST = 10**6  # ranks of those without a score come last
Key = Callable[[Applicant], Any]
SORTS: dict[str, tuple[Label, Key]] = {
    "rank": (Label("名次", "rank"), lambda one: -(one.mean if one.mean is not None else -WORST)),
    "handed_in": (Label("提交时间", "time handed in"), lambda one: one.handed_in),
    "name": (Label("名称", "name"), lambda one: one.name),
    "office": (Label("受理机构", "office"), lambda one: one.case.home),
    "state": (Label("环节", "state"), lambda one: list(one.lifecycle.states).index(one.case.state)),
}
HEAD = (
    Label("名次", "Rank"), Label("编号", "Number"), Label("名称", "Name"), Label("申报单位", "Applicant"),
    Label("信用代码", "Credit code"), Label("受理机构", "Filed with"), Label("环节", "State"),
    Label("提交时间", "Handed in"), Label("已评", "Scored"), Label("应评", "Asked"), Label("平均", "Mean"),
    Label("最低", "Lowest"), Label("最高", "Highest"), Label("各专家评分", "Each expert"),
    Label("各级意见", "Opinions"), Label("未办结异议", "Open objections"),
)  # fmt: skip


class Beside(NamedTuple):
    """What the applications of a page bring along."""

    opinions: Mapping[int, list[Opinion]]
    objections: Mapping[int, list[str]]


@door(blueprint, "/calls/<number>", right="case.read")
def call(present: Present, number: str) -> ResponseReturnValue:
    """Whoever isn't of an office of the region finds nothing here."""
    actor, found = _round(present, number)
    rows = _sorted(found)
    first = next((i + 1 for i, one in enumerate(rows) if one.case.number == request.args.get("after")), 0)
    shown = rows[first : first + PAGE]
    return render_template(
        "work/round.html", round=found, rows=shown, beside=_beside(present.connection, found, shown),
        states=_states(found), wanted=_wanted(found), sorts={name: words for name, (words, _) in SORTS.items()},
        full=sum(int(f.maximum or 0) for f in criteria_of(found.lifecycle)), first=first,
        more=_more(found, shown) if len(rows) > first + PAGE else None,
        acts=any(role in DESK_ROLES for role, _ in actor.grants), deeds=_deeds(found, actor),
    )  # fmt: skip


@door(blueprint, "/calls/<number>/round.xlsx", right="case.export")
def workbook(present: Present, number: str) -> ResponseReturnValue:
    """The round as it is filtered and sorted, all of it."""
    _, found = _round(present, number)
    rows = _sorted(found)
    beside = _beside(present.connection, found, rows)
    return sheet(f"{number}-{t('申报', 'round')}", "round", [label(words) for words in HEAD], _cells(rows, beside))


def _round(present: Present, number: str) -> tuple[Actor, Round]:
    actor = auth.actor_of(present.visitor)
    found = round_of(present.connection, number, actor, current(present.connection)) if actor else None
    if actor is None or found is None:
        raise NotFound
    return actor, found


def _wanted(found: Round) -> dict[str, str]:
    """By rank at first, where experts give marks."""
    sort, usual = request.args.get("sort", ""), "rank" if criteria_of(found.lifecycle) else "handed_in"
    return {"sort": sort if sort in SORTS else usual, "state": request.args.get("state", "")}


def _sorted(found: Round) -> Sequence[Applicant]:
    wanted = _wanted(found)
    some = [one for one in found.applicants if wanted["state"] in ("", one.case.state)]
    return sorted(some, key=SORTS[wanted["sort"]][1])  # equal ones stay in the order in which they came


def _states(found: Round) -> list[tuple[Any, int]]:
    """Each state in which an application stands, and how many do, in the order of the lifecycle."""
    counted = [
        (state, sum(one.state is state for one in found.applicants)) for state in found.lifecycle.states.values()
    ]
    return [(state, count) for state, count in counted if count]


def _beside(connection: Connection, found: Round, shown: Sequence[Applicant]) -> Beside:
    ids = [one.case.id for one in shown]
    return Beside(opinions(connection, ids, found.lifecycle), open_objections(connection, ids))


def _deeds(found: Round, actor: Actor) -> dict[str, Label]:
    """What a notice does with a list of these, by its kind; nothing where this visitor composes none."""
    lifecycle = found.lifecycle
    notice = lifecycles()[f"{lifecycle.book}/{lifecycle.edition}/notice"]
    if not isinstance(may_open(actor, notice, found.call.office, set()), Standing):
        return {}
    return {kind_of(lifecycle, s): s.label for s in lifecycle.steps if s.on_notice and s.laws != ("office",)}


def _more(found: Round, shown: Sequence[Applicant]) -> str:
    wanted = _wanted(found)
    after = shown[-1].case.number
    return url_for(
        "rounds.call", number=found.call.number, after=after, sort=wanted["sort"], state=wanted["state"] or None
    )


def _cells(rows: Sequence[Applicant], beside: Beside) -> Iterator[Sequence[object]]:
    for one in rows:
        case, scores = one.case, one.counted
        asked = (len(scores), one.asked) if one.given is not None else ("", "")
        each = "；".join(f"{g.expert} {'–' if g.total is None else g.total}" for g in one.given or () if not g.recused)
        told = "\n".join(f"{label(o.step)}：{o.text}" for o in beside.opinions.get(case.id, ()))
        yield (one.rank, case.number, one.name, case.subject_name, case.subject_number, label(one.home),
               label(one.state.label), moment(one.handed_in), *asked, one.mean, min(scores, default=""),
               max(scores, default=""), each, told, "、".join(beside.objections.get(case.id, ())))  # fmt: skip
