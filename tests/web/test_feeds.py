"""Feeds of notices: well-formed whatever a title holds, by region and office, kept for five minutes, and told anew."""

from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, update

from models.database import transaction
from models.notice import notices
from tests.workflows.guangzhou.roads import in_publicity, open_call
from tests.world import settle

ATOM = "{http://www.w3.org/2005/Atom}"
TITLE = "名单 <b>&\"' ]]> 公示"


@pytest.fixture
def town(db: Engine) -> Engine:
    settle(db)
    open_call(db)
    in_publicity(db)
    transaction(db, lambda p: p.connection.execute(update(notices).values(title=TITLE)))
    return db


def entries(client: FlaskClient, code: str) -> list[ElementTree.Element]:
    answer = client.get(f"/feeds/{code}.atom")
    assert answer.mimetype == "application/atom+xml"
    return ElementTree.fromstring(answer.data).findall(f"{ATOM}entry")


def test_a_feed_holds_the_notices_of_its_region_or_office(client: FlaskClient, town: Engine) -> None:
    for code in ("all", "guangzhou", "gz-bureau"):
        (entry,) = entries(client, code)
        assert entry.findtext(f"{ATOM}title") == TITLE
    assert entries(client, "hubei") == entries(client, "gz-tianhe") == []
    assert client.get("/feeds/nobody.atom").status_code == 404
    page = client.get("/notices?lang=en").text
    assert 'href="/feeds/guangzhou.atom"' in page and 'rel="alternate"' in page and "/feeds/jiangsu.atom" not in page


def test_a_feed_is_kept_until_it_changes(client: FlaskClient, town: Engine) -> None:
    first = client.get("/feeds/guangzhou.atom")
    assert first.headers["Cache-Control"] == "public, max-age=300"
    tag = {"If-None-Match": first.headers["ETag"]}
    assert client.get("/feeds/guangzhou.atom", headers=tag).status_code == 304
    transaction(town, lambda p: p.connection.execute(update(notices).values(withdrawn_at=p.now)))
    again = client.get("/feeds/guangzhou.atom", headers=tag)
    assert again.status_code == 200 and "已撤回" in again.text
