"""Measures, art. 12 and 13 (HB-12, HB-13): a notice takes the step of every case on its list, all or none."""

from typing import Any

import pytest
from sqlalchemy import Engine, select

from models.database import transaction
from models.notice import notices
from tests.walk import Walk, moment, refused
from tests.workflows.hubei.roads import (
    about,
    certified,
    in_conclusion,
    in_publicity,
    not_published,
    object_to,
    of_a_member,
    publish,
    recommended,
    submitted,
)
from tests.workflows.hubei.world import APPLICANT, CENTRE, SECOND, YICHANG
from workflows.errors import Refused
from workflows.instants import local

PAGE: dict[str, Any] = {"site_url": "https://example.invalid/1", "published_at": "2026-03-09T09:00:00+08:00"}


def draft(db: Engine, on: str = "2026-03-09") -> Walk:
    return Walk.open(db, "hubei/1/notice", CENTRE, "hb-centre", on=on)


def attempted(db: Engine, *listed: str, on: str = "2026-03-09", **given: Any) -> list[str]:
    told = {"kind": "publicity", "title": "示例", "cases": list(listed), **given}
    return refused(draft(db, on).attempted("publish", CENTRE, on=on, **told))


def test_publishing_is_all_or_nothing_with_a_result_per_case(hb: Engine) -> None:
    early, ready = submitted(hb), of_a_member(hb)
    before = ready.row
    with pytest.raises(Refused) as error:
        publish(hb, ready, early, at="2026-03-09")
    (reason,) = error.value.reasons
    assert (reason.code, reason.field) == ("wrong_state", early.number)
    assert reason.zh.startswith(f"{early.number}：")
    assert reason.en.startswith(f"{early.number}: ")
    assert (ready.row, early.state) == (before, "recommender_review")
    assert transaction(hb, lambda present: present.connection.execute(select(notices.c.case_id)).all()) == []


def test_a_publicity_names_its_page_and_its_hour(hb: Engine) -> None:
    case = recommended(hb).number
    assert attempted(hb, case) == ["refused", "published_at"]
    assert attempted(hb, case, site_url=PAGE["site_url"]) == ["refused", "published_at"]
    assert attempted(hb, case, **{**PAGE, "published_at": "2026-03-09T09:00:01+08:00"}) == ["refused", "published_at"]
    assert attempted(hb, case, **{**PAGE, "published_at": "2026-03-02T08:59:59+08:00"}) == ["refused", "published_at"]


def test_it_names_cases_that_there_are_and_only_the_centre_publishes(hb: Engine) -> None:
    assert attempted(hb, "HB-2026-999999", **PAGE) == ["refused", "unknown_case"]
    assert attempted(hb, **PAGE) == ["invalid", "field_missing"]
    assert refused(draft(hb).attempted("publish", YICHANG, on="2026-03-09")) == ["not_permitted", "wrong_role"]


def test_publicity_runs_five_working_days_from_the_hour_of_the_page(hb: Engine) -> None:
    case = recommended(hb)
    publish(hb, case, at="2026-03-09")
    assert local(case.row.due_from or 0) == "2026-03-09T09:00:00+08:00"
    assert local(case.row.due_at or 0) == "2026-03-17T00:00:00+08:00"
    assert case.wait(until="2026-03-17 00:02:00").state == "concluded"


def test_some_cases_of_a_publicity_are_announced_without_the_others(hb: Engine) -> None:
    one, two = both = recommended(hb), of_a_member(hb)
    publish(hb, *both, at="2026-03-09")
    object_to(two)
    for case in both:
        case.wait(until="2026-03-17 00:02:00")
    with pytest.raises(Refused) as error:
        publish(hb, one, two, kind="announcement", at="2026-03-17")
    assert [(r.code, r.field) for r in error.value.reasons] == [("open_objection", two.number)]
    publish(hb, one, kind="announcement", at="2026-03-17")
    assert (one.state, two.state) == ("certified", "concluded")


def test_each_step_outside_a_notice_is_refused(hb: Engine) -> None:
    case = recommended(hb)
    assert refused(case.attempted("pass", CENTRE, on="2026-03-09")) == ["refused", "needs_notice"]
    publish(hb, case, at="2026-03-09")
    assert refused(case.attempted("reopen_publicity", CENTRE, on="2026-03-10")) == ["refused", "needs_notice"]
    case.wait(until="2026-03-17 00:02:00")
    assert refused(case.attempted("announce", CENTRE, on="2026-03-17")) == ["refused", "needs_notice"]


def test_reopening_names_the_old_notice_and_runs_a_full_new_period(hb: Engine) -> None:
    case = recommended(hb)
    old = publish(hb, case, at="2026-03-09")
    again = {**PAGE, "published_at": "2026-03-11T09:00:00+08:00"}
    assert attempted(hb, case.number, on="2026-03-11", **again) == ["refused", "old_notice"]
    publish(hb, case, at="2026-03-11", about=old.number)
    assert local(case.row.due_at or 0) == "2026-03-19T00:00:00+08:00"  # 12, 13, 16, 17, 18 March
    assert case.trail[-2:] == ["pass", "reopen_publicity"]
    assert case.wait(until="2026-03-19 00:02:00").state == "concluded"
    publish(hb, case, at="2026-03-20", about=old.number)
    assert case.state == "publicity"


def test_withdrawing_takes_the_cases_back_and_leaves_the_page_marked(hb: Engine) -> None:
    case = recommended(hb)
    notice = publish(hb, case, at="2026-03-09")
    objection = object_to(case)
    assert refused(notice.attempted("withdraw", CENTRE, on="2026-03-10")) == ["invalid", "field_missing"]
    notice.take("withdraw", CENTRE, on="2026-03-10 10:00:00", reason="文本有误")
    assert (notice.state, case.state, case.row.due_at, objection.state) == ("withdrawn", "centre_review", None, "filed")
    asked = select(notices.c.withdrawn_at).where(notices.c.case_id == notice.id)
    told = transaction(hb, lambda present: present.connection.execute(asked).scalar_one())
    assert told == moment("2026-03-10 10:00:00")


def test_withdrawing_after_the_period_takes_them_back_too(hb: Engine) -> None:
    case = recommended(hb)
    notice = publish(hb, case, at="2026-03-09")
    case.wait(until="2026-03-17 00:02:00")
    notice.take("withdraw", CENTRE, on="2026-03-17", reason="文本有误")
    assert (case.state, case.trail[-1]) == ("centre_review", "unpublish")


def test_withdrawing_an_older_notice_or_a_correction_moves_no_case(hb: Engine) -> None:
    case = recommended(hb)
    old = publish(hb, case, at="2026-03-09")
    correction = publish(hb, case, kind="correction", at="2026-03-10", about=old.number)
    correction.take("withdraw", CENTRE, on="2026-03-10", reason="示例")
    assert case.state == "publicity"
    publish(hb, case, at="2026-03-11", about=old.number)
    old.take("withdraw", CENTRE, on="2026-03-12", reason="已重新公示")
    assert case.state == "publicity"


def test_a_correction_names_the_notice_that_it_corrects(hb: Engine) -> None:
    case = in_publicity(hb).number
    assert attempted(hb, case, kind="correction") == ["refused", "old_notice"]
    assert attempted(hb, case, kind="correction", about=case) == ["refused", "old_notice"]


def test_a_notice_is_withdrawn_only_while_nothing_of_it_is_announced(hb: Engine) -> None:
    case = recommended(hb)
    notice = publish(hb, case, at="2026-03-09")
    case.wait(until="2026-03-17 00:02:00")
    announcement = publish(hb, case, kind="announcement", at="2026-03-17")
    for published in (notice, announcement):
        outcome = published.attempted("withdraw", CENTRE, on="2026-03-18", reason="示例")
        assert refused(outcome) == ["refused", "announced"]


def test_each_kind_takes_only_what_stands_ready_for_it(hb: Engine) -> None:
    assert not_published(hb, in_publicity(hb), kind="announcement", at="2026-03-10") == ["refused", "wrong_state"]
    assert not_published(hb, of_a_member(hb), kind="revocation", at="2026-03-10") == ["refused", "wrong_state"]


def test_a_revocation_is_published_by_another_than_who_proposed(hb: Engine) -> None:
    case = about(hb, "revocation", CENTRE, "hb-centre", certified(hb), on="2026-05-06").hand_in("evidence")
    case.take("propose", CENTRE, on="2026-05-06", ground="hb18_3", facts="示例判决")
    case.take("serve", CENTRE, on="2026-05-06", served_on="2026-05-06", served_how="direct")
    case.take("state", APPLICANT, on="2026-05-07", statement="不服")
    assert not_published(hb, case, kind="revocation", at="2026-05-08") == ["refused", "same_person"]
    publish(hb, case, kind="revocation", at="2026-05-08", by=SECOND)
    assert case.state == "revoked"


def test_a_draft_is_discarded_and_nothing_is_taken(hb: Engine) -> None:
    assert draft(hb).take("discard", CENTRE, on="2026-03-09").state == "discarded"


def test_the_public_face_holds_nothing_personal(hb: Engine) -> None:
    case = in_conclusion(hb)
    content = transaction(hb, lambda present: present.connection.execute(select(notices.c.content)).scalar_one())
    assert case.number in content
    for private in ("示例联系人", "000-0000", "contact"):
        assert private not in content
