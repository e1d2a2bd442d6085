"""The API put into the application: its routes, its errors, its document and the page that shows it."""

from http import HTTPStatus
from importlib.util import find_spec
from pathlib import Path

from flask import Blueprint, Flask, jsonify, render_template
from flask.typing import ResponseReturnValue
from flask_wtf import CSRFProtect
from werkzeug.exceptions import HTTPException

from models.database import Unavailable
from web.api import (  # noqa: F401 - each declares its calls
    audit,
    case_list,
    cases,
    deadlines,
    diagrams,
    health,
    ledger,
    materials,
    messages,
    notices,
    objections,
    offices,
    people,
    registers,
    rulebooks,
    runs,
    timers,
)
from web.api.calls import CALLS
from web.api.document import PREFIX, document
from web.api.entrance import entrance
from web.api.problem import either, problem
from web.doors import porch
from web.problems import Problem
from workflows.errors import StepError


def install(app: Flask, csrf: CSRFProtect) -> None:
    """Register every declared call. Only bearer tokens count here, so no page of others can send a call."""
    blueprint = Blueprint("api", __name__, url_prefix=PREFIX)
    for call in CALLS:
        blueprint.add_url_rule(call.path, call.name, entrance(call), methods=[call.method])
    pages = _pages()
    for kind in (HTTPException, Problem, StepError, Unavailable):
        blueprint.register_error_handler(kind, problem)
        pages.register_error_handler(kind, problem)
    csrf.exempt(blueprint)
    app.register_blueprint(blueprint)
    for status in (HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED):
        app.register_error_handler(status, either)
    app.register_blueprint(pages)


def _pages() -> Blueprint:
    """The document for programs and for people, and the health calls where probes look for them."""
    package = next(iter(getattr(find_spec("flask_openapi3_swagger"), "submodule_search_locations", None) or ()))
    folder = Path(package) / "templates" / "swagger"
    pages = Blueprint("api_docs", __name__, static_folder=folder, static_url_path="/api/swagger")

    @porch(pages, "/api/openapi.json", right="public.read")
    def openapi() -> ResponseReturnValue:
        return jsonify(document())

    @porch(pages, "/api/docs", right="public.read")
    def docs() -> ResponseReturnValue:
        return render_template("api/docs.html")

    for call in CALLS:
        if call.right == "health.read":
            pages.add_url_rule(call.path, call.name, entrance(call))
    return pages
