"""Every call of the document with what nobody would send: no answer is our own fault, none is undocumented."""

from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from sqlalchemy import Engine

from models.accounts import give_token
from models.database import transaction
from tests.web.api.conftest import Clock
from tests.workflows.guangzhou import roads
from tests.world import BUREAU

UNREADY = 503  # these databases are made without migrations, and /readyz says so


@pytest.mark.slow
def test_no_call_fails_or_answers_what_the_document_does_not_say(app: Flask, gz: Engine, clock: Clock) -> None:
    roads.open_call(gz)
    clock("2026-09-29")
    case = roads.in_publicity(gz)
    token = transaction(gz, lambda p: give_token(p.connection, BUREAU.account, now=p.now))
    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", app)
    wrong = [fault for found in schema.get_all_operations() for fault in faults(found.ok(), case.number, token)]
    assert wrong == []


def faults(operation: Any, number: str, token: str) -> set[tuple[str, int]]:
    """Statuses of 5xx, and statuses that the document doesn't name; half of the calls name a case that there is."""
    found: set[tuple[str, int]] = set()

    @given(operation.as_strategy())
    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
    def probe(sent: Any) -> None:
        sent.headers = {**(sent.headers or {}), "Authorization": f"Bearer {token}"}
        for named in (False, True):
            if named and "number" in (sent.path_parameters or {}):
                sent.path_parameters["number"] = number
            status = sent.call().status_code
            if str(status) not in operation.definition.raw["responses"] or (status >= 500 and status != UNREADY):
                found.add((operation.label, status))

    probe()
    return found
