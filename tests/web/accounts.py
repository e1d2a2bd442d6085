"""An installation with second factors, its people, and what an authenticator would show."""

import re
import time

import pyotp
from flask.testing import FlaskClient
from sqlalchemy import Engine, insert, text
from werkzeug.test import TestResponse

from models import reference
from models.accounts import Account, add_account
from models.database import Present, transaction
from models.office import offices
from models.second_factor import second_factors
from tests.web.browsing import token_on

OFFICES = (("gz-bureau", "bureau", None), ("gz-hq", "hq", "gz-bureau"), ("gz-tianhe", "district", "gz-hq"),
           ("gz-yuexiu", "district", "gz-hq"))  # fmt: skip
STEP = 30_000_000  # µs
CLOSE = 5_000_000


def settle(db: Engine) -> None:
    def work(present: Present) -> None:
        for code, level, parent in OFFICES:
            row = {"code": code, "book": "guangzhou", "level": level, "parent": parent, "zh": f"示例{code}"}
            present.connection.execute(insert(offices).values(**row, en=f"Example {code}"))
        reference.changed(present.connection)

    transaction(db, work)


def make(
    db: Engine, name: str, *granted: tuple[str, str], password: str | None = None, keeper: str | None = None
) -> str:
    """An account with these roles; its id."""
    wanted = Account(name, f"测试 {name}", password, granted, (), keeper)
    return transaction(db, lambda p: add_account(p.connection, wanted, now=p.now))


def post(client: FlaskClient, path: str, *, page: str = "/sign-in", **fields: str) -> TestResponse:
    """Send a form with the token of a page that the browser can open."""
    return client.post(path, data={"csrf_token": token_on(client.get(page).text), **fields})


def secret_on(page: str) -> str:
    """The authenticator's secret, as the page of setting up spells it."""
    found = re.search(r"<code>([A-Z2-7 ]+)</code>", page)
    assert found, "no secret on the page"
    return found[1].replace(" ", "")


def code_of(db: Engine, secret: str, beside: int = 0) -> str:
    """What the authenticator shows now, by the database's clock, or some steps beside."""
    now = transaction(db, lambda p: p.now, writes=False)
    if (left := STEP - now % STEP) < CLOSE:
        time.sleep(left / 1_000_000)  # a step that ends between here and the server would be another one there
        now += left
    return pyotp.TOTP(secret).generate_otp(now // STEP + beside)


def forget_steps(db: Engine) -> None:
    """As if half a minute had gone by since the last code was taken."""
    transaction(db, lambda p: p.connection.execute(second_factors.update().values(last_step=0)))


def count(db: Engine, sql: str) -> int:
    with db.connect() as connection:
        return int(connection.execute(text(sql)).scalar_one())
