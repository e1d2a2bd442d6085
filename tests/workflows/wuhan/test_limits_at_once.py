"""Measures, art. 23: the limit of a site and year holds when several propose at the same moment."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from sqlalchemy import Engine

from models.database import transaction
from tests.walk import Walk, moment, refused
from tests.workflows.wuhan.money import promised, proposal
from tests.workflows.wuhan.roads import about, certified, graded
from tests.workflows.wuhan.world import HQ
from workflows.engine import Outcome, fire
from workflows.moves import Attempt, Entry


def test_of_eight_proposals_three_fit(wh: Engine) -> None:
    station = certified(wh)
    of = proposal(graded(wh, station.number, "excellent"), 100_000)
    cases = [about(wh, "reward", HQ, "wh-hq", station, on="2026-12-21") for _ in range(8)]
    ready = Barrier(len(cases))

    def propose(case: Walk) -> Outcome:
        ready.wait()
        attempt = Attempt(case.id, "propose", HQ, data=of)
        return transaction(wh, lambda present: fire(present.connection, [attempt], at=moment("2026-12-21"))[0])

    with ThreadPoolExecutor(len(cases)) as pool:
        outcomes = list(pool.map(propose, cases))
    told = Counter("stored" if isinstance(o, Entry) else " ".join(refused(o)) for o in outcomes)
    assert told == {"stored": 3, "refused above_the_limit": 5}
    assert promised(wh) == [300_000]
