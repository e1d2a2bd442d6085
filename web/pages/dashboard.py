"""The figures of an office tree, with charts, tables and the way down to the cases; and lists as workbooks."""

from collections.abc import Iterator
from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from models.database import Present
from models.reference import current
from web import auth
from web.desk import charts
from web.desk.figures import Figures, figures, last_day, months, tree
from web.desk.round import calls_of
from web.desk.sheets import sheet
from web.desk.wanted import Wanted, edges, wanted
from web.doors import door
from web.language import label, moment, t, until
from web.pages.listing import Row, page_of
from web.pages.worklist import VIEWS, kinds, views_of
from workflows.actors import Actor
from workflows.form import Label
from workflows.rulebooks import lifecycles

blueprint = Blueprint("dashboard", __name__)
HEAD = (
    Label("编号", "Number"), Label("事项", "Kind"), Label("名称", "Name"), Label("当事人", "Subject"),
    Label("环节", "State"), Label("机构", "Office"), Label("期限", "Due"), Label("剩余", "Left"),
    Label("期限性质", "By"), Label("日期", "Date"),
)  # fmt: skip
STAYS = (
    Label("事项", "Kind"), Label("环节", "State"), Label("次数", "Times"), Label("中位数（天）", "Median, days"),
    Label("最长（天）", "Longest, days"),
)  # fmt: skip
SPANS = (3, 12, 24)  # months
MOST = 10_000  # rows of a workbook


@door(blueprint, "/dashboard", right="figures.read")
def dashboard(present: Present) -> ResponseReturnValue:
    told = _told(present)
    sums: Figures = told["figures"]
    pictures = {"months": charts.flows(sums.by_month), "kinds": charts.waiting(sums.by_lifecycle),
                "offices": charts.waiting(sums.by_office)}  # fmt: skip
    calls = calls_of(present.connection, _actor(present), current(present.connection))
    return render_template("work/dashboard.html", **told, pictures=pictures, calls=calls)


@door(blueprint, "/dashboard/<table>.xlsx", right="list.export")
def table(present: Present, table: str) -> ResponseReturnValue:
    """One of the page's tables as a workbook."""
    sums: Figures = _told(present)["figures"]
    if table == "stays":
        stays = ((label(s.lifecycle.label), label(s.state.label), s.times, s.middle, s.longest) for s in sums.stays)
        return sheet(t("各环节用时", "time per state"), "stays", [label(words) for words in STAYS], stays)
    by = {"months": sums.by_month, "kinds": sums.by_lifecycle, "offices": sums.by_office}.get(table, [sums.total])
    head = (t("名称", "Name"), t("新收", "Came in"), t("办结", "Went out"), t("在办", "Waiting"), t("超期", "Late"))
    return sheet(
        t("统计", "figures"), table[:31], head, ((label(f.words), f.came, f.went, f.waits, f.late) for f in by)
    )


@door(blueprint, "/work.xlsx", right="list.export")
def worklist(present: Present) -> ResponseReturnValue:
    """The list as it is filtered, page after page."""
    actor = _actor(present)
    asked = wanted(request.args, views_of(actor))._replace(after=None)
    head = [label(words) for words in HEAD]
    return sheet(label(VIEWS[asked.view]), asked.view, head, map(_cells, _rows(present, asked, actor)))


def _rows(present: Present, asked: Wanted, actor: Actor) -> Iterator[Row]:
    reference, read = current(present.connection), 0
    limits = edges(reference.calendar, present.at)
    while read < MOST:
        page = page_of(present.connection, asked, actor, reference, present.at, limits)
        yield from page.rows
        read += len(page.rows)
        if page.more is None:
            return
        asked = asked._replace(after=page.more)


def _cells(row: Row) -> tuple[object, ...]:
    case, light = row.case, row.light
    due = (until(light.due_at), label(light.words)) if light else ("", "")
    kind = (
        {"statutory": t("法定时限", "statutory"), "office": t("承诺时限", "office target")}.get(light.kind, "")
        if light
        else ""
    )
    provisional = t("（暂定）", " (provisional)") if light and light.provisional else ""
    return (case.number, label(row.lifecycle.label), row.title, case.subject_name, label(row.state.label),
            label(row.office), due[0] + provisional, due[1], kind, moment(row.key))  # fmt: skip


def _told(present: Present) -> dict[str, Any]:
    actor, reference = _actor(present), current(present.connection)
    every = tree(actor, reference)
    office, kind = request.args.get("office", ""), request.args.get("lifecycle", "")
    office, kind = office if office in every else "", kind if kind in lifecycles() else ""
    count = request.args.get("months", "")
    span = months(present.at, int(count) if count in map(str, SPANS) else SPANS[1])
    found = figures(present.connection, tree(actor, reference, office), reference, present.at, span, kind)
    return {
        "figures": found, "span": span, "spans": SPANS, "office": office, "kind": kind,
        "offices": [reference.offices[code] for code in every], "lifecycles": kinds(actor, reference),
        "last_day": last_day,
    }  # fmt: skip


def _actor(present: Present) -> Actor:
    actor = auth.actor_of(present.visitor)
    assert actor is not None  # both rights admit accounts only
    return actor
