"""A notice before and after it is published: the page as the public will see it, its paper, and its exact bytes."""

from io import BytesIO
from types import SimpleNamespace

from flask import Blueprint, Response, render_template, send_file
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from documents.notice import Shown, notice_pdf
from models.case import cases
from models.database import Present
from models.notice import notices
from models.reference import current
from web.doors import door
from web.ground import Ground, ground
from web.language import language, t
from web.problems import NotFound
from web.published import Listed, Named, Published, by_number, following, listed, named, sealed, withdrawn_because
from workflows.asks import NOTICE_KINDS
from workflows.deadline_ledger import explain
from workflows.instants import instant
from workflows.moves import Case
from workflows.publishing import content_of
from workflows.seal import canonical, digest

blueprint = Blueprint("notice_paper", __name__)
KINDS = dict(NOTICE_KINDS)


@door(blueprint, "/cases/<number>/preview", right="case.read")
def preview(present: Present, number: str) -> ResponseReturnValue:
    """A draft as it would be published now."""
    g = ground(present, number)
    if g.lifecycle.name != "notice" or not g.lifecycle.states[g.case.state].form:
        raise NotFound
    some = _named(present, g)
    data = {"kind": "", "title": "", **g.case.form}
    told = content_of(number, data, some)
    found = _draft(present, g, told)
    days = explain(g.reference.calendar, found.row.published_at, found.period) if found.period else []
    # What each case will be, publishing decides: the list says it then.
    rows = [Listed(c["number"], c["subject"] or "", c["name"] or "", None) for c in told["cases"]]
    return render_template(
        "notices/page.html", notice=found, content=told, listed=rows, days=days,
        kinds=KINDS, at=present.at, sealed=None, preview=True, about=named(present.connection, told["about"]), later=[],
    )  # fmt: skip


@door(blueprint, "/notices/<number>/paper.pdf", right="public.read")
def paper(present: Present, number: str) -> ResponseReturnValue:
    """The notice on paper, with its digest on every page."""
    found, told = by_number(present.connection, current(present.connection), present.at, number)
    shown = listed(present.connection, found.row.case_id, told)
    rows = [(one.name or one.subject, one.subject, one.number) for one in shown]
    made = notice_pdf(
        Shown(
            number, found.row.document_number, KINDS[found.row.kind], found.row.title, told["text"],
            found.office, found.row.published_at,
            found.reckoned.due_at if found.reckoned else None, found.row.withdrawn_at, found.row.digest, rows,
            _about(found.row.kind, named(present.connection, told["about"])),
            withdrawn_because(present.connection, found) or "",
            sealed(present.connection, found.row.case_id) or "",
        ),
        lang=language(), at=found.row.published_at,
    )  # fmt: skip
    return _kept(made, "application/pdf", f"{number}.pdf")


def _about(kind: str, old: Named | None) -> str:
    """Which notice this one corrects or repeats."""
    if old is None:
        return ""
    known = f"{old.title}（{old.document_number or old.number}）"
    return t(f"本公告更正：{known}", f"This notice corrects: {known}") if kind == "correction" else t(
        f"本公告重新公示：{known}", f"This notice repeats: {known}"
    )  # fmt: skip


@door(blueprint, "/notices/<number>/content.json", right="public.read")
def content(present: Present, number: str) -> ResponseReturnValue:
    """The bytes whose SHA-256 the notice states."""
    asked = select(notices.c.content).join(cases, cases.c.id == notices.c.case_id).where(cases.c.number == number)
    kept: str | None = present.connection.execute(asked).scalar()
    if kept is None:
        raise NotFound
    return _kept(kept.encode(), "application/json", f"{number}.json")


def _named(present: Present, g: Ground) -> list[Case]:
    """The cases of the draft's list that there are, in its order."""
    wanted = [str(one) for one in g.case.form.get("cases", ())]
    rows = present.connection.execute(select(cases).where(cases.c.number.in_(wanted)))
    there = {row.number: Case(*row) for row in rows}
    return [there[one] for one in wanted if one in there and there[one].office == g.case.office]


def _draft(present: Present, g: Ground, told: dict[str, object]) -> Published:
    form = g.case.form
    row = SimpleNamespace(
        case_id=g.case.id, number=g.case.number, lifecycle=g.case.lifecycle, kind=told["kind"] or "announcement",
        office=g.case.office, title=told["title"], site_url=form.get("site_url"), digest=digest(canonical(told)).hex(),
        published_at=instant(form["published_at"]) if form.get("published_at") else present.at,
        withdrawn_at=None, ends_at=None, document_number=None,
    )  # fmt: skip
    return following(row, g.reference, present.at)


def _kept(data: bytes, media: str, name: str) -> Response:
    response = send_file(BytesIO(data), mimetype=media, as_attachment=True, download_name=name)
    response.headers["Cache-Control"] = "no-store"
    return response
