"""Moving the clock, and telling the rule books, from the command line."""

import pytest
from sqlalchemy import Engine

from models.database import transaction
from tests.commands.conftest import Run
from tests.walk import moment


def test_tick_moves_a_simulated_clock(run: Run, installed_db: Engine) -> None:
    said = run("tick", "--until", "2100-01-01")
    assert said.exit_code == 0
    assert transaction(installed_db, lambda p: p.at) >= moment("2100-01-01 00:00:00")
    back = run("tick", "--until", "2099-12-31")
    assert back.exit_code == 0 and "never goes back" in back.output  # what was due by then has fired, that is all
    assert transaction(installed_db, lambda p: p.at) >= moment("2100-01-01 00:00:00")


def test_a_real_clock_is_not_moved(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YIZHAN_CLOCK", "real")
    said = run("tick", "--until", "2100-01-01T00:00:00+08:00")
    assert said.exit_code == 1
    assert "simulated" in said.output
    assert run("tick").exit_code == 0
    assert run("tick", "--until", "soon").exit_code == 2


def test_rule_books_are_told(run: Run) -> None:
    assert "guangzhou/2025" in run("rulebooks").output
    told = run("rulebooks", "guangzhou").output
    assert "forward -> expert_review" in told
    assert "GZ-4.1.3a" in told
    assert run("rulebooks", "check").exit_code == 0
    assert run("rulebooks", "atlantis").exit_code == 1
