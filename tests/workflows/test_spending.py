"""Where the time of many cases went: counted, halved, and with the ways that few took."""

from sqlalchemy import Engine

from diagrams.heat import Box, heat_svg
from models.database import transaction
from models.reference import current
from tests.walk import moment
from tests.workflows.guangzhou.roads import in_publicity, open_call, submitted
from tests.world import settle
from workflows.rulebooks import lifecycles
from workflows.spending import Spent, Stays, spent

KIND = "guangzhou/2025/certification"


def test_stays_and_ways_of_two_cases(db: Engine) -> None:
    settle(db)
    open_call(db)
    case = in_publicity(db, "2026-09-28")
    case.wait(until="2026-10-11 00:02:00")
    submitted(db, "2026-09-30", address="示例路 2 号")

    def sum_up(p) -> Spent:
        return spent(p.connection, lifecycles()[KIND], [], current(p.connection).calendar, moment("2026-10-12"))

    found = transaction(db, sum_up, writes=False)
    assert (found.cases, found.more) == (2, False)
    publicity, review = found.states["publicity"], found.states["district_review"]
    assert (publicity.days, publicity.now, publicity.due, publicity.late) == ([5], 0, 1, 0)
    assert (review.count, review.now) == (2, 1)
    assert found.ways["draft", "district_review"] == 2
    assert found.rare() == []
    drawn = heat_svg(lifecycles()[KIND], {"publicity": Box("1", 1.0), "draft": Box("2", None)}, {}, lang="en")
    assert drawn.count("#e8762d") == 1


def test_shares_are_those_that_were_not_exceeded() -> None:
    stays = Stays(days=[1, 2, 3, 4, 5, 6, 7, 8, 9, 50])
    assert (stays.share(0.5), stays.share(0.9), stays.share(1.0), Stays().share(0.5)) == (5, 9, 50, None)
