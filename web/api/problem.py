"""How the API tells an error: RFC 9457 problem details, with a stable code and reasons in both languages."""

import json
from http import HTTPStatus
from typing import Any

from flask import Response, make_response, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from web import errors
from web.case_view import reasons
from workflows.form import Label

MEDIA = "application/problem+json"
ANOTHER_METHOD = Label(
    "这个地址不接受此种请求方法。", "This address does not take this method; Allow says which it does."
)


def is_api() -> bool:
    return request.path == "/api" or request.path.startswith("/api/")


def problem(error: Exception) -> Response:
    """The answer to a failed call; redirections and ready answers pass as they are."""
    if isinstance(error, HTTPException) and (error.response is not None or (error.code or 500) < 400):
        return make_response(error.get_response())
    told = errors.account_of(error)
    if isinstance(error, MethodNotAllowed):
        told = told._replace(code="method_not_allowed", what=ANOTHER_METHOD)
    zh, en = told.what
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(told.status).phrase,
        "status": told.status,
        "code": told.code,
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
