"""Measures, art. 9 and 10: an enterprise's appeal goes to its station, up to district and headquarters, and back."""

from typing import Any

import pytest
from sqlalchemy import Engine, insert, select

from models import reference
from models.database import Present, transaction
from models.ledger import ratings
from models.people import commissioners, enterprises
from tests.walk import Walk, moment, refused
from tests.workflows.staging import opened
from tests.workflows.wuhan.roads import about, certified, dispatched, mobile, resident
from tests.workflows.wuhan.world import APPLICANT, ENTERPRISE, FIRM, HQ, JIANGAN, person
from workflows.actors import Actor, Role
from workflows.books.wuhan.v2026.quarters import appeals_of_quarter
from workflows.instants import local

REQUEST: dict[str, Any] = {"kind": "difficulty", "summary": "示例用工诉求", "content": "希望对接招聘"}
DISTRICT_CLERK = person("u-jiangan-clerk", (Role.OFFICE_CLERK, "wh-jiangan"))
DISTRICT_LEADER = person("u-jiangan-leader", (Role.OFFICE_LEADER, "wh-jiangan"))
HQ_CLERK = person("u-hq-clerk", (Role.OFFICE_CLERK, "wh-hq"))
DAY = "2026-06-01"  # a Monday


def clerk_of(station: Walk) -> Actor:
    return person("u-station-clerk", (Role.OFFICE_CLERK, station.number.lower()))


def listed(db: Engine, area: str) -> None:
    row = {"credit_code": ENTERPRISE[1], "book": "wuhan", "name": "示例企业", "lists": "[]", "area": area,
           "office": area, "data": "{}", "listed_at": moment(DAY), "search": ""}  # fmt: skip
    transaction(db, lambda present: present.connection.execute(insert(enterprises).values(row)))


def draft(db: Engine, on: str = DAY) -> Walk:
    return opened(db, "wuhan/2026/appeal", FIRM, "wh-jiangan", about=ENTERPRISE, party=ENTERPRISE, on=on, data=REQUEST)


def at_a_station(db: Engine) -> tuple[Walk, Walk]:
    station = certified(db)
    listed(db, station.number.lower())
    return draft(db).take("register", FIRM, on=DAY), station


def helper_of(filing: Walk) -> Actor:
    return Actor("u-helper", contacts=frozenset([("commissioner", filing.number)]))


def handled(db: Engine) -> tuple[Walk, Walk, Actor]:
    case, station = at_a_station(db)
    filing = resident(db, station)
    case.take("assign", clerk_of(station), on=DAY, commissioner=filing.number)
    return case, station, helper_of(filing)


def test_the_station_of_the_area_assigns_a_commissioner_who_solves_it(wh: Engine) -> None:
    case, station, helper = handled(wh)
    assert (case.state, case.row.office) == ("handling", station.number.lower())
    case.take("solve", helper, on=DAY, result="已对接").take("feed_back", helper, on=DAY, feedback="已电话反馈")
    case.take("confirm", FIRM, on="2026-06-02", rating=5)
    assert case.trail == ["register", "assign", "solve", "feed_back", "confirm"]


def test_without_a_station_it_goes_to_the_district(wh: Engine) -> None:
    assert draft(wh).take("register", FIRM, on=DAY).row.office == "wh-jiangan"
    listed(wh, "wh-wuchang")
    assert draft(wh).take("register", FIRM, on=DAY).row.office == "wh-wuchang"


def test_a_commissioner_dispatched_to_the_station_may_have_it_and_another_s_may_not(wh: Engine) -> None:
    case, station = at_a_station(wh)
    other = certified(wh, address="示例路 9 号")
    sent = mobile(wh)
    clerk = clerk_of(station)
    assert refused(case.attempted("assign", clerk, on=DAY, commissioner=sent.number)) == ["refused", "other_station"]
    strange = resident(wh, other)
    assert refused(case.attempted("assign", clerk, on=DAY, commissioner=strange.number)) == ["refused", "other_station"]
    dispatched(wh, sent, station)
    case.take("assign", clerk, on=DAY, commissioner=sent.number)
    assert ("commissioner", sent.number) in case.row.party


def test_the_district_may_choose_from_any_of_its_stations(wh: Engine) -> None:
    case, station = at_a_station(wh)
    case.take("escalate", clerk_of(station), on=DAY, reason="超出本站能力")
    filing = resident(wh, certified(wh, address="示例路 9 号"))
    case.take("assign", DISTRICT_CLERK, on=DAY, commissioner=filing.number)
    assert (case.state, case.row.office) == ("handling", "wh-jiangan")


def test_it_climbs_station_district_headquarters_and_no_further(wh: Engine) -> None:
    case, station = at_a_station(wh)
    case.take("escalate", clerk_of(station), on=DAY, reason="x").take("escalate", DISTRICT_CLERK, on=DAY, reason="x")
    assert case.row.office == "wh-hq"
    assert refused(case.attempted("escalate", HQ_CLERK, on=DAY, reason="x")) == ["refused", "top_office"]
    case.take("decline", HQ_CLERK, on=DAY, reason="属政策规定").take("feed_back", HQ_CLERK, on=DAY, feedback="已说明")
    assert case.state == "fed_back"


def test_overdue_triage_is_supervised_by_the_district_which_instructs(wh: Engine) -> None:
    case, station = at_a_station(wh)
    assert local(case.row.due_at or 0) == "2026-06-09T00:00:00+08:00"
    case.wait(until="2026-06-09 00:00:01")
    assert (case.state, case.row.office) == ("supervised", "wh-jiangan")
    case.take("instruct", DISTRICT_LEADER, on="2026-06-09", instruction="请限期办理", by_when="2026-06-12")
    assert (case.state, case.row.office) == ("triage", station.number.lower())
    case.wait(until="2026-06-17 00:00:01").take("take_up", DISTRICT_CLERK, on="2026-06-17")
    assert (case.state, case.row.office) == ("triage", "wh-jiangan")


def test_given_back_triage_begins_anew(wh: Engine) -> None:
    case, _, helper = handled(wh)
    assert case.row.due_at is None and case.row.target_at is not None
    case.take("give_back", helper, on="2026-06-05", reason="不熟悉该领域")
    assert local(case.row.due_at or 0) == "2026-06-13T00:00:00+08:00"


def test_handed_to_another_commissioner_of_the_station(wh: Engine) -> None:
    case, station, helper = handled(wh)
    sent = mobile(wh)
    dispatched(wh, sent, station)
    case.take("reassign", clerk_of(station), on=DAY, commissioner=sent.number)
    assert refused(case.attempted("solve", helper, on=DAY, result="x")) == ["not_permitted", "wrong_role"]
    case.take("solve", helper_of(sent), on=DAY, result="已解决")


def test_handing_it_to_whom_it_has_is_no_hand_over(wh: Engine) -> None:
    case, station, _ = handled(wh)
    (held,) = (number for kind, number in case.row.party if kind == "commissioner")
    again = case.attempted("reassign", clerk_of(station), on=DAY, commissioner=held)
    assert refused(again) == ["refused", "same_commissioner"]


@pytest.mark.parametrize(("rating", "low"), [(2, 1), (3, 0)])
def test_a_low_rating_stands_before_the_leader(wh: Engine, rating: int, low: int) -> None:
    case, station, helper = handled(wh)
    case.take("solve", helper, on=DAY, result="x").take("feed_back", helper, on=DAY, feedback="x")
    case.take("confirm", FIRM, on=DAY, rating=rating)
    asked = select(ratings.c.office, ratings.c.rating, ratings.c.for_leader)
    told = transaction(wh, lambda present: present.connection.execute(asked).one())
    assert told == (station.number.lower(), rating, low)


def test_a_second_dispute_goes_to_the_district(wh: Engine) -> None:
    case, station, _ = handled(wh)
    case.take("solve", clerk_of(station), on=DAY, result="x").take("feed_back", clerk_of(station), on=DAY, feedback="x")
    case.take("dispute", FIRM, on=DAY, reason="未解决").take("decline", clerk_of(station), on=DAY, reason="x")
    case.take("feed_back", clerk_of(station), on=DAY, feedback="x").take("dispute", FIRM, on=DAY, reason="未解决")
    assert (case.state, case.row.office) == ("triage", "wh-jiangan")


def test_disputed_settled_withdrawn_or_void(wh: Engine) -> None:
    case, station, helper = handled(wh)
    case.take("solve", helper, on=DAY, result="x").take("feed_back", helper, on=DAY, feedback="x")
    case.take("dispute", FIRM, on=DAY, reason="未解决")
    assert (case.state, case.row.office) == ("triage", station.number.lower())
    case.take("decline", clerk_of(station), on=DAY, reason="x")
    case.take("feed_back", clerk_of(station), on=DAY, feedback="x")
    case.wait(until="2026-06-16 00:00:01")
    assert case.trail[-1] == "settle" and case.state == "closed"
    assert draft(wh).take("register", FIRM, on=DAY).take("withdraw", FIRM, on=DAY).state == "withdrawn"
    void = draft(wh).take("register", FIRM, on=DAY).hand_in("proof_of_end")
    assert void.take("close_void", clerk_of(station), on=DAY, reason="已注销").state == "closed"


@pytest.mark.parametrize("state", ["triage", "handling"])
def test_when_a_station_leaves_what_waits_there_goes_to_triage_of_its_district(wh: Engine, state: str) -> None:
    case, station = at_a_station(wh)
    if state == "handling":
        case.take("assign", clerk_of(station), on=DAY, commissioner=resident(wh, station).number)
    leaving = about(wh, "exit", APPLICANT, "wh-jiangan", station, on="2026-06-02", reason="停止运营")
    leaving.take("apply", APPLICANT, on="2026-06-02").take("verify", JIANGAN, on="2026-06-02", opinion="属实")
    leaving.take("deregister", HQ, on="2026-06-03")
    assert (case.state, case.row.office, case.trail[-1]) == ("triage", "wh-jiangan", "escalate")
    assert local(case.row.due_at or 0) == "2026-06-11T00:00:00+08:00"
    assert draft(wh, "2026-06-04").take("register", FIRM, on="2026-06-04").row.office == "wh-jiangan"
    asked = select(commissioners.c.station)
    assert {row.station for row in transaction(wh, lambda present: present.connection.execute(asked))} <= {None}


def test_a_station_s_appeals_are_summed_up_each_quarter(wh: Engine) -> None:
    case, station = at_a_station(wh)
    draft(wh, "2026-07-01").take("register", FIRM, on="2026-07-01")
    case.take("escalate", clerk_of(station), on=DAY, reason="x")

    def summed(quarter: int) -> Any:
        def work(present: Present) -> Any:
            known = reference.current(present.connection)
            return appeals_of_quarter(present.connection, known, "wh-jiangan", year=2026, quarter=quarter)

        return transaction(wh, work)

    assert [summed(n) for n in (1, 2, 3, 4)] == [{}, *[{"difficulty": {"total": 1, "open": 1}}] * 2, {}]
