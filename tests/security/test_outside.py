"""What holds for every answer: headers, what a browser keeps, rates, proxies, and the refusal of zero characters."""

import re

import pytest
from flask import Flask

from models.database import connect
from models.settings import Settings
from tests.security.asking import address
from tests.security.stage import Stage
from web.app import create_app
from web.headers import HEADERS, STATIC
from workflows.rights import RIGHTS


def spots(stage: Stage) -> list[tuple[str, str]]:
    """(endpoint, an address) of everything that is fetched."""
    rules = [rule for rule in stage.app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    return [(rule.endpoint, address(rule.rule, stage.town, "returned", "x")) for rule in rules]


def app_of(stage: Stage, **settings: int) -> Flask:
    """The same town behind other settings, with rates counted."""
    installed = stage.app.extensions["yizhan"]
    folder = installed.settings.data_dir
    return create_app(Settings(env="demo", clock="simulated", data_dir=folder, **settings), installed.engine)


@pytest.mark.parametrize("account", ["", "u-district"])
def test_every_address_answers_with_every_header(stage: Stage, account: str) -> None:
    for endpoint, path in spots(stage):
        answer = stage.browser(account).get(path, buffered=True)
        policy = answer.headers["Content-Security-Policy"]
        assert {name for name in HEADERS if name not in answer.headers} == set(), path
        assert "unsafe" not in policy or "sandbox" in policy, path
        assert answer.headers["X-Content-Type-Options"] == "nosniff" and "Server" not in answer.headers, path
        kept = answer.headers["Cache-Control"]
        private = account and RIGHTS.get(getattr(stage.app.view_functions[endpoint], "right", ""))
        assert endpoint in STATIC or endpoint.startswith("api") or not private or "no-store" in kept, (path, kept)


def test_nobodys_name_or_number_stands_in_an_address(stage: Stage) -> None:
    """Links on the pages of an applicant and of a desk lead by numbers of cases and codes, not by persons."""
    own = stage.town.owners["returned"]
    for account in (own, "u-district", "u-bureau"):
        for path in ("/work", f"/cases/{stage.town.numbers['returned']}", "/account"):
            links = re.findall(r'(?:href|src|action)="([^"]+)"', stage.browser(account).get(path).text)
            assert not [x for x in links if re.search("示例|%E7%A4%BA|91440101|000-0000|u-", x)], (account, path)


def test_too_many_are_told_when_to_come_back_page_and_call_alike(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    app, number = app_of(stage), stage.town.numbers["objection"]
    client = app.test_client()
    calls = [client.get(f"/api/v1/public/objections/{number}?code=WRONG{n}") for n in range(21)]
    assert [answer.status_code for answer in calls] == [404] * 20 + [429]
    assert calls[-1].mimetype == "application/problem+json" and calls[-1].get_json()["code"] == "too_many"
    page = client.get(f"/notices/{stage.town.numbers['notice']}/object?lang=en")
    assert page.status_code == 429 and "Too many tries" in page.text  # one count for page and call
    assert all(0 < int(answer.headers["Retry-After"]) <= 60 for answer in (calls[-1], page))
    assert client.get("/notices").status_code == 200
    assert "127.0.0.1" not in caplog.text and "right=public.object" in caplog.text


def test_an_honest_objector_meets_no_limit(stage: Stage) -> None:
    """Read the notice, open the form, mistype it three times, send it, look at it a few times, take it back."""
    app, notice = app_of(stage), stage.town.numbers["notice"]
    app.config["WTF_CSRF_ENABLED"] = False
    client, said = app.test_client(), {"by": "person", "name": "示例公民", "contact": "000-0000"}
    assert [client.get(f"/notices/{notice}/object").status_code for _ in range(3)] == [200] * 3
    assert [client.post(f"/notices/{notice}/object", data=said).status_code for _ in range(3)] == [422] * 3
    receipt = client.post(f"/notices/{notice}/object", data={**said, "text": "场地不实"})
    number, code = re.findall(r'class="number"[^>]*>([^<]+)<', receipt.text)[:2]
    looks = [client.post(f"/objections/{number}", data={"code": code}) for _ in range(5)]
    assert [answer.status_code for answer in looks] == [200] * 5
    assert client.post(f"/objections/{number}/withdraw", data={"code": code}).status_code == 302


@pytest.mark.parametrize(("proxies", "limited"), [(0, True), (1, False)])
def test_a_forwarded_address_counts_only_behind_a_declared_proxy(stage: Stage, proxies: int, limited: bool) -> None:
    client = app_of(stage, proxies=proxies).test_client()
    path = f"/api/v1/public/objections/{stage.town.numbers['objection']}?code=x"
    answers = [client.get(path, headers={"X-Forwarded-For": f"192.0.2.{n}"}).status_code for n in range(21)]
    assert (answers[-1] == 429) is limited


def test_an_address_before_the_declared_proxy_is_not_believed(stage: Stage) -> None:
    """Whoever writes the header oneself stands before what the proxy adds, and only that is read."""
    client = app_of(stage, proxies=1).test_client()
    path = f"/api/v1/public/objections/{stage.town.numbers['objection']}?code=x"
    spoofed = [client.get(path, headers={"X-Forwarded-For": f"192.0.2.{n}, 198.51.100.7"}) for n in range(21)]
    assert spoofed[-1].status_code == 429


def test_an_error_of_the_database_tells_no_values(stage: Stage) -> None:
    assert connect("sqlite://").hide_parameters


@pytest.mark.parametrize("path", ["/verify/%00", "/work?q=a%00b", "/register?%00=a"])
def test_a_zero_character_is_refused_before_any_database_sees_it(stage: Stage, path: str) -> None:
    assert stage.browser("u-district").get(path).status_code == 400
    assert stage.browser("").post("/sign-in", data={"name": "a\0b", "password": "x"}).status_code == 400


def test_files_and_exports_have_rates_far_above_what_people_do(stage: Stage) -> None:
    client = app_of(stage).test_client()
    client.set_cookie("yizhan", stage.town.cookies["u-district"])
    answers = [client.get("/account/data.json").status_code for _ in range(61)]
    assert answers == [200] * 60 + [429]
    path = address("/cases/<number>/materials/<int:paper>", stage.town, "returned", "x")
    left = client.get(path, buffered=True)
    assert left.status_code == 200 and int(left.headers["X-RateLimit-Limit"]) == 600
    assert client.get(f"/cases/{stage.town.numbers['returned']}").status_code == 200
