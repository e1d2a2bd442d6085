"""The auditor's first page: what the last look over the history found, a look now, and the checkpoints."""

from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Row, select

from models import verification, witness
from models.checkpoint import checkpoints
from models.database import Present
from web.doors import door
from web.installation import here
from workflows.form import Label
from workflows.looking import kept_report
from workflows.signing import signer

blueprint = Blueprint("audit", __name__)
SHOWN = 20
PARTS = {
    "entries": Label("记录", "entries"),
    "cases": Label("办件", "cases"),
    "files": Label("文件", "files"),
}


@door(blueprint, "/audit", right="audit.read")
def audit(present: Present) -> ResponseReturnValue:
    newest = select(checkpoints).order_by(checkpoints.c.size.desc()).limit(SHOWN)
    last = verification.last_verification(present.connection)
    return render_template(
        "audit/page.html", last=last, report=kept_report(last.report) if last and last.report else None,
        running=_running(verification.newest(present.connection), present.now), parts=PARTS,
        checkpoints=present.connection.execute(newest).all(), key=str(signer(here().settings.data_dir).verifier),
        witnesses=witness.told(present.connection), address=here().settings.witness_url,
    )  # fmt: skip


def _running(newest: Row[Any] | None, now: int) -> Row[Any] | None:
    return newest if newest is not None and verification.is_open(newest, now) else None


@door(blueprint, "/audit/verify", right="audit.verify", methods=("POST",))
def ask_for_a_look(present: Present) -> ResponseReturnValue:
    """A scheduler takes it up within a second or so; to ask twice is to ask once."""
    verification.ask(present.connection, present.now)
    return redirect(url_for("audit.audit"), 303)
