"""An auditor's program has the history verified: all of it, or one case by its own package."""

from pathlib import Path

import pytest
from sqlalchemy import Engine, QueuePool, text

from scheduler.checkpointing import Checkpointer
from tests.evidence.tampering import open_up
from tests.web.api.conftest import Programs, newcomer
from tests.web.api.test_refusals import called
from tests.workflows.guangzhou import roads
from web.api import audit
from workflows.looking import Report

__all__ = ["called"]


def test_all_of_it_or_one_case(
    called: Engine, program: Programs, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    auditor = program(newcomer(called, "auditor"))
    case = roads.submitted(called)
    Checkpointer(called, tmp_path)(at_once=True)
    roads.drafted(called)
    whole = auditor.get("/audit/verify")
    assert (whole["whole"], whole["after"], whole["outside"]) == (True, 1, 1)
    alone = f"/audit/verify?case={case.number}"
    assert auditor.get(alone) == {
        "whole": True, "entries": 2, "after": 0, "checkpoints": 1, "outside": 1, "findings": []
    }  # fmt: skip
    auditor.get("/audit/verify?case=GZ-2026-999999", 404)
    for edit, words in (
        ("UPDATE cases SET subject_number = 'x'", "its subject is not what its entries say"),
        ("UPDATE entries SET recorded_at = 0, hash = body", "hash"),
    ):
        with called.begin() as connection:
            open_up(connection)
            connection.execute(text(edit))
        (found,) = auditor.get(alone)["findings"]
        assert found["place"] == case.number and words in found["en"]
    assert not auditor.get("/audit/verify")["whole"]
    assert capfd.readouterr().out == ""


def test_nobody_waits_for_a_look_over_everything(
    called: Engine, program: Programs, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On SQLite a reader who stays keeps everybody else from storing anything, and from reading soon after."""
    pool, held = called.pool, list[int]()
    assert isinstance(pool, QueuePool)

    def looked(*_: object, **__: object) -> Report:
        held.append(pool.checkedout())
        return Report()

    auditor = program(newcomer(called, "auditor"))
    monkeypatch.setattr(audit, "verify", looked)
    assert auditor.get("/audit/verify")["whole"] and held == [0]
