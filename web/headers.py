"""The security headers of every answer, and how long a browser may keep it."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, Response, g, request

# No inline script or style anywhere. Bootstrap's style sheet draws its small icons by data: URLs. Only materials
# are framed, by our own pages; nobody frames us.
HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; object-src 'none'; frame-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
HTTPS_ONLY = "max-age=31536000"
FOR_EVER = "public, max-age=31536000, immutable"
READING = frozenset({"GET", "HEAD", "OPTIONS"})
STATIC = frozenset({"static", "bootstrap.static", "api_docs.static"})


def dress(response: Response) -> Response:
    """Add what the view did not set itself (a material brings a policy of its own)."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", HTTPS_ONLY)
    if request.endpoint in STATIC and response.status_code < 400:
        response.headers["Cache-Control"] = FOR_EVER if "v" in request.args else "no-cache"
    elif response.headers.get("Cache-Control", "no-cache") == "no-cache":  # unsaid, or Flask's own word for a file
        response.headers["Cache-Control"] = _freshness(response)
    return response


def _freshness(response: Response) -> str:
    """Nothing personal is kept by a browser; a public page may be, if it asks again each time."""
    personal = g.get("visitor") is not None or request.method not in ("GET", "HEAD")
    return "no-store" if personal or response.status_code >= 300 else "no-cache"


def install(app: Flask) -> None:
    """Dress every answer, and give each static file a version by its content."""
    app.after_request(dress)

    @app.url_defaults
    def _version(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint in STATIC and "filename" in values:
            owner = app if endpoint == "static" else app.blueprints[endpoint.partition(".")[0]]
            values.setdefault("v", _digest(Path(owner.static_folder or "") / values["filename"]))


@cache
def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()[:12] if file.is_file() else "0"
