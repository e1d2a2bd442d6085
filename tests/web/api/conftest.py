"""A Guangzhou behind the API: every person with a token, and a clock that tests move on."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import Engine, insert

from models.database import transaction
from models.reference import start_clock
from models.tokens import give_token
from models.user import grants, users
from scheduler.tick import advance
from tests.databases import Images
from tests.walk import moment
from tests.web.api.program import Program
from tests.world import settle
from workflows.actors import Actor

Programs = Callable[[Actor | None], Program]
Clock = Callable[[str], int]


@pytest.fixture
def gz(db: Engine, images: Images) -> Engine:
    """The example offices and people, on the morning of 2026-01-10."""
    images.bring(db, settle)
    transaction(db, lambda p: start_clock(p.connection, at=moment("2026-01-10"), now=p.now))
    return db


@pytest.fixture
def clock(gz: Engine) -> Clock:
    """Moves the clock on, letting every timer fire at its own hour."""
    return lambda until: advance(gz, moment(until))


@pytest.fixture
def program(app: Flask, gz: Engine) -> Programs:
    """A person's program; nobody's for the public."""

    def of(actor: Actor | None) -> Program:
        if actor is None:
            return Program(app)
        return Program(app, transaction(gz, lambda p: give_token(p.connection, actor.account, now=p.now)))

    return of


def newcomer(db: Engine, role: str) -> Actor:
    """Somebody at the bureau with this role alone."""
    account, name = f"u-{role}", {"name": role, "display": role, "created_at": 0}
    rows = [
        insert(users).values(id=account, **name),
        insert(grants).values(user_id=account, role=role, office="gz-bureau"),
    ]
    transaction(db, lambda p: [p.connection.execute(row) for row in rows])
    return Actor(account)
