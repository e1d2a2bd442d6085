"""The log of refused attempts: who, which right, which case, how it was answered; nothing that anybody typed."""

import logging
import re

from flask import Flask, Response, current_app, g, request

from web.auth import actor_of
from workflows.rights import RIGHTS, allowed

log = logging.getLogger(__name__)
REFUSALS = frozenset({401, 403, 404, 429})
NUMBER = re.compile(r"[A-Z]{2,6}-[0-9]{4}-[0-9]{6}")  # anything else in its place is a visitor's text


def note(response: Response) -> Response:
    """Log a request that was refused; a page for accounts that leads to the sign-in is one."""
    view = request.endpoint
    right = getattr(_view(view), "right", None)
    if right is None or not (response.status_code in REFUSALS or _led_away(right)):
        return response
    visitor = g.get("visitor")
    log.warning(
        "refused account=%s right=%s case=%s status=%d method=%s route=%s",
        visitor.id if visitor else "-", right, _case(), response.status_code, request.method, request.url_rule,
    )  # fmt: skip
    return response


def install(app: Flask) -> None:
    app.after_request(note)


def _view(endpoint: str | None) -> object:
    return current_app.view_functions.get(endpoint or "")


def _led_away(right: str) -> bool:
    return not allowed(RIGHTS[right], actor_of(g.get("visitor")))


def _case() -> str:
    number = str((request.view_args or {}).get("number", ""))
    return number if NUMBER.fullmatch(number) else "-"
