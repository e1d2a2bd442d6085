"""The identity provider, where one is configured: its client with state, nonce and PKCE; Authlib comes by an extra."""

from typing import Any

from flask import Flask, current_app

from models.settings import Settings
from web.installation import here

SCOPE = "openid"
TIMEOUT = 10  # seconds for the provider to answer
ABSENT = (
    "启用 YIZHAN_OIDC_ISSUER 需要安装：pip install 'yizhan[oidc]' · "
    "YIZHAN_OIDC_ISSUER needs a package more: pip install 'yizhan[oidc]'"
)


def install(app: Flask, settings: Settings) -> None:
    """Give the application its client, where a provider is configured; RuntimeError where the package is missing."""
    if not settings.oidc:
        return
    try:
        from authlib.integrations.flask_client import OAuth
    except ImportError as error:
        raise RuntimeError(ABSENT) from error
    registry = OAuth(app)
    registry.register(
        "provider",
        client_id=settings.oidc_client_id,
        client_secret=settings.oidc_client_secret,
        server_metadata_url=f"{settings.oidc_issuer.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={"scope": SCOPE, "code_challenge_method": "S256", "timeout": TIMEOUT},
    )
    app.extensions["yizhan.oidc"] = registry.provider


def provider() -> Any | None:
    """The client, or None where no provider is configured."""
    return current_app.extensions.get("yizhan.oidc")


def subject(token: dict[str, Any]) -> str | None:
    """The subject of a token that Authlib has verified (signature, issuer, audience, nonce, time)."""
    claims = token.get("userinfo") or {}
    named = claims.get("sub")
    fits = claims.get("iss", "").rstrip("/") == here().settings.oidc_issuer.rstrip("/")
    return named if fits and isinstance(named, str) and named else None
