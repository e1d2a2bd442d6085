"""The web application: its parts put together, and its refusal to start with a route that declares no right."""

from collections.abc import Callable

from flask import Flask
from flask_bootstrap import Bootstrap5
from flask_wtf import CSRFProtect
from sqlalchemy import Engine
from werkzeug.middleware.proxy_fix import ProxyFix

from models.files import Files
from models.settings import Settings
from web import (
    access_log,
    auth,
    doors,
    errors,
    frame,
    headers,
    language,
    limits,
    oidc,
    plain_text,
    security_log,
    uploads,
)
from web.api import install as api
from web.installation import Installation
from web.pages import BLUEPRINTS

csrf = CSRFProtect()


def create_app(
    settings: Settings, engine: Engine, *, advance: Callable[[Engine, int | None], int] | None = None
) -> Flask:
    """The application on this database; RuntimeError where a route declares no known right.

    `advance` moves a simulated clock on; pages and scheduler don't know each other, so whoever starts both gives it.
    """
    app = Flask("web")
    app.extensions["yizhan"] = Installation(settings, engine, Files(settings.data_dir / "files"), advance)
    app.config.update(configuration(settings))
    uploads.install(app, settings.upload_bytes)
    Bootstrap5(app)
    csrf.init_app(app)
    for part in (auth, language, headers, access_log, security_log, plain_text, frame, errors):
        part.install(app)
    oidc.install(app, settings)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    api.install(app, csrf)
    limits.install(app, settings.limiter_url)
    if settings.proxies:
        n = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=n, x_proto=n, x_host=n)  # type: ignore[method-assign]  # as Flask's manual says
    doors.require_rights(app)
    return app


def configuration(settings: Settings) -> dict[str, object]:
    """Flask's cookie holds a form's token and messages to show, never who somebody is."""
    return {
        "SECRET_KEY": settings.secret_key,
        "SESSION_COOKIE_NAME": "__Host-yizhan-form" if settings.production else "yizhan-form",
        "SESSION_COOKIE_SECURE": settings.production,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "WTF_CSRF_TIME_LIMIT": None,  # as long as the browser is open: a long form is not lost to a clock
        "BOOTSTRAP_SERVE_LOCAL": True,
        "TESTING": settings.env == "test",
    }
