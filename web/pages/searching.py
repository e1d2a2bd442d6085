"""The auditor's search: over every entry, kept under a name, taken along as a sheet."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from models.database import Present
from models.reference import Reference, current
from web import auth
from web.desk.saved import SEARCH, forget, keep, searches
from web.desk.sheets import sheet as workbook
from web.doors import door
from web.language import local, t
from web.pages.case_words import names_of
from web.pages.heat import readable
from web.searching import FIELDS, SHEET, Found, Hit, Place, search
from workflows.actors import Actor, Role
from workflows.form import Label
from workflows.instants import instant
from workflows.rulebooks import lifecycles
from workflows.words import RECORDS, ROLES

blueprint = Blueprint("searching", __name__)
MARKS = {
    "late": Label("超过法定时限", "after the deadline"),
    "backdated": Label("生效一天以后才登记", "recorded more than a day after it took effect"),
    "behalf": Label("代收书面材料", "on paper received, for somebody else"),
    "exception": Label("上级机构代办（岗位分离的例外）", "by a higher office in a desk's stead (separation of duties)"),
    "rare": Label("少见的走向", "by a rare way"),
}
HEADS = (
    Label("办件", "Case"), Label("序号", "Entry"), Label("事项", "Kind"), Label("步骤", "Step"), Label("环节", "To"),
    Label("办理人", "By"), Label("角色", "Role"), Label("依据", "Law"), Label("生效", "Effective"),
    Label("登记", "Recorded"), Label("超期", "Late"),
)  # fmt: skip


@door(blueprint, "/audit/search", right="audit.read")
def find(present: Present) -> ResponseReturnValue:
    actor, asked = _me(present), _asked()
    reference = current(present.connection)
    found = _found(present, actor, asked, reference, _place(), 50) if any(asked.values()) else Found([], None)
    query = {name: value for name, value in asked.items() if value}
    offices = readable(actor, reference)
    return render_template(
        "audit/search.html", asked=asked, query=query, rows=list(_rows(present, found.hits)), marks=MARKS,
        kinds=_kinds(reference, offices), offices=[reference.offices[o] for o in sorted(offices)],
        kept=searches(present.connection, actor.account), roles=ROLES,
        more=f"{found.after[0]}-{found.after[1]}" if found.after else None,
    )  # fmt: skip


@door(blueprint, "/audit/search.xlsx", right="audit.export")
def sheet(present: Present) -> ResponseReturnValue:
    found = _found(present, _me(present), _asked(), current(present.connection), None, SHEET)
    rows = ([_plain(cell) for cell in _cells(row)] for row in _rows(present, found.hits))
    return workbook(t("审计检索", "audit search"), "search", [t(*head) for head in HEADS], rows)


@door(blueprint, "/audit/search/keep", right="audit.keep", methods=("POST",))
def keep_search(present: Present) -> ResponseReturnValue:
    """Under its name; without a query, forget what was kept under it."""
    me, name, query = _me(present).account, request.form.get("name", "").strip(), request.form.get("query", "")
    if name and query:
        kept = keep(present.connection, me, name, f"{SEARCH}{query}")
        flash(
            t("已保存。", "Kept.")
            if kept
            else t("保存的已经太多，请先删除一个。", "There are too many: remove one first.")
        )
    elif name:
        forget(present.connection, me, name)
    return redirect(f"{url_for('searching.find')}?{query}" if query else url_for("searching.find"))


def _me(present: Present) -> Actor:
    actor = auth.actor_of(present.visitor)
    assert actor is not None  # the rights admit accounts alone
    return actor


def _asked() -> dict[str, str]:
    asked = {name: request.args.get(name, "").strip()[:120] for name in FIELDS}
    for name in ("since", "until"):
        asked[name] = asked[name] if _is_day(asked[name]) else ""
    return asked


def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


def _place() -> Place | None:
    case, _, seq = request.args.get("after", "").partition("-")
    told = case.isdecimal() and seq.isdecimal() and len(case) + len(seq) < 20
    return (int(case), int(seq)) if told else None


def _found(
    present: Present, actor: Actor, asked: Mapping[str, str], reference: Reference, after: Place | None, limit: int
) -> Found:
    own = {office for role, office in actor.grants if role == Role.AUDITOR}
    offices = frozenset(code for office in own for code in reference.below(office))
    return search(present.connection, asked, offices, reference, present.at, after=after, limit=limit)


def _kinds(reference: Reference, offices: frozenset[str]) -> list[Any]:
    books = {reference.offices[o].book for o in offices}
    return [lc for lc in lifecycles().values() if lc.book in books]


def _rows(present: Present, hits: list[Hit]) -> Iterator[dict[str, Any]]:
    names = names_of(present.connection, {hit.body["actor"] for hit in hits})
    for hit in hits:
        lifecycle, body = lifecycles()[hit.lifecycle], hit.body
        step, state = lifecycle.at.get((body["source"], body["step"])), lifecycle.states.get(body["target"])
        yield {
            "number": hit.number, "seq": hit.seq, "kind": lifecycle.label, "state": state.label if state else None,
            "step": step.label if step else RECORDS.get(body["kind"]), "who": names.get(body["actor"], body["actor"]),
            "role": ROLES[Role(body["role"])], "law": body["law"], "effective_at": instant(body["effective"]),
            "recorded_at": hit.recorded_at, "late": hit.late,
        }  # fmt: skip


def _cells(row: Mapping[str, Any]) -> list[Any]:
    when = [local(row[name]).isoformat(" ", "minutes")[:16] for name in ("effective_at", "recorded_at")]
    told = [row[name] for name in ("number", "seq", "kind", "step", "state", "who", "role")]
    return [*told, "、".join(row["law"]), *when, Label("是", "yes") if row["late"] else ""]


def _plain(cell: Any) -> str:
    return t(*cell) if isinstance(cell, Label) else "" if cell is None else str(cell)
