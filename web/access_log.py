"""The log of accesses: who read whose data, took it along, changed who may, or was refused; never what was typed.

A refusal is a line of the log, too, be it of somebody who is not signed in.
"""

import logging
import re
from collections.abc import Iterator
from typing import Any

from flask import Flask, Response, current_app, g, request

from models import access
from models.database import Unavailable, transaction
from web.auth import actor_of
from web.headers import READING
from web.installation import here
from web.security_log import is_watched
from workflows.rights import RIGHTS, allowed

log = logging.getLogger(__name__)
REFUSALS = frozenset({401, 403, 404, 429})
NUMBER = re.compile(r"[A-Z]{2,6}-[0-9]{4}-[0-9]{6}")  # anything else in its place is a visitor's text
ACCOUNT = re.compile(r"u-[0-9a-z-]{1,40}")


def note(response: Response) -> Response:
    """Keep what this request was; a page for accounts that leads to the sign-in is a refusal."""
    right = str(getattr(current_app.view_functions.get(request.endpoint or ""), "right", ""))
    if right not in RIGHTS:
        return response
    visitor = g.get("visitor")
    refused = response.status_code in REFUSALS or _led_away(right)
    if refused:
        log.warning(
            "refused account=%s right=%s case=%s status=%d method=%s route=%s",
            visitor.id if visitor else "-", right, _case() or "-", response.status_code, request.method,
            request.url_rule,
        )  # fmt: skip
    if visitor and response.status_code < 500:
        _keep([_row(visitor.id, right, response, kind, case) for kind, case in _kinds(right, response, refused)])
    return response


def install(app: Flask) -> None:
    app.after_request(note)


def _kinds(right: str, response: Response, refused: bool) -> Iterator[tuple[str, str | None]]:
    """(kind, case) of each access that the request was."""
    if refused:
        yield access.REFUSED, _case()
    elif response.status_code >= 400:
        return
    elif right.endswith(".export"):
        yield access.EXPORT, _case()
    elif request.method not in READING and is_watched(right):
        yield access.DEED, _case()
    else:
        yield from ((access.READ, number) for number in g.get("read_of", ()))


def _row(account: str, right: str, response: Response, kind: str, case: str | None) -> dict[str, Any]:
    whom = str((request.view_args or {}).get("id", ""))
    return {
        "kind": kind, "account": account, "right": right, "case_number": case, "status": response.status_code,
        "whom": whom if ACCOUNT.fullmatch(whom) else None, "route": f"{request.method} {request.url_rule}",
    }  # fmt: skip


def _keep(rows: list[dict[str, Any]]) -> None:
    """In a transaction of its own, before the answer leaves; while the database is away, the lines must do."""
    if not rows:
        return
    try:
        transaction(here().engine, lambda p: access.keep(p.connection, [row | {"at": p.now} for row in rows]))
    except Unavailable:
        log.warning("the database is locked or away: %s", rows)


def _led_away(right: str) -> bool:
    return not allowed(RIGHTS[right], actor_of(g.get("visitor")))


def _case() -> str | None:
    number = str((request.view_args or {}).get("number", ""))
    return number if NUMBER.fullmatch(number) else None
