"""The log of what concerns security: who signed in or out or failed to, and what administrators did."""

import logging
import re

from flask import Flask, Response, current_app, g, request

from web.headers import READING
from workflows.actors import ADMIN_ROLES
from workflows.rights import RIGHTS

log = logging.getLogger(__name__)
ACCOUNT = re.compile(r"u-[0-9a-z-]{1,40}")  # anything else in its place is a visitor's text


def tell(event: str, account: str | None) -> None:
    """Log this with the answer, once, however often the transaction had to be run; no name that was typed."""
    g.setdefault("security_events", {})[event, account or "-"] = True


def note(response: Response) -> Response:
    """Log what was told, and every deed by a right that only administrators have, or on one's own account."""
    if response.status_code >= 500:
        return response  # rolled back: what went wrong is logged where it did
    for event, account in g.get("security_events", {}):
        log.info("%s account=%s route=%s", event, account, request.url_rule)
    if request.method not in READING and response.status_code < 400 and is_watched(_right()):
        visitor = g.get("visitor")
        log.info(
            "done account=%s right=%s on=%s status=%d route=%s",
            visitor.id if visitor else "-", _right(), _whom(), response.status_code, request.url_rule,
        )  # fmt: skip
    return response


def is_watched(right: str) -> bool:
    """Whether what is done by this right is logged: administration, and changes of one's own account."""
    roles = RIGHTS[right].roles if right in RIGHTS else frozenset()
    return right == "account.own" or bool(roles and roles <= ADMIN_ROLES)


def install(app: Flask) -> None:
    app.after_request(note)


def _right() -> str:
    return str(getattr(current_app.view_functions.get(request.endpoint or ""), "right", ""))


def _whom() -> str:
    given = str((request.view_args or {}).get("id", ""))
    return given if ACCOUNT.fullmatch(given) else "-"
