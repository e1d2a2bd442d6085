"""How the API tells an error: RFC 9457 problem details, with a stable code and reasons in both languages."""

import json
from http import HTTPStatus
from typing import Any

from flask import Response, make_response, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from web import errors
from web.case_view import reasons

MEDIA = "application/problem+json"


def is_api() -> bool:
    return request.path == "/api" or request.path.startswith("/api/")


def problem(error: Exception) -> Response:
    """The answer to a failed call; redirections and ready answers pass as they are."""
    if isinstance(error, HTTPException) and (error.response is not None or (error.code or 500) < 400):
        return make_response(error.get_response())
    told = errors.account_of(error)
    code = "method_not_allowed" if isinstance(error, MethodNotAllowed) else told.code
    zh, en = told.what
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(told.status).phrase,
        "status": told.status,
        "code": code,
        "detail": f"{zh} · {en}",
        "zh": zh,
        "en": en,
        "reasons": reasons(told.reasons),
    }
    response = Response(json.dumps(body, ensure_ascii=False), told.status, mimetype=MEDIA)
    if told.status == HTTPStatus.UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = "Bearer"
    if told.wait is not None:
        response.headers["Retry-After"] = str(told.wait)
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        response.headers["Allow"] = ", ".join(sorted(error.valid_methods))
    return response


def either(error: Exception) -> Response:
    """An address that nothing stands at: told to a program as to a program."""
    return problem(error) if is_api() else errors.answer(error)
