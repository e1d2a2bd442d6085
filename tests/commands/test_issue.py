"""Entering the document that issued a draft: once, for drafts alone, and no later day than today."""

from sqlalchemy import Engine, select

from models.database import transaction
from models.instrument import instruments
from tests.commands.conftest import Run

SAID = ("--document", "示例文号 1 号", "--on", "2026-01-05")


def test_a_draft_is_issued_once(run: Run, installed_db: Engine) -> None:
    assert run("tick", "--until", "2026-12-01").exit_code == 0
    said = run("rulebooks", "issue", "wuhan", *SAID)
    assert said.exit_code == 0, said.output
    again = run("rulebooks", "issue", "wuhan", *SAID)
    assert again.exit_code == 1 and "entered before" in again.output
    rows = transaction(installed_db, lambda p: p.connection.execute(select(instruments)).all())
    assert [(row.book, row.issued_on) for row in rows] == [("wuhan", "2026-01-05")]


def test_what_is_no_draft_is_refused(run: Run) -> None:
    assert run("rulebooks", "issue", "atlantis", *SAID).exit_code == 1
    assert "in force already" in run("rulebooks", "issue", "jiangsu", *SAID).output
    assert run("rulebooks", "issue", "wuhan", "--document", "x", "--on", "2199-01-01").exit_code == 1
    assert run("rulebooks", "issue", "wuhan").exit_code == 2
    assert run("rulebooks", "guangzhou", "more").exit_code == 2
