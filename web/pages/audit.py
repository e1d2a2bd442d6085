"""The auditor's first page: what the last look over the history found, a look now, and the checkpoints."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from models.checkpoint import checkpoints, last_verification
from models.database import Present
from web.api.audit import look
from web.doors import door
from web.installation import here
from workflows.signing import signer
from workflows.verifying import verify

blueprint = Blueprint("audit", __name__)
SHOWN = 20


@door(blueprint, "/audit", right="audit.read")
def audit(present: Present) -> ResponseReturnValue:
    report = verify(look(), replay=True) if "now" in request.args else None
    newest = select(checkpoints).order_by(checkpoints.c.size.desc()).limit(SHOWN)
    return render_template(
        "audit/page.html", report=report, last=last_verification(present.connection),
        checkpoints=present.connection.execute(newest).all(), key=str(signer(here().settings.data_dir).verifier),
    )  # fmt: skip
