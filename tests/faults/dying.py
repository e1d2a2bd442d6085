"""Takes one step again and again in processes of its own, each killed one statement later, until one lives.

Run as a program: address, case, step, data as JSON, the actor's account, role and office, the time. Prints, for each
kill, the version of the case after it.
"""

import json
import os
import signal
import sys
from itertools import count

from sqlalchemy import event, select

from models.case import cases
from models.database import connect, transaction
from tests.statements import watched
from workflows.actors import CLOCK, Actor
from workflows.engine import fire
from workflows.errors import StepError
from workflows.moves import Attempt


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def take(url: str, attempt: Attempt, at: int, last: int) -> None:
    """Fire, and die after so many statements of it; after the last one: before the commit, or after it."""
    sent = 0

    def seen(when: str, statement: str) -> None:
        nonlocal sent
        if when == "after" and firing:
            sent += 1
            if sent == last:
                die()

    engine = watched(connect(url), seen)
    firing = False
    event.listen(engine, "commit", lambda _: die() if sent == last - 1 else None)

    def work(present):
        nonlocal firing
        firing = True
        (outcome,) = fire(present.connection, [attempt], at=at)
        firing = False
        if isinstance(outcome, StepError):
            raise outcome

    transaction(engine, work)
    die()  # after the commit, before anybody was told


def version_of(url: str, case: int) -> int:
    engine = connect(url)
    asked = select(cases.c.version).where(cases.c.id == case)
    version = transaction(engine, lambda present: present.connection.execute(asked).scalar_one())
    engine.dispose()
    return version


def main(url: str, case: str, step: str, data: str, account: str, role: str, office: str, at: str) -> None:
    actor = CLOCK if account == "clock" else Actor(account, frozenset({(role, office)}))
    attempt = Attempt(int(case), step, actor, data=json.loads(data), key=None if actor is CLOCK else "k", digest="d")
    first = version_of(url, int(case))
    for last in count(1):
        child = os.fork()
        if not child:
            take(url, attempt, int(at), last)
        os.waitpid(child, 0)
        version = version_of(url, int(case))
        print(last, version, flush=True)
        if version != first:
            break


if __name__ == "__main__":
    main(*sys.argv[1:])
