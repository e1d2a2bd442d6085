"""The demo: a believable year in every state, in an empty database only, told with its sign-ins."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, func, select
from stdnum.cn import uscc

from commands.demo_papers import pdf
from commands.demo_people import PASSWORD, STARTS
from models.case import cases, entries
from models.checkpoint import checkpoints
from models.database import Present, transaction
from models.material import materials
from models.office import offices
from models.outbox import outbox
from models.sign_in import account
from models.verification import verifications
from tests.commands.conftest import Run
from tests.world import holds
from web.media import kind_of
from web.passwords import check
from workflows.instants import instant
from workflows.rulebooks import lifecycles, rulebooks

HOUR = 3_600_000_000  # the demo was filled before these tests, and its clock goes on


def met(connection: Connection, lifecycle: str) -> set[str]:
    """Every state that a case of this kind has been in."""
    asked = select(entries.c.body).join(cases, cases.c.id == entries.c.case_id).where(cases.c.lifecycle == lifecycle)
    return {json.loads(body)["target"] for body in connection.execute(asked).scalars()}


def test_every_lifecycle_of_every_region_has_been_in_every_state(demo: Run, installed_db: Engine) -> None:
    for key, lifecycle in lifecycles().items():
        found = transaction(installed_db, lambda p, key=key: met(p.connection, key))
        assert found == set(lifecycle.states), key


def test_nothing_is_left_that_a_duty_would_open(demo: Run, installed_db: Engine) -> None:
    def owed(present: Present) -> list[str]:
        return [d.name for b in rulebooks().values() for d in b.duties if d.due(present.connection, present.at)]

    assert transaction(installed_db, owed) == []


def test_every_invariant_holds(demo: Run, installed_db: Engine) -> None:
    holds(installed_db)


def test_its_clock_stands_on_the_stated_day_and_a_call_is_open(demo: Run, installed_db: Engine) -> None:
    at = transaction(installed_db, lambda p: p.at)
    assert 0 <= at - instant(STARTS) < HOUR
    asked = select(cases.c.lifecycle).where(cases.c.lifecycle.endswith("/call"), cases.c.state == "open")
    calling = transaction(installed_db, lambda p: list(p.connection.execute(asked).scalars()))
    assert sorted(calling) == ["guangzhou/2025/call", "hubei/1/call"]
    due = select(cases.c.id).where(cases.c.wake_at <= at)
    assert transaction(installed_db, lambda p: p.connection.execute(due).all()) == []


def test_everybody_listed_signs_in_and_every_subject_is_valid(demo: Run, installed_db: Engine) -> None:
    rows = json.loads(demo("demo", "--users", "--json").stdout)
    for row in rows:
        firm = row["role"] in ("applicant", "enterprise") and not row["name"].startswith("wh-mobile")
        assert row["office"] or uscc.is_valid(row["subject"]) is firm
    name = rows[0]["name"]
    found = transaction(installed_db, lambda p: account(p.connection, name))
    assert found is not None
    assert check(PASSWORD, found[1])[0]
    listed = json.loads(demo("demo", "--offices", "--json").stdout)
    assert {row["book"] for row in listed} == {"guangzhou", "hubei", "jiangsu", "wuhan"}
    # A certified station's own desk has nobody yet: its district looks after it.
    codes = {row["code"] for row in listed if row["level"] != "station"}
    assert {row["office"] for row in rows if row["office"]} == codes
    assert demo("demo", "--users").output.count("\n") == len(rows)


def test_its_files_are_real_and_lie_under_their_digest(demo: Run, installed_db: Engine, tmp_path: Path) -> None:
    digests = transaction(installed_db, lambda p: set(p.connection.execute(select(materials.c.sha256)).scalars()))
    lying = {file.name for file in (tmp_path / "files").rglob("*") if file.is_file()}
    assert digests == lying
    with next((tmp_path / "files").rglob("[0-9a-f]" * 64)).open("rb") as file:
        assert kind_of(file) == "pdf"


def test_a_pdf_says_where_its_parts_begin() -> None:
    page = pdf("标题", "second line")
    table = int(page.rsplit(b"startxref\n", 1)[1].split()[0])
    assert page[table:].startswith(b"xref")
    first = int(page[table:].splitlines()[3].split()[0])
    assert page[first:].startswith(b"1 0 obj")


def test_only_an_empty_database_is_filled(run: Run, installed_db: Engine) -> None:
    row = {"code": "own", "book": "guangzhou", "level": "bureau", "zh": "示例", "en": "Example"}
    transaction(installed_db, lambda p: p.connection.execute(offices.insert(), [row]))
    assert run("demo").exit_code == 1
    assert run("demo", "--if-empty").exit_code == 1


def test_where_there_is_no_database_yet_it_is_made(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YIZHAN_DATA_DIR", str(tmp_path / "new"))
    assert "yizhan db upgrade" in run("demo", "--users").output
    filled = run("demo")
    assert filled.exit_code == 0 and PASSWORD in filled.output
    assert run("demo").exit_code == 1


def test_a_second_time_nothing_is_added(demo: Run, installed_db: Engine) -> None:
    count = select(cases.c.id)
    before = transaction(installed_db, lambda p: len(p.connection.execute(count).all()))
    assert demo("demo").exit_code == 1
    again = demo("demo", "--if-empty")
    assert again.exit_code == 0
    assert PASSWORD in again.output
    assert transaction(installed_db, lambda p: len(p.connection.execute(count).all())) == before


def test_neither_production_nor_a_real_clock_takes_it(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YIZHAN_CLOCK", "real")
    assert "simulated" in run("demo").output
    monkeypatch.setenv("YIZHAN_ENV", "production")
    assert run("demo").exit_code == 1


def test_tick_does_what_the_served_clock_does_beside_the_timers(
    demo: Run, installed_db: Engine, tmp_path: Path
) -> None:
    now = transaction(installed_db, lambda p: p.at, writes=False)
    soon = datetime.fromtimestamp(now / 1_000_000 + 40 * 86_400, UTC).isoformat()
    assert demo("tick", "--until", soon).exit_code == 0
    with installed_db.connect() as connection:
        unsent = connection.scalar(select(func.count()).where(outbox.c.sent_at.is_(None)))
        reminded = connection.scalar(
            select(func.count()).where(outbox.c.topic == "target_over", outbox.c.made_at > now)
        )
        signed = connection.scalar(select(func.max(checkpoints.c.size)))
        looked = connection.scalar(select(func.count()).where(verifications.c.ended_at.is_not(None)))
    assert unsent == 0 and reminded and signed and looked
    assert (tmp_path / "checkpoints.txt").read_text("utf-8")
