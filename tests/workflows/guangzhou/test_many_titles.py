"""However many stations a notice announces or ends, the statements are as many as for one."""

import pytest
from sqlalchemy import Engine

from tests.statements import watched
from tests.walk import Walk
from tests.workflows.guangzhou.roads import SCORES, drafted, publish
from tests.workflows.guangzhou.stations import about_station, in_decision
from tests.workflows.staging import children, history_of, title_of
from tests.world import APPLICANT, DISTRICT, EXPERTS, HQ


def concluded(db: Engine, *addresses: str) -> list[Walk]:
    found = []
    for address in addresses:
        case = drafted(db, address=address).take("submit", APPLICANT, on="2026-02-02")
        case.take("forward", DISTRICT, on="2026-02-02", opinion="同意")
        named = [e.account for e in EXPERTS[:3]]
        case.take("appoint", HQ, on="2026-02-02", preliminary_opinion="符合", experts=named)
        for expert in EXPERTS[:3]:
            case.take("score", expert, on="2026-02-02", **SCORES)
        found.append(case.take("recommend", HQ, on="2026-02-02", opinion="推荐"))
    publish(db, *found, at="2026-09-28")
    return [case.wait(until="2026-10-11 00:03:00") for case in found]


def counted(db: Engine, *cases: Walk, kind: str, at: str) -> int:
    seen: list[str] = []
    engine = watched(db, lambda when, statement: seen.append(statement) if when == "before" else None)
    publish(engine, *cases, kind=kind, at=at)
    engine.dispose()
    return len(seen)


@pytest.fixture
def stations(gz: Engine) -> list[Walk]:
    return concluded(gz, "示例路 1 号", "示例路 2 号", "示例路 3 号")


def test_announcing_and_revoking_three_take_as_many_statements_as_one(gz: Engine, stations: list[Walk]) -> None:
    first, *others = stations
    assert counted(gz, *others, kind="announcement", at="2026-10-12") == counted(
        gz, first, kind="announcement", at="2026-10-12"
    )
    plaques = [title_of(gz, station).plaque for station in stations]
    assert sorted(plaques) == ["GZ-ZD-2026-0001", "GZ-ZD-2026-0002", "GZ-ZD-2026-0003"]
    assert all(len(children(gz, station, "convention")) == 1 for station in stations)
    revocations = [
        in_decision(gz, about_station(gz, "revocation", s, on="2026-11-02", by=HQ, office="gz-hq")) for s in stations
    ]
    last, *several = revocations
    assert counted(gz, *several, kind="revocation", at="2026-11-16") == counted(
        gz, last, kind="revocation", at="2026-11-16"
    )
    assert [title_of(gz, s).ended_by for s in stations] == [r.id for r in revocations]
    assert [history_of(gz, s.number, "ended_how") for s in stations] == [["null", '"revoked"']] * 3
