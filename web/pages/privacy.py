"""What is kept of persons, told to everybody; and to whoever is signed in, what is kept of them, to take along."""

import json
from typing import Any

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from models.database import Present
from web.auth import actor_of
from web.doors import door
from web.own_data import own_data
from web.problems import NotSignedIn
from workflows.form import Label
from workflows.keeping import Kept
from workflows.lifecycle import Lifecycle
from workflows.personal import table
from workflows.rulebooks import lifecycles, rulebook_of

blueprint = Blueprint("privacy", __name__)
THROUGHOUT = Label("整个系统", "Throughout the system")


@door(blueprint, "/privacy", right="public.read")
def privacy(present: Present) -> ResponseReturnValue:
    return render_template("privacy/table.html", groups=_groups())


@door(blueprint, "/account/data", right="account.own")
def own(present: Present) -> ResponseReturnValue:
    return render_template("privacy/own.html", own=_own(present))


@door(blueprint, "/account/data.json", right="account.export")
def take_along(present: Present) -> ResponseReturnValue:
    response = Response(json.dumps(_own(present), ensure_ascii=False, indent=2), mimetype="application/json")
    response.headers["Content-Disposition"] = "attachment; filename=yizhan-own-data.json"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _groups() -> list[tuple[Label, list[Kept]]]:
    """What forms ask for by lifecycle, then what the system keeps whichever case it is."""
    found: dict[Label, list[Kept]] = {}
    for kept in table():
        lifecycle = lifecycles().get(kept.where.partition(".")[0])
        found.setdefault(_title(lifecycle) if lifecycle else THROUGHOUT, []).append(kept)
    return list(found.items())


def _title(lifecycle: Lifecycle) -> Label:
    book, own = rulebook_of(lifecycle).label, lifecycle.label
    return Label(f"{book.zh} · {own.zh}", f"{book.en} · {own.en}")


def _own(present: Present) -> dict[str, Any]:
    actor = actor_of(present.visitor)
    if actor is None:
        raise NotSignedIn
    return own_data(present.connection, actor, present.at)
