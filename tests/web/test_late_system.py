"""A deadline that the system misses is the system's fault, and the lamp says so."""

import pytest
from sqlalchemy import Engine

from models.database import transaction
from models.reference import current
from tests.walk import moment
from tests.workflows.guangzhou.roads import in_publicity, open_call
from tests.world import settle
from web.pages.lamps import lights


@pytest.mark.parametrize("db", ["sqlite"], indirect=True)
def test_an_officer_who_meets_a_missed_deadline_is_told_whose_fault_it_is(db: Engine) -> None:
    settle(db)
    open_call(db)
    case = in_publicity(db, "2026-09-28").row
    reference = transaction(db, lambda p: current(p.connection))
    said = [lights(reference, case, moment(at))[0].words for at in ("2026-10-11 00:04:59", "2026-10-11 00:05:00")]
    assert "已超期" in said[0].zh and "系统" not in said[0].zh
    assert (said[1].zh, said[1].en) == ("系统办理延迟，非经办人逾期", "the system is late, no officer is")
