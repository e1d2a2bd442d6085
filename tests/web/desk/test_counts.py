"""Whatever a desk's pages count is as many as the link beside it opens, and whatever they say is said in words, for
people of the demo's four regions."""

import re
import shutil
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection, Engine, text

from models import sign_in
from models.database import Present, connect, transaction
from models.settings import Settings
from web.app import create_app
from workflows.rulebooks import lifecycles

ONE_OF_EACH = """SELECT min(u.name) FROM users u JOIN grants g ON g.user_id = u.id JOIN offices o ON o.code = g.office
WHERE g.role NOT LIKE '%admin' GROUP BY g.role, o.book"""
SPEAKERS = """SELECT min(u.name) FROM users u JOIN contacts k ON k.user_id = u.id JOIN parties p ON p.kind = k.kind
AND p.number = k.number JOIN cases c ON c.id = p.case_id WHERE c.state = 'draft' GROUP BY c.lifecycle"""
TAB = re.compile(r'<a href="(/work\?view=\w+)"[^>]*>\S[^<]* <span class="tabs-count">(\d+)<')
CHIP = re.compile(r'<a href="(/work\?[^"]*danger=[^"]*)"[^>]*>[^<]* <span class="tabs-count">(\d+)<')
FIGURE = re.compile(r'<a href="(/work\?[^"]*)"[^>]*>(?:<span class="figure-number">)?(\d+)<')
GROUP = re.compile(r'<h2 class="danger[^>]*>[^<]*<span class="tabs-count">(\d+)</span></h2>(.*?)</table>', re.DOTALL)


@pytest.fixture(scope="module")
def demo(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Engine, Flask]]:
    folder = shutil.copytree(filled, tmp_path_factory.mktemp("counts"), dirs_exist_ok=True)
    engine = connect(f"sqlite:///{folder / 'yizhan.db'}", simulated=True)
    yield engine, create_app(Settings(env="test", clock="simulated", data_dir=folder), engine)
    engine.dispose()


def let_in(demo: tuple[Engine, Flask], name: str) -> FlaskClient:
    def session(present: Present) -> str:
        asked = text("SELECT id FROM users WHERE name = :name")
        id = present.connection.execute(asked, {"name": name}).scalar_one()
        return sign_in.open_session(present.connection, id, name, "", present.now)

    client = demo[1].test_client()
    client.set_cookie("yizhan", transaction(demo[0], session))
    return client


def listed(client: FlaskClient, address: str | None) -> int:
    """The rows of a list, page after page."""
    found = 0
    while address:
        page = client.get(unescape(address)).text
        found += page.count("<tr data-row")
        more = re.search(r'rel="next" href="([^"]+)"', page)
        address = more and more[1]
    return found


def counted(page: str) -> list[tuple[str, int]]:
    return [(link, int(number)) for one in (TAB, CHIP, FIGURE) for link, number in one.findall(page)]


def test_every_count_is_as_many_as_its_link_opens(demo: tuple[Engine, Flask]) -> None:
    with demo[0].connect() as connection:
        names = sorted({row[0] for asked in (ONE_OF_EACH, SPEAKERS) for row in connection.execute(text(asked))})
    assert len(names) > 20
    wrong, looked = [], 0
    for name in names:
        client = let_in(demo, name)
        first = client.get("/work?lang=zh").text
        pages = {link: client.get(link).text for link, _ in TAB.findall(first)}
        figures = client.get("/dashboard")
        told = {*counted(first), *(counted(figures.text) if figures.status_code == 200 else ())}
        told |= {one for page in pages.values() for one in counted(page)}
        looked += len(told)
        wrong += [(name, *one, there) for one in told if (there := listed(client, one[0])) != one[1]]
        whole = [page for page in pages.values() if 'rel="next"' not in page]
        groups = [(int(n), rows.count("<tr data-row")) for page in whole for n, rows in GROUP.findall(page)]
        wrong += [(name, *one) for one in groups if one[0] != one[1]]
    assert looked > 300 and wrong == []


def keys_and_accounts(connection: Connection) -> re.Pattern[str]:
    """Names that only the program uses; a key of one word may be a word."""
    states = {state for lc in lifecycles().values() for state in lc.states}
    named = {name for name in states | {step.name for lc in lifecycles().values() for step in lc.steps} if "_" in name}
    accounts = {row[0] for row in connection.execute(text("SELECT id FROM users"))}
    return re.compile(rf"\b({'|'.join(sorted(map(re.escape, named | accounts | set(lifecycles()))))})\b")


@pytest.mark.parametrize("told_in", ["zh", "en"])
def test_no_case_page_says_a_key_or_an_account(demo: tuple[Engine, Flask], told_in: str) -> None:
    """One case in each state that waits, as a desk above it reads the page: its steps, refusals, history, marks."""
    with demo[0].connect() as connection:
        inward = keys_and_accounts(connection)
        waiting = (
            "SELECT min(number), substr(number, 1, 2) FROM cases WHERE soonest IS NOT NULL GROUP BY lifecycle, state"
        )
        numbers = connection.execute(text(waiting)).all()
    desks = {"GZ": "hq-1", "WH": "wh-hq-1", "JS": "js-nanjing-clerk", "HB": "hb-centre-1"}
    clients = {region: let_in(demo, name) for region, name in desks.items()}
    said = {}
    for number, region in numbers:
        page = clients[region].get(f"/cases/{number}?lang={told_in}")
        words = re.sub(r"<(script|style).*?</\1>|<[^>]*>", " ", page.text, flags=re.DOTALL)
        if page.status_code == 200 and (found := sorted({one[1] for one in inward.finditer(words)})):
            said[number] = found
    assert len(numbers) > 60 and said == {}
