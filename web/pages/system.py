"""The system's health for its administrator: clock and scheduler, failures, messages, room, calendar, version."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from models.database import Present
from models.health import MOST, free_bytes, health
from models.reference import current
from models.start_up import warnings
from web.doors import door
from web.health_words import troubles
from web.installation import here, version

blueprint = Blueprint("system", __name__)


@door(blueprint, "/system", right="system.read")
def system(present: Present) -> ResponseReturnValue:
    settings = here().settings
    found, free = health(present.connection, at=present.at, now=present.now), free_bytes(settings.data_dir)
    return render_template(
        "admin/system.html", health=found, free=free, most=MOST, version=version(), now=present.now,
        kind=present.connection.dialect.name, troubles=troubles(found, free),
        warnings=warnings(current(present.connection).calendar, settings, present.now),
    )  # fmt: skip
