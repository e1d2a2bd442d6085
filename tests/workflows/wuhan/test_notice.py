"""Headquarters' notices (the office's own rule, near WH-18.2): all cases of a list or none, and no publicity."""

import pytest
from sqlalchemy import Engine, select

from models.database import transaction
from models.notice import notices
from tests.walk import Walk, moment, refused
from tests.workflows.staging import title_of
from tests.workflows.wuhan.roads import about, certified, publish, revoked
from tests.workflows.wuhan.world import APPLICANT, HQ, HQ2, JIANGAN
from workflows.errors import NotPermitted, Refused

NOTICE, ON = "wuhan/2026/notice", "2026-07-10"


def draft(db: Engine) -> Walk:
    return Walk.open(db, NOTICE, HQ2, "wh-hq", on=ON)


def attempted(db: Engine, *listed: str, **given: str) -> list[str]:
    told = {"kind": "revocation", "title": "示例公告", "cases": [*listed], **given}
    return refused(draft(db).attempted("publish", HQ2, on=ON, **told))


def ordered(db: Engine, station: Walk) -> Walk:
    """A revocation that waits for its notice."""
    case = revoked(db, about(db, "revocation", HQ, "wh-hq", station, on="2026-07-01"), on="2026-07-01")
    return case.take("state", APPLICANT, on="2026-07-02", statement="示例陈述")


def test_a_notice_takes_the_step_of_every_case_on_its_list(wh: Engine) -> None:
    stations = certified(wh), certified(wh, address="示例路 9 号")
    notice = publish(wh, *(ordered(wh, station) for station in stations), at=ON)
    assert notice.state == "published"
    assert [title_of(wh, station).ended_how for station in stations] == ["revoked", "revoked"]


def test_all_or_none_with_a_result_per_case(wh: Engine) -> None:
    stations = certified(wh), certified(wh, address="示例路 9 号")
    ready, early = ordered(wh, stations[0]), about(wh, "revocation", HQ, "wh-hq", stations[1], on="2026-07-01")
    with pytest.raises(Refused) as error:
        publish(wh, ready, early, at=ON)
    assert [(r.code, r.field) for r in error.value.reasons] == [("wrong_state", early.number)]
    assert (ready.state, title_of(wh, stations[0]).ended_at) == ("decision", None)


def test_who_proposed_does_not_publish_the_decision(wh: Engine) -> None:
    case = ordered(wh, certified(wh))
    with pytest.raises(Refused) as error:
        publish(wh, case, by=HQ, at=ON)
    assert [(r.code, r.field) for r in error.value.reasons] == [("same_person", case.number)]


def test_headquarters_alone_publishes(wh: Engine) -> None:
    assert refused(draft(wh).attempted("publish", JIANGAN, on=ON)) == ["not_permitted", "wrong_role"]
    with pytest.raises(NotPermitted):
        Walk.open(wh, NOTICE, JIANGAN, "wh-hq", on=ON)


def test_it_names_cases_that_there_are(wh: Engine) -> None:
    assert attempted(wh, "WH-2026-999999") == ["refused", "unknown_case"]
    assert attempted(wh) == ["invalid", "field_missing"]


def test_a_publicity_names_its_page_and_a_correction_what_it_corrects(wh: Engine) -> None:
    case = ordered(wh, certified(wh))
    assert attempted(wh, case.number, kind="publicity") == ["refused", "published_at"]
    assert attempted(wh, case.number, kind="correction") == ["refused", "old_notice"]
    assert attempted(wh, case.number, kind="correction", about=case.number) == ["refused", "old_notice"]


def test_what_revoked_is_not_withdrawn(wh: Engine) -> None:
    notice = publish(wh, ordered(wh, certified(wh)), at=ON)
    assert refused(notice.attempted("withdraw", HQ2, on="2026-07-13", reason="x")) == ["refused", "announced"]


def test_what_took_no_step_is_withdrawn_and_its_page_stays_marked(wh: Engine) -> None:
    case = ordered(wh, certified(wh))
    told = {"kind": "announcement", "title": "示例公告", "cases": [case.number]}
    notice = draft(wh).take("publish", HQ2, on=ON, **told)
    assert refused(notice.attempted("withdraw", HQ2, on="2026-07-13")) == ["invalid", "field_missing"]
    notice.take("withdraw", HQ2, on="2026-07-13", reason="文本有误")
    assert (notice.state, case.state) == ("withdrawn", "decision")
    asked = select(notices.c.withdrawn_at).where(notices.c.case_id == notice.id)
    assert transaction(wh, lambda p: p.connection.execute(asked).scalar_one()) == moment("2026-07-13")


def test_a_draft_is_discarded(wh: Engine) -> None:
    assert draft(wh).take("discard", HQ2, on=ON).state == "discarded"
