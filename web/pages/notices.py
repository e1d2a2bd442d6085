"""Published notices: the list, and each notice with its period, its cases and how to object."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from models.database import Present
from models.reference import current
from web.desk.wanted import cursor
from web.doors import door
from web.pages.feeds import scopes
from web.published import PAGE, Published, by_number, latest, listed, named, naming, objected, sealed, withdrawn_because
from workflows.asks import NOTICE_KINDS
from workflows.deadline_ledger import explain

blueprint = Blueprint("notices", __name__)


@door(blueprint, "/notices", right="public.read")
def notices(present: Present) -> ResponseReturnValue:
    kind = request.args.get("kind", "")
    after = cursor(request.args.get("after", ""))
    found = latest(present.connection, current(present.connection), present.at, kind=kind, after=after and after[:2])
    return render_template(
        "notices/list.html",
        found=found[:PAGE],
        kinds=NOTICE_KINDS,
        kind=kind,
        more=_more(found, kind),
        at=present.at,
        feeds=scopes(current(present.connection)),
    )


@door(blueprint, "/notices/<number>", right="public.read")
def notice(present: Present, number: str) -> ResponseReturnValue:
    reference = current(present.connection)
    found, content = by_number(present.connection, reference, present.at, number)
    days = explain(reference.calendar, found.row.published_at, found.period) if found.period else []
    about, later = named(present.connection, content["about"]), naming(present.connection, found.row.case_id, "about")
    cases = listed(present.connection, found.row.case_id, content)
    return render_template(
        "notices/page.html", notice=found, content=content, listed=cases, days=days,
        kinds=dict(NOTICE_KINDS), at=present.at, sealed=sealed(present.connection, found.row.case_id), about=about,
        later=later, because=withdrawn_because(present.connection, found),
        objected=objected(present.connection, found.row.case_id) if found.over(present.at) else None,
    )  # fmt: skip


def _more(found: list[Published], kind: str) -> str | None:
    if len(found) <= PAGE:
        return None
    last = found[PAGE - 1].row
    return url_for("notices.notices", kind=kind, after=f"{last.published_at}-{last.case_id}")
