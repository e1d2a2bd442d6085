"""Who is asking: the cookie of a session that lives on the server, and Flask-Login's `current_user` kept in step."""

from contextlib import suppress

from flask import Flask, Request, Response, g, request
from flask_login import LoginManager, UserMixin, current_user
from sqlalchemy import Engine

from models.database import Present, Unavailable, transaction
from models.presence import Credential
from models.sign_in import ABSOLUTE, MINUTE, digest, opened_by, touch_session
from models.user import Visitor
from web.installation import here
from workflows.actors import Actor


class Account(UserMixin):  # type: ignore[misc]  # Flask-Login has no types
    """The visitor, as Flask-Login wants one."""

    def __init__(self, visitor: Visitor) -> None:
        self.id = visitor.id
        self.visitor = visitor


def cookie_name() -> str:
    """`__Host-`: the browser takes it by HTTPS only, for this host only, and lets no neighbour overwrite it."""
    return "__Host-yizhan" if here().settings.production else "yizhan"


def credential() -> Credential | None:
    """What the browser came with; the database says what it is worth."""
    secret = request.cookies.get(cookie_name())
    return Credential("session", digest(secret)) if secret else None


def account_before() -> str | None:
    """The account behind the browser's cookie, also when its session has ended."""
    given = credential()
    if given is None:
        return None
    with suppress(Unavailable):
        return transaction(here().engine, lambda p: opened_by(p.connection, given.digest), writes=False)
    return None


def know(present: Present) -> None:
    """Keep for this request who is there, and when."""
    g.visitor, g.at, g.now = present.visitor, present.at, present.now
    g.pop("_login_user", None)  # Flask-Login's own memory of the request


def visitor() -> Visitor | None:
    """The person behind this request, read at most once."""
    return current_user.visitor if current_user.is_authenticated else None


def actor_of(who: Visitor | None) -> Actor | None:
    """The visitor as rights and engine know one."""
    return Actor(who.id, who.grants, who.contacts, who.appointed) if who else None


def keep_alive(engine: Engine, given: Credential | None) -> None:
    """Note that the session is in use, once a minute at most; a page is not lost because of it."""
    who: Visitor | None = g.get("visitor")
    if given is None or who is None or who.seen_at is None or g.now - who.seen_at < MINUTE:
        return
    with suppress(Unavailable):
        transaction(engine, lambda present: touch_session(present.connection, given.digest, present.now))


def give_cookie(response: Response, secret: str) -> Response:
    response.set_cookie(
        cookie_name(),
        secret,
        max_age=ABSOLUTE // 1_000_000,
        secure=here().settings.production,
        httponly=True,
        samesite="Lax",
    )
    return response


def drop_cookie(response: Response) -> Response:
    response.delete_cookie(cookie_name(), secure=here().settings.production, httponly=True, samesite="Lax")
    return response


def install(app: Flask) -> None:
    login = LoginManager(app)
    login.session_protection = None  # nothing of the sign-in lies in Flask's own cookie
    login.request_loader(_account)


def _account(_request: Request) -> Account | None:
    if "visitor" not in g:  # no door was opened: the page of an error, say
        g.visitor = None
        with suppress(Unavailable):
            transaction(here().engine, know, credential=credential(), writes=False)
    return Account(g.visitor) if g.visitor else None
