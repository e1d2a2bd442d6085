"""What every page's frame shows beside the page itself: the visitor, the ways to go, the demo's clock."""

from typing import Any

from flask import Flask, g

from web import auth, navigation
from web.installation import here
from workflows.form import Label
from workflows.rulebooks import editions


def around() -> dict[str, Any]:
    """The words that layout.html uses."""
    settings = here().settings
    return {
        "visitor": auth.visitor(),
        "links": navigation.links,
        "simulated": settings.simulated,
        "simulated_at": g.get("at") if settings.simulated else None,
        "demo": settings.env == "demo",
        "identity_provider": settings.oidc,
        "registration": settings.takes_registrations,
    }


def megabytes() -> int:
    """The largest upload, as forms say it."""
    return here().settings.upload_bytes // 1_000_000


def region(book: str) -> Label:
    """The region of a book, in words."""
    return editions(book)[0].label


def install(app: Flask) -> None:
    app.context_processor(around)
    app.jinja_env.globals["megabytes"] = megabytes
    app.jinja_env.globals["region"] = region
    app.jinja_env.globals["may"] = navigation.may
