"""`/.well-known/security.txt` (RFC 9116): where somebody who found a hole in this installation reports it."""

from datetime import timedelta

from flask import Blueprint, Response, url_for
from flask.typing import ResponseReturnValue

from models.database import Present
from web.doors import door
from web.installation import here
from web.problems import NotFound
from workflows.instants import day_of

blueprint = Blueprint("security_txt", __name__)

HOLDS = timedelta(days=180)  # from the day of asking: whoever keeps a copy longer asks anew


@door(blueprint, "/.well-known/security.txt", right="public.read")
def security_txt(present: Present) -> ResponseReturnValue:
    settings = here().settings
    if not settings.security_contact:
        raise NotFound
    lines = (
        f"Contact: {settings.security_contact}",
        f"Expires: {day_of(present.now) + HOLDS:%Y-%m-%d}T00:00:00Z",
        "Preferred-Languages: zh, en",
        f"Canonical: {settings.base_url.rstrip('/')}{url_for('security_txt.security_txt')}",
    )
    return Response("".join(f"{line}\n" for line in lines), mimetype="text/plain")
