"""What a program sent: token, key, query and body, read before the transaction and judged inside it."""

import json
import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from flask import request
from pydantic import BaseModel, RootModel, ValidationError

from models.presence import Credential
from models.sign_in import digest as secret_digest
from web.api.calls import Call
from web.api.shapes import Shape
from web.problems import NotFound, Problem
from workflows.errors import Invalid, Reason
from workflows.seal import canonical, digest

BEARER = re.compile(r"Bearer +([A-Za-z0-9._~+/=-]{1,200})", re.IGNORECASE)
KEY = re.compile(r"[\x21-\x7e]{1,64}")
PART = re.compile(r"[\w.%-]{1,80}")  # of a path: a number, code or name as the system gives it
KINDS = {"extra_forbidden": "field_unknown", "missing": "field_missing"}
WORDS = {
    "field_unknown": ("没有“{0}”这一栏。", "There is no field “{0}” here."),
    "field_missing": ("缺少“{0}”。", "“{0}” is missing."),
    "field_wrong": ("“{0}”不符合要求：{1}", "“{0}” is not as asked: {1}."),
}


class Incoming(NamedTuple):
    """A request as far as it can be read without the database."""

    query: Any = None
    body: Any = None
    key: str | None = None
    digest: str | None = None


def token() -> Credential | None:
    """The bearer token; the API knows nobody by a cookie, so that no page of others can speak for a browser."""
    found = BEARER.fullmatch(request.headers.get("Authorization", ""))
    return Credential("token", secret_digest(found[1])) if found else None


def incoming(call: Call, parts: Mapping[str, Any]) -> Incoming | Exception:
    """The request, or what is wrong with it: told only to those who may make the call at all."""
    try:
        return _read(call, parts)
    except (Problem, Invalid) as error:
        return error


def _read(call: Call, parts: Mapping[str, Any]) -> Incoming:
    for part in parts.values():
        if isinstance(part, str) and not PART.fullmatch(part):
            raise NotFound()
    query = _shaped(call.query or Shape, _query())
    if call.method == "GET":
        return Incoming(query)
    raw = _form() if call.files is not None else _json(call)
    body = _shaped(call.body or Shape, raw)
    key = request.headers.get("Idempotency-Key")
    if key is not None and not KEY.fullmatch(key):
        raise Problem("幂等键应为 1 至 64 个 ASCII 字符。", "An Idempotency-Key has 1 to 64 ASCII characters.")
    return Incoming(query, body, key, _digest(raw) if key else None)


def _digest(raw: Any) -> str:
    """Of call and body: the same key with anything else is a mistake."""
    call = [request.method, request.path, request.query_string.decode("latin-1"), raw, _files()]
    try:
        return digest(canonical(call)).hex()
    except ValueError:
        raise Problem() from None  # a lone surrogate


def _files() -> list[list[str]]:
    return [[name, file.filename or "", _file_digest(file.stream)] for name, file in request.files.items(multi=True)]


def _file_digest(stream: Any) -> str:
    found = digest(stream.read()).hex()
    stream.seek(0)
    return found


def _query() -> dict[str, Any]:
    return {name: _one(values) for name, values in request.args.lists()}


def _form() -> dict[str, Any]:
    """Text as it was typed: nothing is guessed from it, a telephone number stays text."""
    return {name: _one(values) for name, values in request.form.lists()}


def _one(values: list[str]) -> str | list[str]:
    return values[0] if len(values) == 1 else values


def _json(call: Call) -> Any:
    data = request.get_data()
    if not data and call.body is None:
        return {}
    try:
        body = json.loads(data, parse_constant=_not_json)
        canonical(body)
    except (ValueError, RecursionError):
        raise Problem("请求内容不是有效的 JSON。", "The body is not valid JSON.") from None
    lists = call.body is not None and issubclass(call.body, RootModel)
    if lists and not isinstance(body, list):
        raise Problem("请求内容应为 JSON 数组。", "The body must be a JSON list.")
    if not lists and not isinstance(body, dict):
        raise Problem("请求内容应为 JSON 对象。", "The body must be a JSON object.")
    return body


def _not_json(constant: str) -> None:
    raise ValueError(constant)


def _shaped(model: type[BaseModel], given: Any) -> BaseModel:
    try:
        return model.model_validate(given)
    except ValidationError as error:
        raise Invalid(*(_told(one) for one in error.errors(include_url=False, include_input=False))) from None


def _told(one: Mapping[str, Any]) -> Reason:
    where = ".".join(str(part) for part in one["loc"])[:80]
    return _reason(KINDS.get(one["type"], "field_wrong"), where, str(one["msg"]))


def _reason(code: str, field: str, said: str = "") -> Reason:
    zh, en = WORDS[code]
    return Reason(code, zh.format(field, said), en.format(field, said), field)
