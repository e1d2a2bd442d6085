"""`yizhan calendar show` says a year by its notice, and refuses what it doesn't know."""

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine

from commands.cli import yizhan


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
