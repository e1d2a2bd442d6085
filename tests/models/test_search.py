"""By which words rows are found: initials of pinyin, folded names and numbers; in step with what the rows say."""

import pytest
from sqlalchemy import Connection, Engine, select, text

from migrations.run import downgrade, upgrade
from models.case import cases
from models.database import connect, transaction
from models.register import titles
from models.search import LONGEST, initials, searched, sought
from tests.workflows.guangzhou.roads import drafted, open_call
from tests.workflows.guangzhou.stations import certified
from tests.workflows.staging import title_of
from tests.world import APPLICANT, settle
from workflows.drafts import save


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("示例服务站", "slfwz"),
        ("重庆银行", "cqyh"),  # by the phrase, not sign by sign
        ("ＡＢ示例（2 号）站", "absl2hz"),
        ("ACME Ltd", ""),
        ("", ""),
    ],
)
def test_initials(name: str, found: str) -> None:
    assert initials(name) == found


def test_names_are_cut_before_an_index_refuses_them() -> None:
    longest = searched(["示" * 10000] * 3, ["9" * 10000])
    assert len(longest) <= 3 * LONGEST + 3
    assert len(longest.encode()) < 2000


def numbers(connection: Connection, words: str) -> list[str]:
    return list(connection.execute(select(cases.c.number).where(sought(cases.c.search, words))).scalars())


def test_a_case_is_found_by_number_name_code_and_initials_and_by_its_title_once_it_is_typed(db: Engine) -> None:
    settle(db)
    case = drafted(db, on="2026-02-02")
    code = next(iter(APPLICANT.contacts))[1]
    for words in (case.number.lower(), "示例单位", "sldw", code[-7:].lower(), "SLDW 2026", "  "):
        assert transaction(db, lambda p, words=words: numbers(p.connection, words)) == [case.number], words
    for words in ("羊城新站", "ycxz", "100%", "_", "sldw ycxz"):
        assert transaction(db, lambda p, words=words: numbers(p.connection, words)) == [], words
    named = {"station_name": "羊城新站"}
    transaction(db, lambda p: save(p.connection, case.id, APPLICANT, named, seen=1))
    assert transaction(db, lambda p: numbers(p.connection, "ycxz sldw")) == [case.number]


def test_a_register_is_found_by_what_it_says_now(db: Engine) -> None:
    settle(db)
    open_call(db)
    row = title_of(db, certified(db))
    assert row.search == searched([row.name, row.operator], [row.number, row.plaque, row.subject_number])


def test_what_was_there_before_is_found_too(empty_url: str) -> None:
    upgrade(empty_url)
    engine = connect(empty_url)
    settle(engine)
    open_call(engine)
    certified(engine)
    asked = [select(cases.c.search).order_by(cases.c.id), select(titles.c.search)]
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":  # a table made anew is dropped first: what refers to it waits
            connection.connection.cursor().execute("PRAGMA foreign_keys = OFF")
        connection.begin()
        before = [connection.execute(one).scalars().all() for one in asked]
        downgrade(connection, "0007")
        columns = connection.execute(text("SELECT * FROM cases")).keys()
        assert "search" not in columns
        connection.commit()
    engine.dispose()
    upgrade(empty_url)
    with engine.connect() as connection:
        assert [connection.execute(one).scalars().all() for one in asked] == before
    engine.dispose()
