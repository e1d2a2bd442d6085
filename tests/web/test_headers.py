"""The frame of every page: headers, languages, static files, and routes that name their right."""

import re

import pytest
from flask import Blueprint, Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

import web.app
from models.database import Present, Unavailable
from models.settings import Settings
from web.app import create_app
from web.doors import door, porch
from web.error_words import WORDS
from web.headers import HEADERS
from web.language import day, language, local, machine, moment, things, until, wall_clock
from web.pages import BLUEPRINTS

PAGES = ["/sign-in", "/nowhere", "/static/yizhan.css"]
EVENING = 1_791_648_000_000_000  # 2026-10-11 00:00 in Shanghai: the end of Saturday, 10 October
MORNING = 1_790_557_200_000_000  # 2026-09-28 09:00


@pytest.mark.parametrize("path", PAGES)
def test_every_answer_carries_the_headers(client: FlaskClient, path: str) -> None:
    headers = client.get(path, buffered=True).headers
    assert {name: headers.get(name) for name in HEADERS} == HEADERS


def test_the_policy_allows_nothing_inline(client: FlaskClient) -> None:
    policy = HEADERS["Content-Security-Policy"]
    assert "unsafe" not in policy and "frame-ancestors 'none'" in policy and "default-src 'self'" in policy
    for path in ("/sign-in", "/nowhere"):
        text = client.get(path).text
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]* src=)", text)
        assert not re.search(r'(?:src|href)="(?:https?:)?//', text)


def test_static_files_have_a_version_and_are_kept_for_ever(client: FlaskClient) -> None:
    files = re.findall(r'(?:href|src)="(/(?:bootstrap/)?static/[^"]+)"', client.get("/sign-in").text)
    assert len(files) >= 4
    for file in set(files):
        assert re.search(r"\?v=[0-9a-f]{12}$", file)
        assert client.get(file, buffered=True).headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert client.get("/static/yizhan.css", buffered=True).headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(("path", "kept"), [("/sign-in", "no-cache"), ("/", "no-cache"), ("/nowhere", "no-store")])
def test_what_a_browser_keeps(client: FlaskClient, path: str, kept: str) -> None:
    assert client.get(path).headers["Cache-Control"] == kept


def test_chinese_comes_first_and_a_choice_is_kept(client: FlaskClient) -> None:
    english = {"Accept-Language": "en-GB,en"}
    assert '<html lang="zh-CN"' in client.get("/sign-in", headers=english).text
    assert '<html lang="en"' in client.get("/sign-in?lang=en").text
    assert '<html lang="en"' in client.get("/sign-in").text
    assert '<html lang="en"' in client.get("/sign-in?lang=<script>").text
    assert 'class="letters-large"' in client.get("/sign-in?letters=large&lang=zh").text
    page = client.get("/sign-in?next=/a").text
    assert 'class="letters-large"' in page and '<html lang="zh-CN"' in page
    assert 'href="/sign-in?next=%2Fa&amp;lang=en"' in page


def test_days_and_hours_are_said_in_shanghai(app: Flask) -> None:
    with app.test_request_context("/?lang=zh"):
        assert (day(MORNING), moment(MORNING)) == ("2026年9月28日 周一", "2026年9月28日 周一 09:00")
        assert (until(EVENING), until(MORNING)) == ("2026年10月10日 周六 24:00", "2026年9月28日 周一 09:00")
        assert things(3, "件", "case", "cases") == "3 件" and day(None) == ""
    with app.test_request_context("/?lang=en"):
        assert (day("2026-09-28"), moment(MORNING)) == ("Mon 28 Sep 2026", "Mon 28 Sep 2026 09:00")
        assert until(EVENING) == "Sat 10 Oct 2026 24:00"
        assert [things(n, "件", "case", "cases") for n in (1, 1200)] == ["1 case", "1,200 cases"]
        assert machine(MORNING) == "2026-09-28T09:00:00+08:00" == local(MORNING).isoformat()
        assert wall_clock(MORNING) == wall_clock("2026-09-28T01:00:00Z") == "2026-09-28T09:00"


def test_a_route_without_a_right_is_not_served(db: Engine, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def view() -> str:
        return ""

    def other() -> str:
        return ""

    bare, odd, closed = Blueprint("bare", __name__), Blueprint("odd", __name__), Blueprint("closed", __name__)
    bare.add_url_rule("/bare", "view", view)
    porch(odd, "/odd", right="no.such.right")(other)
    settings = Settings(env="test")
    for blueprint, words in ((bare, "/bare (bare.view) declares no known right: None"), (odd, "'no.such.right'")):
        monkeypatch.setattr(web.app, "BLUEPRINTS", (*BLUEPRINTS, blueprint))
        with pytest.raises(RuntimeError, match=re.escape(words)):
            create_app(settings, db)
    with pytest.raises(ValueError, match="public"):
        porch(closed, "/closed", right="case.read")(other)


@pytest.mark.parametrize("status", sorted(WORDS))
def test_every_error_has_its_words_in_both_languages(status: int) -> None:
    for zh, en in WORDS[status]:
        assert re.search("[\u4e00-\u9fff]", zh) and en.isascii()


def test_a_busy_database_asks_for_a_second_try(app: Flask, client: FlaskClient) -> None:
    busy = Blueprint("busy", __name__)

    @door(busy, "/busy", right="public.read")
    def view(present: Present) -> str:
        raise Unavailable

    app.register_blueprint(busy)
    answer = client.get("/busy?lang=en")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5") and "The system is busy" in answer.text


def test_our_own_faults_are_told_without_their_insides(app: Flask) -> None:
    broken = Blueprint("broken", __name__)

    @door(broken, "/broken", right="public.read")
    def view(present: Present) -> str:
        raise ZeroDivisionError("the secret inside")

    app.register_blueprint(broken)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    answer = app.test_client().get("/broken?lang=en")
    assert answer.status_code == 500 and "Something went wrong on our side" in answer.text
    assert "secret inside" not in answer.text and answer.headers["Cache-Control"] == "no-store"


def test_production_cookies_are_for_https_and_this_host_only(db: Engine) -> None:
    settings = Settings(env="production", secret_key="0123456789abcdef" * 4)
    with create_app(settings, db).test_client() as client:
        sent = client.get("/sign-in", base_url="https://station.example").headers
    assert "__Host-yizhan-form=" in sent["Set-Cookie"] and "Secure; HttpOnly" in sent["Set-Cookie"]
    assert sent["Strict-Transport-Security"] == "max-age=31536000"


def test_outside_of_a_choice_the_language_is_chinese(app: Flask) -> None:
    with app.test_request_context("/"):
        assert language() == "zh"
