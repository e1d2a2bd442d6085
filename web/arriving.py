"""From a first proof of who somebody is (password, invitation, identity provider) to an open session."""

from math import ceil
from urllib.parse import urlsplit

from flask import Response, make_response, redirect, request, session, url_for

from models import passes, second_factor, sign_in
from models.account_acts import SIGNED_IN, note
from models.database import Present
from models.user import Visitor
from web import auth, passwords, second_proof, security_log
from web.installation import here
from web.interrupted import carried
from web.problems import TooMany
from web.second_factor import next_proof

PAGES: dict[passes.Kind, str] = {"code": "second_factor.ask", "enrol": "second_factor.set_up"}


def arrive(present: Present, user_id: str, name: str, target: str | None) -> Response:
    """After the first proof: a new session, or the way to the second one."""
    kind = next_proof(present.connection, user_id)
    if kind is None:
        return let_in(present, user_id, name, make_response(redirect(target or url_for("sign_in.home"))))
    return send_on(present, user_id, kind, target)


def send_on(present: Present, user_id: str, kind: passes.Kind, target: str | None) -> Response:
    """To the page that asks for the second factor or sets it up, with a pass that opens nothing else."""
    if kind == "enrol":
        second_factor.offer(present.connection, user_id)
    secret = passes.issue(present.connection, kind, user_id, present.now)
    page = second_proof.page(present.connection, kind, user_id, target) if carried() else None
    response = page or make_response(redirect(url_for(PAGES[kind], next=target)))
    response.set_cookie(
        pass_cookie(),
        secret,
        max_age=passes.LASTS[kind] // 1_000_000,
        secure=here().settings.production,
        httponly=True,
        samesite="Lax",
    )
    return response


def let_in(present: Present, user_id: str, name: str, response: Response) -> Response:
    """Open a new session, never one that the browser came with; what it came with ends."""
    given = auth.credential()
    if given:
        sign_in.end_session(present.connection, given.digest, present.now)
    session.clear()
    agent = request.user_agent.string
    secret = sign_in.open_session(present.connection, user_id, name, agent, present.now)
    note(present.connection, user_id, SIGNED_IN, by=user_id, now=present.now)
    security_log.tell("signed in", user_id)
    production = here().settings.production
    response.delete_cookie(pass_cookie(), secure=production, httponly=True, samesite="Lax")
    return auth.give_cookie(response, secret)


def confirmed(present: Present, who: Visitor, password: str) -> bool:
    """Whether it is them who sit there; tries count as at sign-in, and a fit one forgets them."""
    count_try(present, who.name)
    known = sign_in.account(present.connection, who.name)
    fits, _ = passwords.check(password, known[1] if known else None)
    if fits:
        sign_in.forget_tries(present.connection, who.name)
    return fits


def count_try(present: Present, name: str) -> None:
    """Count a try of this name, whatever it tries; TooMany while it is locked."""
    until = sign_in.locked_until(present.connection, name, present.now)
    if until is not None:
        security_log.tell("locked out", None)
        wait = ceil((until - present.now) / 1_000_000)
        minutes = ceil(wait / 60)
        raise TooMany(
            f"尝试次数过多，请在 {minutes} 分钟后再试。",
            f"Too many tries. Please try again in {minutes} minute{'' if minutes == 1 else 's'}.",
            wait,
        )
    sign_in.note_try(present.connection, name, present.now)


def pass_cookie() -> str:
    return "__Host-yizhan-pass" if here().settings.production else "yizhan-pass"


def ours(target: str | None) -> str | None:
    """A path of ours, or nothing: `//elsewhere`, `/\\elsewhere` and control characters lead browsers away."""
    if not target or not target.startswith("/") or target[1:2] in ("/", "\\") or not target.isprintable():
        return None
    parts = urlsplit(target)
    return None if parts.scheme or parts.netloc else target
