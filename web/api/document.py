"""The API's own description: an OpenAPI 3.1 document, made from the calls as they are declared."""

import re
from functools import cache
from typing import Any

from pydantic import BaseModel, TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode

from web.api.calls import CALLS, Call
from web.api.shapes import ProblemShape
from web.limits import rate_of
from workflows.rights import RIGHTS

PREFIX = "/api/v1"
REF = "#/components/schemas/{model}"
ERRORS = {
    400: "内容残缺或不是 JSON · malformed or truncated",
    401: "没有有效的令牌 · no valid token",
    403: "由他人办理 · somebody else's",
    404: "没有，或者无权查看 · not there, or not yours to see",
    409: "情况已有变化 · things have changed",
    413: "太大 · too large",
    422: "不符合要求或条件 · not as asked, or a condition is not met",
    429: "次数过多 · too often",
    503: "稍后再试 · try again",
}
KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "schema": {"type": "string", "pattern": "^[!-~]{1,64}$"},
    "description": "同一键重复发送只办理一次 · sent again with the same key, a call is taken once",
}
Json = dict[str, Any]


@cache
def document() -> Json:
    """Every call with what it takes and answers."""
    schemas = _Schemas()
    paths: dict[str, Json] = {}
    for call in CALLS:
        path = PREFIX + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", call.path)
        paths.setdefault(path, {})[call.method.lower()] = _operation(call, schemas)
    return {
        "openapi": "3.1.0",
        "info": {"title": "驿站 · Yizhan", "version": "1", "description": ABOUT},
        "tags": [{"name": name, "description": f"{zh} · {en}"} for name, (zh, en) in TAGS.items()],
        "paths": paths,
        "components": {
            "schemas": schemas.found,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "responses": {str(status): _problem(words) for status, words in ERRORS.items()},
        },
    }


ABOUT = (
    "每个办件都说明此刻可以办理的步骤、各步骤所需填报的内容和材料，以及不能办理的原因。"
    "Every case says which steps leave its state, what each asks for, and why one can't be taken now."
)


TAGS = {
    "cases": ("办件", "cases"),
    "public": ("公众：公示、异议、核验", "the public: notices, objections, checks"),
    "register": ("名录", "registers"),
    "rulebooks": ("办事规则", "rule books"),
    "deadlines": ("期限计算", "periods"),
    "ledger": ("服务台账", "service records"),
    "platform": ("平台账号", "the platform's accounts"),
    "assessment-runs": ("年度考核", "yearly assessment"),
    "messages": ("消息", "messages"),
    "offices": ("机构", "offices"),
    "people": ("人员", "people"),
    "timers": ("运行期限", "running deadlines"),
    "audit": ("审计", "audit"),
    "healthz": ("存活", "alive"),
    "readyz": ("就绪", "ready"),
    "metrics": ("指标", "metrics"),
}  # by the first part of a call's path, in the order of the page


class _Schemas:
    """The schemas that the document refers to, each once."""

    def __init__(self) -> None:
        self.found: Json = {}
        self.of(ProblemShape)

    def of(self, shape: Any, mode: JsonSchemaMode = "validation") -> Json:
        schema = TypeAdapter(shape).json_schema(ref_template=REF, mode=mode, schema_generator=GenerateJsonSchema)
        self.found |= schema.pop("$defs", {})
        if isinstance(shape, type) and issubclass(shape, BaseModel):
            name = re.sub(r"\W+", "_", shape.__name__).strip("_")
            self.found[name] = schema
            return {"$ref": REF.format(model=name)}
        return schema


def _operation(call: Call, schemas: _Schemas) -> Json:
    found: Json = {
        "operationId": call.name,
        "summary": f"{call.words.zh} · {call.words.en}",
        "tags": [call.path.split("/")[1]],
        "parameters": [*_path(call), *_query(call, schemas), *([KEY] if call.method == "POST" else [])],
        "responses": _responses(call, schemas),
        "security": [] if RIGHTS[call.right].public else [{"token": []}],
    }
    if call.body is not None:
        media = "multipart/form-data" if call.files is not None else "application/json"
        found["requestBody"] = {"required": True, "content": {media: {"schema": _body(call, schemas)}}}
    return found


def _path(call: Call) -> list[Json]:
    parts = re.findall(r"<(?:(\w+):)?(\w+)>", call.path)
    return [
        {"name": name, "in": "path", "required": True, "schema": {"type": "integer" if kind == "int" else "string"}}
        for kind, name in parts
    ]


def _query(call: Call, schemas: _Schemas) -> list[Json]:
    if call.query is None:
        return []
    schema = TypeAdapter(call.query).json_schema(ref_template=REF)
    schemas.found |= schema.pop("$defs", {})
    required = schema.get("required", [])
    return [
        {"name": name, "in": "query", "required": name in required, "schema": of}
        for name, of in schema["properties"].items()
    ]


def _body(call: Call, schemas: _Schemas) -> Json:
    assert call.body is not None
    schema = schemas.of(call.body)
    if call.files is None:
        return schema
    files = {name: _files(many) for name, many in call.files.items()}
    own: Json = schemas.found.pop(call.body.__name__)
    required = [*own.get("required", []), *(name for name, many in call.files.items() if not many)]
    return own | {"properties": own["properties"] | files, "required": required}


def _files(many: bool) -> Json:
    one = {"type": "string", "contentMediaType": "application/octet-stream"}
    return {"type": "array", "items": one} if many else one


def _responses(call: Call, schemas: _Schemas) -> Json:
    if call.answers is None:
        content: Json = {call.media: {"schema": {"type": "string", "contentMediaType": call.media}}}
    else:
        content = {call.media: {"schema": schemas.of(call.answers, "serialization")}}
    statuses = {*call.errors, 422, 503, *(() if RIGHTS[call.right].public else (401, 403))}
    statuses |= ({400} if call.writes else set()) | ({429} if rate_of(call.right, api=True) else set())
    errors = {str(s): {"$ref": f"#/components/responses/{s}"} for s in sorted(statuses)}
    return {str(call.status): {"description": call.words.en, "content": content}, **errors}


def _problem(words: str) -> Json:
    schema = {"$ref": REF.format(model="ProblemShape")}
    return {"description": words, "content": {"application/problem+json": {"schema": schema}}}
