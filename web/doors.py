"""The one way in: each route names its right, and is opened in a transaction that knows the visitor."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from flask import Blueprint, Flask, Response, g, make_response, request, session
from flask.typing import ResponseReturnValue

from models import drift
from models.database import Present, transaction
from models.looking import looking_only, tried_to_write
from models.presence import Credential
from models.user import Visitor
from web import auth
from web.headers import READING, STATIC
from web.installation import here
from web.problems import ClockOff, NotAllowed, NotSignedIn
from web.scanner import scanning
from workflows.actors import Role
from workflows.rights import OWN, RIGHTS, allowed

View = Callable[..., ResponseReturnValue]
# What history says for ever, with its time: not while a clock of ours is off.
IRREVERSIBLE = frozenset({"case.open", "case.step", "public.object", "run.set", "run.agree"})


def door(
    blueprint: Blueprint, rule: str, *, right: str, methods: Sequence[str] = ("GET",), writes: bool | None = None
) -> Callable[[View], View]:
    """Declare a route: the view is called as `view(present, **values)`, inside the request's one transaction.

    The transaction writes where the method isn't a reading one, unless `writes` says otherwise. The view may be
    run again (see `transaction`): it does nothing outside of the database but keep files.
    """

    def hang(view: View) -> View:
        @wraps(view)
        def opened(**values: Any) -> Response:
            writing = request.method not in READING if writes is None else writes
            return enter(right, lambda present: view(present, **values), auth.credential(), writes=writing)

        blueprint.add_url_rule(rule, view.__name__, declare(opened, right), methods=methods)
        return view

    return hang


def porch(blueprint: Blueprint, rule: str, *, right: str, methods: Sequence[str] = ("GET",)) -> Callable[[View], View]:
    """Declare a public route that opens its own transactions: it does slow work (hashing) between them, or none."""
    if right in RIGHTS and not RIGHTS[right].public:
        raise ValueError(f"{rule}: {right} isn't public, and a porch knows nobody")

    def hang(view: View) -> View:
        blueprint.add_url_rule(rule, view.__name__, declare(view, right), methods=methods)
        return view

    return hang


def enter(
    right: str, view: Callable[[Present], ResponseReturnValue], given: Credential | None, *, writes: bool
) -> Response:
    """Answer with what the view says in a transaction of the visitor whose credential is given."""
    g.visitor = None
    messages = list(session.get("_flashes", ()))

    def work(present: Present) -> Response:
        _unsay(messages)
        auth.know(present)
        admit(right, present.visitor)
        if not (writes and _only_looks(right, present.visitor)):
            return make_response(view(present))
        with looking_only(present.connection):
            return make_response(view(present))

    try:
        response = scanning(lambda: transaction(here().engine, work, credential=given, writes=writes))
    except BaseException as error:
        _unsay(messages)  # what was rolled back is not reported as done
        if isinstance(error, Exception) and tried_to_write(error):
            raise NotAllowed from error
        raise
    auth.keep_alive(here().engine, given)
    return response


def _only_looks(right: str, visitor: Visitor | None) -> bool:
    """Whoever audits changes nothing but what is their own: the database itself holds it, whatever a view may try."""
    audits = visitor is not None and any(role == Role.AUDITOR for role, _ in visitor.grants)
    return audits and not RIGHTS[right].public and right not in OWN


def admit(right: str, visitor: Visitor | None) -> None:
    """Refuse whoever has not this right; what they may do with one case is the engine's and the case's to say."""
    if not allowed(RIGHTS[right], auth.actor_of(visitor)):
        raise NotSignedIn if visitor is None else NotAllowed
    if right in IRREVERSIBLE and request.method == "POST" and drift.alarms():
        raise ClockOff


def declare(view: View, right: str) -> View:
    """Mark a view with its right; `require_rights` looks for the mark."""
    view.right = right  # type: ignore[attr-defined]  # a function carries what is said of it
    return view


def require_rights(app: Flask) -> None:
    """Refuse to start with a route that declares no right, or one that the table doesn't know."""
    for rule in app.url_map.iter_rules():
        right = getattr(app.view_functions[rule.endpoint], "right", None)
        if rule.endpoint not in STATIC and right not in RIGHTS:
            raise RuntimeError(f"The route {rule.rule} ({rule.endpoint}) declares no known right: {right!r}")


def _unsay(messages: list[Any]) -> None:
    if session.get("_flashes", []) != messages:
        session["_flashes"] = messages
