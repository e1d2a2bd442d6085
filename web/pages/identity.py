"""Signing in by an identity provider, to an account that an administrator linked beforehand; none is ever made here."""

import logging
from typing import Any

from flask import Blueprint, Response, request, session, url_for
from flask.typing import ResponseReturnValue

from models import identity
from models.database import Present, transaction
from web import arriving, oidc, security_log
from web.doors import porch
from web.installation import here
from web.problems import NotFound, Problem

blueprint = Blueprint("identity", __name__)
log = logging.getLogger(__name__)
TARGET = "identity.next"


class NotLinked(Problem):
    """The provider's word is good, but no account here goes by it."""

    status = 403
    code = "not_permitted"
    zh = "统一身份认证已通过，但没有与您的身份关联的账号。请联系本单位的账号管理员。"
    en = "The identity provider knows you, but no account here is linked to you. Ask your account administrator."


class NotVerified(Problem):
    """Refused, forged, replayed or out of time: which of them is for our log."""

    status = 401
    code = "not_signed_in"
    zh = "统一身份认证没有成功，请重新登录。"
    en = "Signing in by the identity provider did not succeed. Please try again."


@porch(blueprint, "/sign-in/identity", right="session.begin")
def begin() -> ResponseReturnValue:
    """Off to the provider. A link, no form: our policy lets no form lead elsewhere, not even by a redirection."""
    client = oidc.provider()
    if client is None:
        raise NotFound
    session[TARGET] = arriving.ours(request.args.get("next"))
    there: Response = _asked(client.authorize_redirect, here().settings.base_url.rstrip("/") + url_for("identity.back"))
    return there


@porch(blueprint, "/sign-in/identity/back", right="session.begin")
def back() -> ResponseReturnValue:
    """With the provider's word: its subject's account goes on as after any first proof."""
    client = oidc.provider()
    if client is None:
        raise NotFound
    named, target = oidc.subject(_asked(client.authorize_access_token)), session.get(TARGET)
    if named is None:
        security_log.tell("not signed in", None)
        raise NotVerified

    def work(present: Present) -> Response:
        known = identity.linked(present.connection, here().settings.oidc_issuer, named)
        if known is None:
            security_log.tell("not signed in", None)
            raise NotLinked
        return arriving.arrive(present, *known, target)

    return transaction(here().engine, work)


def _asked(ask: Any, *values: str) -> Any:
    """The provider's answer; whatever goes wrong with it is one sentence outside, and its kind in the log."""
    try:
        return ask(*values)
    except Exception as error:  # a provider may fail in any way: network, key, claim, state
        log.warning("identity provider: %s", type(error).__name__)
        raise NotVerified from error
