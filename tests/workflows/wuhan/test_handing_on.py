"""Measures, art. 10 and 18: a commissioner who leaves mid-appeal hands it on, whatever the leaving was."""

import pytest
from sqlalchemy import Engine

from tests.walk import Walk, refused
from tests.workflows.staging import children, opened
from tests.workflows.wuhan.roads import about, dispatched, mobile, revoked
from tests.workflows.wuhan.test_appeal import clerk_of, handled, helper_of
from tests.workflows.wuhan.world import APPLICANT, ENTERPRISE, HQ, HQ2, JIANGAN


@pytest.mark.parametrize("how", ["exit", "revocation", "reversal"])
def test_a_commissioner_who_leaves_mid_appeal_hands_it_on(wh: Engine, how: str) -> None:
    case, station, helper = handled(wh)
    first = next(one for one in children(wh, station, "filing") if ("commissioner", one.number) in case.row.party)
    leave(wh, first, how)
    assert (case.state, case.row.office, case.trail[-1]) == ("triage", station.number.lower(), "give_back")
    assert case.row.due_at is not None  # the desk's five working days begin
    again = case.attempted("assign", clerk_of(station), on="2026-06-10", commissioner=first.number)
    assert refused(again) == ["refused", "other_station"]
    sent = mobile(wh, on="2026-06-10")
    dispatched(wh, sent, station, on="2026-06-10")
    case.take("assign", clerk_of(station), on="2026-06-10", commissioner=sent.number)
    assert refused(case.attempted("solve", helper, on="2026-06-10", result="x")) == ["not_permitted", "wrong_role"]
    assert case.take("solve", helper_of(sent), on="2026-06-10", result="已解决").state == "answered"


def leave(db: Engine, first: Walk, how: str) -> None:
    """At its own request, by an order, or because its filing is set aside."""
    on = "2026-06-09"
    if how == "exit":
        leaving = about(db, "exit", APPLICANT, "wh-jiangan", first, on=on, whom="commissioner")
        leaving.take("apply", APPLICANT, on=on, reason="调离").take("verify", JIANGAN, on=on, opinion="属实")
        leaving.take("deregister", HQ, on=on)
    elif how == "revocation":
        order = revoked(db, about(db, "revocation", HQ, "wh-hq", first, on=on, whom="commissioner"), on=on)
        order.take("state", APPLICANT, on=on, statement="示例陈述").take("revoke", HQ2, on=on, opinion="情节属实")
    else:
        back = opened(db, "wuhan/2026/reversal", HQ, "wh-hq", about=("case", first.number), party=ENTERPRISE, on=on)
        back.hand_in("basis_paper").take("propose", HQ, on=on, basis="own_error", reason="误备案")
        back.take("order", HQ2, on=on)
