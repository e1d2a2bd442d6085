"""No page or call that is open to everybody tells of a person, however full of persons the database is."""

import re
from collections import deque
from collections.abc import Iterator
from io import BytesIO
from urllib.parse import quote, urlsplit
from zipfile import ZipFile

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from werkzeug.test import TestResponse
from werkzeug.wrappers import Response as AnyResponse

from models.case import cases, links
from models.notice import notices
from models.register import stations
from tests.privacy import reading
from tests.privacy.crowd import LINE, MARK, gather
from tests.web.conftest import account, app, client, hashed, places
from workflows.rulebooks import lifecycles

__all__ = ["account", "app", "client", "hashed", "places"]  # fixtures of the web's own tests
LINK = re.compile(r'(?:href|src|action)="([^"]+)"')
FILLED = re.compile(r"<(?:\w+:)?(\w+)>")
KINDS, FORMATS = ("station", "institution", "commissioner"), ("csv", "json")
MOST = 900  # pages of one crawl


def tells(response: AnyResponse) -> str | None:
    """The first person that a response names, in its body or its headers."""
    found = re.search(rf".{{0,60}}(?:{MARK}|{LINE})\d{{5}}", reading.told(response), re.S)
    return found.group() if found else None


def crawled(client: FlaskClient, starts: list[str]) -> Iterator[tuple[str, TestResponse]]:
    """Every address that can be reached by links of pages, without signing in."""
    todo, seen = deque(starts), set(starts)
    for _ in range(MOST):
        if not todo:
            return
        address = todo.popleft()
        with client.get(address) as response:
            yield address, response
            if response.mimetype != "text/html":
                continue
            for link in LINK.findall(response.get_data(as_text=True)):
                target = urlsplit(link.replace("&amp;", "&"))
                there = f"{target.path}?{target.query}".removesuffix("?")
                if not target.netloc and target.path.startswith("/") and there not in seen:
                    seen.add(there)
                    todo.append(there)


@pytest.fixture
def town(db: Engine) -> Engine:
    gather(db)
    return db


def addresses(app: Flask, db: Engine) -> Iterator[str]:
    """Every GET of pages and API, with whatever stands in the database in its blanks; private ones, too."""
    blanks = _blanks(db)
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.endpoint == "static" or rule.endpoint.endswith(".static"):
            continue
        names = FILLED.findall(rule.rule)
        if not names:
            yield rule.rule
        for values in blanks.get(tuple(names), ()):
            address = rule.rule
            for value in values:
                address = FILLED.sub(value, address, count=1)
            yield address


def _blanks(db: Engine) -> dict[tuple[str, ...], list[tuple[str, ...]]]:
    with db.connect() as connection:
        there = select(cases.c.number).join(links, links.c.from_id == cases.c.id).distinct()
        published = list(connection.execute(there).scalars()) + list(
            connection.execute(select(cases.c.number).join(notices, notices.c.case_id == cases.c.id)).scalars()
        )
        others = list(connection.execute(select(cases.c.number).order_by(cases.c.id).limit(8)).scalars())
        plaques = list(connection.execute(select(stations.c.plaque)).scalars())
    books = {(lc.book, lc.name) for lc in lifecycles().values()}
    return {
        ("number",): [(n,) for n in dict.fromkeys((*published, *others))],
        ("plaque",): [(p,) for p in plaques], ("book",): [(b,) for b in {book for book, _ in books}],
        ("book", "name"): sorted(books), ("number", "material"): [(n, "1") for n in others],
        ("number", "paper"): [(n, "1") for n in others],
        ("number", "seq"): [(n, "1") for n in others], ("number", "part"): [(n, "people") for n in others],
        ("code",): [("all",), ("guangzhou",), ("gz-bureau",)],
        ("kind", "ending"): [(k, e) for k in KINDS for e in FORMATS],
    }  # fmt: skip


def test_no_public_page_or_call_names_a_person(app: Flask, client: FlaskClient, town: Engine) -> None:
    starts = sorted(set(addresses(app, town)))
    told, pages = {}, 0
    for address, response in crawled(client, ["/", *starts, *(f"{s}?lang=en" for s in ("/", "/notices", "/register"))]):
        pages += response.status_code == 200
        if said := tells(response):
            told[address] = said
    assert told == {}
    assert pages > 60 and len(starts) > 100


@pytest.mark.parametrize("db", ["sqlite"], indirect=True)
def test_no_refusal_and_no_line_of_the_log_names_a_person(
    app: Flask, client: FlaskClient, town: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    """Everything is posted by nobody, and names somebody: no answer tells of others, and nothing of it is logged."""
    app.config["WTF_CSRF_ENABLED"] = False  # so that the form is judged, and not only its token
    caplog.set_level("DEBUG")
    told, words = {}, f"{MARK}00001"
    for rule in app.url_map.iter_rules():
        if "POST" in (rule.methods or ()):
            address = FILLED.sub("1", rule.rule)
            answer = client.post(address, data={"text": "x", "code": "x"})
            if said := tells(answer):
                told[address] = said
            client.post(address, data={"name": words, "password": words, "text": words * 5, "number": words})
            client.get(f"{address}?q={words}&plaque={words}")
    assert told == {}
    assert not [record for record in caplog.records if MARK in record.getMessage() or LINE in record.getMessage()]


def test_what_is_public_was_really_looked_at(app: Flask, client: FlaskClient, town: Engine) -> None:
    """A notice and a station are there to be read, and the search for persons does find one."""
    with town.connect() as connection:
        number = connection.execute(select(cases.c.number).join(notices, notices.c.case_id == cases.c.id)).scalar()
    assert client.get(f"/notices/{number}").status_code == 200
    assert client.get(f"/api/v1/public/notices/{number}").status_code == 200
    assert tells(app.response_class(f"<p>{MARK}00001</p>"))


def test_nothing_hides_a_name_from_the_reader() -> None:
    """In a sheet within an archive, a file's name, an image's metadata, a header: each is found."""
    name = f"{MARK}00001"
    sheet = packed("xl/sharedStrings.xml", f"<t>{name}</t>".encode())
    pictures = b"\x89PNG\r" + name.encode("utf-16-le"), b"\xff\xd8\xff\xfe\x00\x0d" + name.encode("gb18030")
    for body in (packed("sheet.xlsx", sheet), packed(f"{name}.pdf", b""), *pictures):
        assert tells(Response(body)), body
    assert tells(Response(headers={"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}.pdf"}))
    assert not tells(Response(packed("empty.txt", b"")))


def packed(name: str, data: bytes) -> bytes:
    made = BytesIO()
    with ZipFile(made, "w") as archive:
        archive.writestr(name, data)
    return made.getvalue()
