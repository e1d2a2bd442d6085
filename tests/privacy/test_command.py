"""`yizhan erase`: the value is gone from the database's own file and from the store, and the output says so."""

import io
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine, select, update

from commands.cli import yizhan
from migrations.run import upgrade
from models.database import connect, transaction
from models.files import Files
from models.material import materials
from tests.privacy.traces import History, columns_with, files_with
from tests.walk import Walk
from tests.workflows.guangzhou import roads
from tests.world import holds, settle

PHONE, WORDS = "000-7654321", b"%PDF-1.7 made-up words"


@pytest.fixture
def installation(empty_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """An upgraded installation in a folder of its own, as `yizhan` finds it; on both databases."""
    monkeypatch.setenv("YIZHAN_ENV", "test")
    monkeypatch.setenv("YIZHAN_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("YIZHAN_DATABASE_URL", empty_url)
    upgrade(empty_url)
    db = connect(empty_url, simulated=True)
    settle(db)
    roads.open_call(db)
    yield db
    db.dispose()


def run(*arguments: str) -> Result:
    return CliRunner().invoke(yizhan, ["erase", *arguments], catch_exceptions=True)


def with_file(db: Engine, folder: Path) -> tuple[Walk, int, str]:
    case = roads.drafted(db, contact_phone=PHONE)
    sha = Files(folder / "files").put(io.BytesIO(WORDS)).sha256
    own = materials.c.case_id == case.id, materials.c.kind == "staff_list"
    transaction(db, lambda p: p.connection.execute(update(materials).where(*own).values(sha256=sha)))
    (id,) = transaction(db, lambda p: p.connection.execute(select(materials.c.id).where(*own)).one())
    return case.take("submit", roads.APPLICANT, on="2026-02-02"), id, sha


def test_a_value_is_gone_from_the_file_that_holds_the_database(installation: Engine, tmp_path: Path) -> None:
    case, _, _ = with_file(installation, tmp_path)
    assert files_with(tmp_path, PHONE) == (["empty.db"] if installation.dialect.name == "sqlite" else [])
    said = run(case.number, "contact_phone", "--order", "示例决〔2026〕1 号")
    assert said.exit_code == 0, said.output
    assert f"{case.number}/2 contact_phone" in said.output
    assert files_with(tmp_path, PHONE) == [] and columns_with(installation, PHONE) == set()
    assert History(installation, case.id).wrong() == []
    (record,) = History(installation, case.id).of_kind("erase")
    assert record["actor"] == "command"
    holds(installation)


def test_a_file_is_gone_from_the_store(installation: Engine, tmp_path: Path) -> None:
    case, id, sha = with_file(installation, tmp_path)
    lying = Files(tmp_path / "files").path(sha)
    os.utime(lying, (1, 1))
    assert files_with(tmp_path, WORDS.decode()) == [sha]
    assert run(case.number, f"material.{id}", "--order", "示例决〔2026〕2 号").exit_code == 0
    assert files_with(tmp_path, WORDS.decode(), "staff_list.pdf", sha) == []
    holds(installation)


def test_what_was_left_lying_by_an_erasure_that_was_cut_short_goes_with_the_next(
    installation: Engine, tmp_path: Path
) -> None:
    case, _, kept = with_file(installation, tmp_path)
    files = Files(tmp_path / "files")
    old, new = (files.put(io.BytesIO(words)).sha256 for words in (b"%PDF old", b"%PDF arriving"))
    for name in (old, kept):
        os.utime(files.path(name), (1, 1))
    assert run(case.number, "contact_name", "--order", "1").exit_code == 0
    assert not files.path(old).exists() and files.path(kept).exists() and files.path(new).exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("GZ-2026-999999", "contact_phone", "--order", "1"), "No such case"),
        (("{case}", "no_such_field", "--order", "1"), "no such value"),
        (("{case}", "station_name", "--order", "1"), "end it first"),
        (("{case}", "contact_phone"), "--order"),
        (("{case}", "contact_phone", "--order", ""), "order's number"),
    ],
)
def test_what_is_refused_is_said_and_changes_nothing(
    installation: Engine, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    case, _, _ = with_file(installation, tmp_path)
    result = run(*(a.format(case=case.number) for a in arguments))
    assert result.exit_code != 0 and said in result.output + str(result.exception)
    assert case.row.version == 2
