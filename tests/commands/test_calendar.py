"""`yizhan calendar`: a year by its notice, or refused where none is in; a notice taken in."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine

from commands import calendar_import
from commands.cli import yizhan
from models.database import transaction
from models.holiday_notice import read
from tests.commands.conftest import Run
from tests.workflows.guangzhou.roads import open_call
from tests.workflows.notices import TODAY, file, last_day, publicity
from tests.world import settle
from workflows.taking_in import start


def show(db: Engine, year: str, monkeypatch: pytest.MonkeyPatch) -> Result:
    monkeypatch.setenv("YIZHAN_DATABASE_URL", db.url.render_as_string(hide_password=False))
    return CliRunner().invoke(yizhan, ["calendar", "show", year])


def test_a_year(db: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    result = show(db, "2026", monkeypatch)
    assert result.exit_code == 0
    lines = [" ".join(line.split()) for line in result.output.splitlines()]
    notice = "国办发明电〔2025〕7号"
    assert f"2026 · {notice}" in lines
    assert f"02-15 周日 – 02-23 周一 9 春节 · Spring Festival {notice}" in lines
    assert f"10-10 周六 1 调休上班日（国庆节） · make-up working day (National Day) {notice}" in lines


def test_a_year_whose_end_the_next_notice_moves(db: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    last = show(db, "2018", monkeypatch).output.split("12-30")[1]
    assert "元旦 · New Year's Day" in last and "国办发明电〔2018〕15号" in last


@pytest.mark.parametrize(("year", "code"), [("2027", 1), ("2003", 1), ("next", 2)])
def test_a_year_without_notice(db: Engine, year: str, code: int, monkeypatch: pytest.MonkeyPatch) -> None:
    result = show(db, year, monkeypatch)
    assert result.exit_code == code
    assert code == 2 or f"The notice for {year} isn't in (there are 2004–2026)" in result.output


def test_without_a_database(empty_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YIZHAN_DATABASE_URL", empty_url)
    result = CliRunner().invoke(yizhan, ["calendar", "show", "2026"])
    assert result.exit_code == 1 and "yizhan db upgrade" in result.output


def write(folder: Path, text: str) -> str:
    (folder / "2027.json").write_text(text, "utf-8")
    return str(folder / "2027.json")


def test_a_notice_is_previewed_taken_in_once_and_shown(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path, file(2027, ["01-01", "01-04"], ["01-09"]))
    told = run("calendar", "import", path, "--preview")
    assert told.exit_code == 0 and "Of 0 open deadlines 0 move" in told.output and "Not named: 春节" in told.output
    assert run("calendar", "show", "2027").exit_code == 1
    asked = ("calendar", "import", path, "--number", "示例〔2026〕1号", "--published-on", "2026-11-04")
    with monkeypatch.context() as terminal:
        terminal.setattr(calendar_import, "_asked", lambda: True)
        doubtful = run(*asked, given="n\n")
        assert doubtful.exit_code == 1 and "Compare the notes above with the notice" in doubtful.output
    assert run("calendar", "show", "2027").exit_code == 1
    taken = run(*asked)
    assert taken.exit_code == 0 and "2027 is in: 0 deadlines moved" in taken.output
    assert "01-04 周一" in (shown := run("calendar", "show", "2027").output) and "示例〔2026〕1号" in shown
    assert "nothing was changed" in run("calendar", "import", path, "--number", "示例〔2026〕1号").output


def test_a_bad_notice_is_one_clear_line(run: Run, tmp_path: Path) -> None:
    result = run("calendar", "import", write(tmp_path, file(2027, ["02-30"])))
    assert result.exit_code == 1 and "不是日期：2027-02-30 · Not a date: 2027-02-30" in result.output
    assert run("calendar", "import", str(tmp_path / "none.json")).exit_code == 2


def test_what_a_killed_import_left_is_done_by_the_next(run: Run, installed_db: Engine, tmp_path: Path) -> None:
    settle(installed_db)
    open_call(installed_db)
    case, _ = publicity(installed_db, "2026-12-28", "示例路 1 号")
    path = write(tmp_path, file(2027, ["01-01", "01-04"]))
    given = read(Path(path).read_bytes(), today=TODAY)
    transaction(installed_db, lambda p: start(p.connection, given, by="command", at=p.at))  # and then it died
    assert last_day(case) == "2027-01-05"
    taken = run("calendar", "import", path)
    assert taken.exit_code == 0 and "2027 is in: 1 deadlines moved" in taken.output
    assert last_day(case) == "2027-01-06"
    installed_db.dispose()
