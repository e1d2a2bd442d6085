"""The offices of a settings administrator: what each says of itself in the numbers, and at the foot, of its notices."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from models.database import Present
from models.reference import Office, Reference, current
from web import auth
from web.doors import door
from web.language import t
from web.problems import NotFound
from workflows.actors import Role
from workflows.errors import Reason
from workflows.form import Label
from workflows.instants import local
from workflows.notice_numbers import told_as
from workflows.offices import LENGTHS, describe, wrong
from workflows.rulebooks import lifecycles

blueprint = Blueprint("offices_admin", __name__)
FIELDS = {
    "short": (Label("公告文号简称", "Short name in the numbers of its notices"),
              Label("如“穗工信”；不填则用机构名称。已发布的公告文号不变。",
                    "such as 穗工信; left empty, its name. Numbers that were given stay.")),
    "address": (Label("地址", "Address"),
                Label("印在公告上，供公众递交书面材料。", "Printed on its notices, for papers that people bring.")),
    "phone": (Label("电话", "Telephone"),
              Label("机构的公开电话，不是个人电话。", "The office's public line, nobody's own.")),
}  # fmt: skip


@door(blueprint, "/admin/offices", right="office.settings")
def offices(present: Present) -> ResponseReturnValue:
    """Every office at or below the visitor's, from the top down; one of them to be changed, where it is named."""
    reference, code = current(present.connection), request.args.get("office", "")
    chosen = _own(present, reference, code) if code else None
    return render_template("admin/offices.html", **_context(present, reference, chosen))


@door(blueprint, "/admin/offices", right="office.set", methods=("POST",))
def keep(present: Present) -> ResponseReturnValue:
    reference = current(present.connection)
    chosen = _own(present, reference, request.form.get("office", ""))
    typed = {name: request.form.get(name, "").strip() for name in LENGTHS}
    if reasons := wrong(typed):
        told = _context(present, reference, chosen, typed, reasons)
        return make_response(render_template("admin/offices.html", **told), 422)
    describe(present.connection, chosen.code, typed)
    flash(t(f"已保存：{chosen.zh}", f"Saved: {chosen.en}"))
    return redirect(url_for("offices_admin.offices", _anchor=f"office-{chosen.code}"))


def _own(present: Present, reference: Reference, code: str) -> Office:
    found = next((office for office, _ in _tree(present, reference) if office.code == code), None)
    if found is None:
        raise NotFound
    return found


def _tree(present: Present, reference: Reference) -> list[tuple[Office, int]]:
    """The offices at or below those whose settings the visitor keeps, each with how many of them lie above it."""
    actor = auth.actor_of(present.visitor)
    held = actor.offices(Role.SETTINGS_ADMIN) if actor else ()
    mine = {code for top in held for code in reference.below(top)}
    lines = {code: tuple(reversed(reference.above(code))) for code in mine}
    ordered = sorted(mine, key=lambda code: [office.code for office in lines[code]])
    return [(reference.offices[code], sum(o.code in mine for o in lines[code]) - 1) for code in ordered]


def publishes(office: Office) -> bool:
    """Whether notices of any edition of its book are its own."""
    return ("notice", office.book, office.level) in {(lc.name, lc.book, lc.home) for lc in lifecycles().values()}


def _context(
    present: Present, reference: Reference, chosen: Office | None, typed: Mapping[str, str] | None = None,
    reasons: list[Reason] | None = None,
) -> dict[str, Any]:  # fmt: skip
    held = {name: getattr(chosen, name) or "" for name in LENGTHS} if chosen else {}
    year = int(local(present.at)[:4])
    return {
        "tree": [(o, depth, told_as(o, year) if publishes(o) else "") for o, depth in _tree(present, reference)],
        "changing": chosen, "values": typed or held, "fields": FIELDS, "lengths": LENGTHS,
        "wrong": {reason.field: reason for reason in reasons or ()},
    }  # fmt: skip
