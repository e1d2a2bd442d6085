"""What was kept long enough goes by itself, and nothing else does."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Engine, Table, func, insert, select

from models import passes, sign_in
from models.account_acts import COMING_AND_GOING, account_acts, note
from models.accounts import Account, add_account
from models.database import Present, transaction
from models.retention import DAY, SESSIONS, SIGN_INS, TOKENS, limits
from models.tokens import LASTS, give_token
from models.user import sessions, tokens
from scheduler.retention import Tidier, tidy

YOUNG = DAY // 2


def someone(present: Present) -> str:
    return add_account(present.connection, Account("lin", "示例 林"), now=present.now)


def put(db: Engine, work: Callable[[Present, str], Any]) -> None:
    transaction(db, lambda p: work(p, someone(p)))


def rows(db: Engine, table: Table) -> int:
    asked = select(func.count()).select_from(table)
    return transaction(db, lambda p: int(p.connection.execute(asked).scalar_one()), writes=False)


@pytest.mark.parametrize(("table", "begin", "days"), [
    (sessions, lambda p, who, at: sign_in.open_session(p.connection, who, "lin", "", at), SESSIONS),
    (tokens, lambda p, who, at: give_token(p.connection, who, now=at), LASTS + TOKENS),
    (passes.passes, lambda p, who, at: p.connection.execute(insert(passes.passes).values(
        digest=at.to_bytes(8), kind="code", user_id=who, until=at)), 0),
    (sign_in.tries, lambda p, who, at: p.connection.execute(insert(sign_in.tries).values(name=b"x", at=at)), 1),
], ids=lambda value: getattr(value, "name", None))  # fmt: skip
def test_each_goes_when_its_time_is_over(db: Engine, table: Table, begin: Callable[..., Any], days: int) -> None:
    put(db, lambda p, who: [begin(p, who, p.now - days * DAY + aside) for aside in (-YOUNG, YOUNG * 2)])
    before = rows(db, table)
    tidy(db)
    assert (before, rows(db, table)) == (2, 1)
    assert tidy(db) == 0


def test_who_came_is_forgotten_and_who_granted_what_is_not(db: Engine) -> None:
    def work(present: Present, who: str) -> None:
        for act in (*COMING_AND_GOING, "grant", "disable"):
            for age in (SIGN_INS + 1, SIGN_INS - 1):
                note(present.connection, who, act, by=who, now=present.now - age * DAY)

    put(db, work)
    assert Tidier(db)() > 0
    told = select(account_acts.c.act).order_by(account_acts.c.id)
    left = transaction(db, lambda p: list(p.connection.execute(told).scalars()), writes=False)
    assert left == ["create", "sign_in", "sign_out", "grant", "grant", "disable", "disable"]


def test_the_session_that_somebody_works_in_is_never_among_them(db: Engine) -> None:
    """A session ends within a working day: what goes after a month is over for long."""
    assert SESSIONS * DAY > 2 * sign_in.ABSOLUTE
    names = [limit.table.name for limit in limits(now=0, at=0)]
    assert len(names) == len(set(names)) > 0
