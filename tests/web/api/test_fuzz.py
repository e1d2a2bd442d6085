"""Every call of the document with what nobody would send: no answer is our own fault, none is undocumented."""

from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from sqlalchemy import Engine

from models.database import transaction
from models.tokens import give_token
from tests.web.api.conftest import Clock
from tests.workflows.guangzhou import roads
from tests.world import BUREAU

UNREADY = 503  # these databases are made without migrations, and /readyz says so


CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_headers_conformance,
          response_schema_conformance]  # fmt: skip


@pytest.mark.parametrize(
    "examples", [pytest.param(3, id="short"), pytest.param(150, id="long", marks=pytest.mark.slow)]
)
def test_no_call_fails_or_answers_what_the_document_does_not_say(
    app: Flask, gz: Engine, clock: Clock, examples: int
) -> None:
    next(iter(app.extensions["limiter"])).enabled = False  # rates have a test of their own
    roads.open_call(gz)
    clock("2026-09-29")
    case = roads.in_publicity(gz)
    token = transaction(gz, lambda p: give_token(p.connection, BUREAU.account, now=p.now))
    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", app)
    wrong = [
        fault for found in schema.get_all_operations() for fault in faults(found.ok(), case.number, token, examples)
    ]
    assert wrong == []


def faults(operation: Any, number: str, token: str, examples: int) -> set[tuple[str, str]]:
    """Faults of answers: 5xx, and what the document doesn't say; half of the calls name a case that is there."""
    found: set[tuple[str, str]] = set()

    @seed(20260928)
    @given(operation.as_strategy())
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )
    def probe(sent: Any) -> None:
        sent.headers = {**(sent.headers or {}), "Authorization": f"Bearer {token}"}
        for named in (False, True):
            if named and "number" in (sent.path_parameters or {}):
                sent.path_parameters["number"] = number
            answer = sent.call()
            try:
                sent.validate_response(answer, checks=CHECKS)
            except FailureGroup as failures:
                told = {type(one).__name__ for one in failures.exceptions}
                if answer.status_code != UNREADY or "readyz" not in operation.label:
                    found.update((operation.label, f"{answer.status_code} {name}") for name in told)

    probe()
    return found
