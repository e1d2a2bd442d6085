"""Settings: where defaults lie, and what production refuses to start with."""

import secrets
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError
from sqlalchemy import make_url

from models.settings import Settings, WrongSetting

GOOD = secrets.token_hex(32)


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"YIZHAN_{name.upper()}", raising=False)


def test_the_default_database_is_a_file_in_the_data_folder(tmp_path: Path) -> None:
    url = make_url(Settings(data_dir=tmp_path / "数据 folder").database_url)
    assert url.get_backend_name() == "sqlite"
    assert url.database == str(tmp_path / "数据 folder" / "yizhan.db")


def test_the_environment_is_read_and_empty_values_are_none_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YIZHAN_DATABASE_URL", "postgresql+psycopg://x/y")
    monkeypatch.setenv("YIZHAN_CLOCK", "simulated")
    monkeypatch.setenv("YIZHAN_ENV", "")
    settings = Settings()
    assert (settings.database_url, settings.simulated, settings.env) == (
        "postgresql+psycopg://x/y",
        True,
        "production",
    )


def test_a_data_folder_is_absolute_wherever_it_was_written_from(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YIZHAN_DATA_DIR", "data")
    assert Settings().data_dir == Path.cwd() / "data"


def test_a_misspelt_choice_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YIZHAN_CLOCK", "fake")
    with pytest.raises(WrongSetting, match="YIZHAN_CLOCK: Input should be 'real' or 'simulated'"):
        Settings()


def test_nothing_changes_a_setting_later() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        Settings(env="test").clock = "simulated"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"secret_key": ""}, "needs YIZHAN_SECRET_KEY"),
        ({"secret_key": "short"}, "too short or too simple"),
        ({"secret_key": "a" * 64}, "too short or too simple"),
        ({"clock": "simulated"}, "simulated clock"),
        ({"base_url": "http://yizhan.example"}, "https://"),
        ({"processes": 2}, "need PostgreSQL"),
        ({"processes": 2, "database_url": "postgresql://x/y", "limiter_url": "memory://"}, "YIZHAN_LIMITER_URL"),
        ({"second_factor": "off"}, "unset YIZHAN_SECOND_FACTOR"),
        ({"oidc_issuer": "https://id.example", "oidc_client_id": "x"}, "YIZHAN_OIDC_CLIENT_SECRET"),
        ({"oidc_issuer": "http://id.example", "oidc_client_id": "x", "oidc_client_secret": "y"}, "https://"),
    ],
)
def test_production_refuses(given: dict[str, Any], words: str) -> None:
    good = {"secret_key": GOOD, "base_url": "https://yizhan.example", "limiter_url": "redis://127.0.0.1"}
    assert Settings(**good).problems() == []
    (problem,) = Settings(**{**good, **given}).problems()
    assert words in problem and " · " in problem
    assert "\n" not in problem


def test_production_refuses_to_debug(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLASK_DEBUG", "1")
    (problem,) = Settings(secret_key=GOOD).problems()
    assert "unset FLASK_DEBUG" in problem
    monkeypatch.setenv("FLASK_DEBUG", "0")
    assert Settings(secret_key=GOOD).problems() == []


def test_second_factors_need_a_secret_that_stays() -> None:
    (problem,) = Settings(env="demo", second_factor="required").problems()
    assert "YIZHAN_SECRET_KEY that stays" in problem
    assert Settings(env="demo", second_factor="required", secret_key=GOOD).problems() == []


@pytest.mark.parametrize(
    ("env", "second_factor", "asked"),
    [("production", "auto", True), ("demo", "auto", False), ("test", "required", True), ("demo", "off", False)],
)
def test_second_factors_are_asked_in_production_or_when_wanted(env: str, second_factor: str, asked: bool) -> None:
    assert Settings(env=env, second_factor=second_factor).asks_second_factor is asked


@pytest.mark.parametrize("env", ["demo", "test"])
def test_elsewhere_a_secret_is_made_up_anew(env: str) -> None:
    first, second = Settings(env=env, clock="simulated"), Settings(env=env)
    assert first.problems() == []
    assert first.secret_key != second.secret_key
    assert len(first.secret_key) == 64


def test_a_secret_never_shows_in_logs() -> None:
    assert GOOD not in repr(Settings(secret_key=GOOD, oidc_client_secret=GOOD))
