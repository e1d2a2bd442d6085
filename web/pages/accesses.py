"""Who saw whose data: the log of accesses, by case, by whom it is about, by account."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from models import access
from models.database import Present
from web.doors import door
from web.pages.case_words import names_of
from workflows.form import Label

blueprint = Blueprint("accesses", __name__)
PAGE = 50
KINDS = {
    access.READ: Label("查看个人信息", "read personal data"),
    access.EXPORT: Label("导出", "took along"),
    access.DEED: Label("变更账号、授权或设置", "changed accounts, grants or settings"),
    access.REFUSED: Label("被拒绝", "was refused"),
}


@door(blueprint, "/audit/access", right="audit.read")
def log(present: Present) -> ResponseReturnValue:
    asked = {name: request.args.get(name, "").strip()[:80] for name in ("case", "subject", "account", "kind")}
    last = request.args.get("before", "")
    before = int(last) if last.isdecimal() and len(last) < 16 else None
    rows = access.found(present.connection, **asked, before=before, limit=PAGE + 1)
    names = names_of(present.connection, {r.account for r in rows} | {r.whom for r in rows if r.whom})
    return render_template(
        "audit/access.html", asked=asked, rows=rows[:PAGE], names=names, kinds=KINDS,
        more=rows[PAGE - 1].id if len(rows) > PAGE else None,
    )  # fmt: skip
