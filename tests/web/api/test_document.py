"""The API's own document: valid OpenAPI 3.1, with every route, right and shape; and the errors that hold for all."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jsonschema_rs import validator_for
from sqlalchemy import Engine

from models import database
from models.database import Unavailable
from tests.web.api.conftest import Programs
from tests.web.api.program import Program, codes
from tests.world import APPLICANT
from web.api.calls import CALLS
from web.api.document import PREFIX, document
from workflows.definition import rules
from workflows.rights import RIGHTS
from workflows.rulebooks import lifecycles
from workflows.seal import canonical, digest


def operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, item in document()["paths"].items():
        for method, operation in item.items():
            yield path, method, operation


def refs(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        yield from ([node["$ref"]] if "$ref" in node else [])
        node = list(node.values())
    if isinstance(node, list):
        for one in node:
            yield from refs(one)


def test_every_route_is_described_and_every_description_has_its_route(app: Flask) -> None:
    routes = {
        (rule.rule.replace("<int:", "{").replace("<", "{").replace(">", "}"), method.lower())
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith(PREFIX)
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert routes == {(path, method) for path, method, _ in operations()}


def test_the_document_holds_together() -> None:
    found = document()
    assert {tag for item in found["paths"].values() for call in item.values() for tag in call["tags"]} == {
        tag["name"] for tag in found["tags"]
    }, "each group of calls is told in words"
    for ref in refs(found):
        node = found
        for part in ref.removeprefix("#/").split("/"):
            node = node[part]
    names = [operation["operationId"] for _, _, operation in operations()]
    assert len(names) == len(set(names)) == len(CALLS)
    assert found["openapi"] == "3.1.0"
    for schema in found["components"]["schemas"].values():
        validator_for({**schema, "components": found["components"]})


def test_every_operation_says_who_may_call_it_and_what_errors_look_like() -> None:
    for call in CALLS:
        path = PREFIX + call.path.replace("<int:", "{").replace("<", "{").replace(">", "}")
        operation = document()["paths"][path][call.method.lower()]
        assert bool(operation["security"]) is not RIGHTS[call.right].public
        assert " · " in operation["summary"]
        for status, response in operation["responses"].items():
            assert status == str(call.status) or response == {"$ref": f"#/components/responses/{status}"}
        named = {p["name"] for p in operation["parameters"]}
        assert ("Idempotency-Key" in named) is (call.method == "POST")
    assert all(
        list(r["content"]) == ["application/problem+json"] for r in document()["components"]["responses"].values()
    )


def test_the_page_of_the_document_runs_nothing_inline(client: FlaskClient) -> None:
    page = client.get("/api/docs")
    assert page.status_code == 200 and "<script>" not in page.text and "style>" not in page.text
    assert client.get("/api/openapi.json").json == json.loads(json.dumps(document()))
    for part in page.text.split('"')[1::2]:
        if part.startswith("/"):
            response = client.get(part)
            assert response.status_code == 200
            response.close()


def test_a_definition_is_what_its_digest_fixes(client: FlaskClient) -> None:
    for lifecycle in lifecycles().values():
        told = client.get(f"{PREFIX}/rulebooks/{lifecycle.book}/lifecycles/{lifecycle.name}").json
        assert digest(canonical(told)).hex() == rules(lifecycle)[0]


def test_rule_books_tell_their_rules_and_what_implements_them(app: Flask) -> None:
    public = Program(app)
    (book,) = [b for b in public.get("/rulebooks")["items"] if b["book"] == "guangzhou"]
    assert {"call", "certification", "notice", "objection"} <= set(book["lifecycles"])
    assert len(public.get("/rulebooks/guangzhou")["rules"]) > 20
    told = public.get("/rulebooks/guangzhou/coverage")
    covered = {c["rule"]: c for c in told["items"]}
    assert {"lifecycle": "certification", "step": "conclude", "near": False} in covered["GZ-4.1.3c"]["steps"]
    assert all(c["steps"] or c["duties"] or c["by"] or c["gaps"] for c in told["items"])
    assert covered["GZ-4.1.3d"]["gaps"][0]["stands_in"]["en"] == "The office's own target."
    assert {"lifecycle": "certification", "step": "lapse", "near": "GZ-4.1.3a"} in told["office"]
    assert len(told["gaps"]) >= 4
    assert codes(public.get("/rulebooks/atlantis", 404)) == ["not_found"]
    assert codes(public.get("/rulebooks/guangzhou?edition=1999", 404)) == ["not_found"]


@pytest.mark.parametrize(
    ("query", "reason"),
    [("start=x&amount=5&unit=wd", "field_wrong"), ("start=2026-09-28&amount=0&unit=wd", "field_wrong"),
     ("start=2026-09-28&amount=5", "field_missing"), ("start=2026-09-28&amount=50&unit=y", "field_wrong")],
)  # fmt: skip
def test_what_is_no_period_is_refused(app: Flask, query: str, reason: str) -> None:
    assert codes(Program(app).get(f"/deadlines/explain?{query}", 422)) == ["invalid", reason]


def test_a_deadline_is_counted_out(app: Flask) -> None:
    told = Program(app).get("/deadlines/explain?start=2026-09-28T09:00:00+08:00&amount=5&unit=wd")
    assert (told["due_at"], told["last_day"]) == ("2026-10-11T00:00:00+08:00", "2026-10-10")
    assert next(d["date"] for d in told["days"] if d["counted"]) == "2026-09-29"
    assert Program(app).get("/deadlines/explain?start=2026-12-25&amount=5&unit=wd")["provisional"] is True


def test_a_busy_database_is_told_with_when_to_ask_again(
    gz: Engine, program: Programs, monkeypatch: pytest.MonkeyPatch
) -> None:
    asker = program(APPLICANT)

    def away(*_: object, **__: object) -> None:
        raise Unavailable("locked")

    monkeypatch.setattr("web.api.entrance.transaction", away)
    answer = asker.call("GET", "/cases")
    assert codes(Program._told(answer, 503)) == ["try_again"] and int(answer.headers["Retry-After"]) > 0
    assert database.transaction is not away
    assert asker.client.get("/readyz").status_code == 503 and asker.client.get("/healthz").json == {"alive": True}
