"""What a half-year's tests share: ledger records, a confirmation, and the figures of the annexes."""

from typing import Any

from sqlalchemy import Engine, insert

from models import reference
from models.database import Present, transaction
from models.ledger import ledger
from tests.walk import Walk, moment
from tests.workflows.jiangsu.roads import commissioner
from tests.workflows.jiangsu.world import FIRM
from workflows.actors import Actor
from workflows.books.jiangsu.v2022.halves import half_named
from workflows.books.jiangsu.v2022.sums import annexes, confirm

H1 = half_named("2026-H1")


def done(db: Engine, who: Walk, kind: str, day: str, **more: Any) -> None:
    row = {
        "book": "jiangsu", "kind": kind, "commissioner": who.number, "enterprise": FIRM[1], "on_day": day,
        "content": "示例服务", "platform": 0, "entered_by": "u-helper1", "at": moment(day), **more,
    }  # fmt: skip
    transaction(db, lambda present: present.connection.execute(insert(ledger).values(row)))


def confirmed(db: Engine, who: Walk, by: Actor | None = None, on: str = "2026-07-01") -> dict[str, int]:
    actor = by or commissioner(who)
    return transaction(db, lambda p: confirm(p.connection, actor, who.number, H1, at=moment(on)))


def figures(db: Engine) -> dict[str, int]:
    def work(present: Present) -> dict[str, int]:
        return dict(annexes(present.connection, reference.current(present.connection), "js-city", H1))

    return transaction(db, work)
