"""Guideline, part 4 (1) 3: a notice takes the step of every case on its list, all or none."""

from typing import Any

import pytest
from sqlalchemy import Engine, select

from models.database import transaction
from models.notice import notices
from tests.walk import Walk, moment, refused
from tests.workflows.guangzhou.roads import (
    drafted,
    in_bureau_decision,
    in_conclusion,
    in_publicity,
    object_to,
    publish,
)
from tests.world import APPLICANT, BUREAU, HQ
from workflows.errors import Refused
from workflows.instants import local

NOTICE = "guangzhou/2025/notice"
PAGE: dict[str, Any] = {"site_url": "https://example.invalid/1", "published_at": "2026-09-28T09:00:00+08:00"}


def second(db: Engine) -> Walk:
    """Another premises of the same organisation."""
    return drafted(db, address="示例路 2 号")


def attempted(db: Engine, *listed: Walk, on: str = "2026-09-28", **given: Any) -> list[str]:
    draft = Walk.open(db, NOTICE, BUREAU, "gz-bureau", on=on)
    told = {"kind": "publicity", "title": "示例", "cases": [case.number for case in listed], **given}
    return refused(draft.attempted("publish", BUREAU, on=on, **told))


def test_publishing_is_all_or_nothing_with_a_result_per_case(gz: Engine) -> None:
    ready, early = in_bureau_decision(gz), second(gz).take("submit", APPLICANT, on="2026-02-03")
    before = ready.row
    with pytest.raises(Refused) as error:
        publish(gz, ready, early, at="2026-09-28")
    (reason,) = error.value.reasons
    assert (reason.code, reason.field) == ("wrong_state", early.number)
    assert reason.zh.startswith(f"{early.number}：")
    assert reason.en.startswith(f"{early.number}: ")
    assert (ready.row, early.state) == (before, "district_review")
    asked = transaction(gz, lambda present: present.connection.execute(select(notices.c.case_id)).all())
    assert asked == []


def test_a_publicity_names_its_page_and_its_hour(gz: Engine) -> None:
    case = in_bureau_decision(gz)
    assert attempted(gz, case) == ["refused", "published_at"]
    assert attempted(gz, case, site_url=PAGE["site_url"]) == ["refused", "published_at"]
    assert attempted(gz, case, **{**PAGE, "published_at": "2026-09-28T09:00:01+08:00"}) == ["refused", "published_at"]
    assert attempted(gz, case, **{**PAGE, "published_at": "2026-02-02T08:59:59+08:00"}) == ["refused", "published_at"]
    assert attempted(gz, case, **{**PAGE, "published_at": "2026-09-28T09:00:00"}) == ["invalid", "field_wrong"]


def test_a_notice_names_cases_that_there_are(gz: Engine) -> None:
    draft = Walk.open(gz, NOTICE, BUREAU, "gz-bureau", on="2026-09-28")
    given = {"kind": "publicity", "title": "示例", **PAGE}
    assert refused(draft.attempted("publish", BUREAU, on="2026-09-28", cases=["GZ-2026-999999"], **given)) == [
        "refused", "unknown_case",
    ]  # fmt: skip
    assert refused(draft.attempted("publish", BUREAU, on="2026-09-28", cases=[], **given)) == [
        "invalid",
        "field_missing",
    ]


def test_only_the_bureau_publishes(gz: Engine) -> None:
    draft = Walk.open(gz, NOTICE, BUREAU, "gz-bureau", on="2026-09-28")
    assert refused(draft.attempted("publish", HQ, on="2026-09-28")) == ["not_permitted", "wrong_role"]


def test_some_cases_of_a_publicity_are_announced_without_the_others(gz: Engine) -> None:
    one = in_bureau_decision(gz)
    two = in_bureau_decision(gz, address="示例路 2 号")
    publish(gz, one, two, at="2026-09-28")
    object_to(two)
    for case in (one, two):
        case.wait(until="2026-10-11 00:02:00")
    with pytest.raises(Refused) as error:
        publish(gz, one, two, kind="announcement", at="2026-10-12")
    assert [(r.code, r.field) for r in error.value.reasons] == [("open_objection", two.number)]
    publish(gz, one, kind="announcement", at="2026-10-12")
    assert (one.state, two.state) == ("certified", "concluded")


def test_each_step_outside_a_notice_is_refused(gz: Engine) -> None:
    case = in_bureau_decision(gz)
    assert refused(case.attempted("shortlist", BUREAU, on="2026-09-28")) == ["refused", "needs_notice"]
    publish(gz, case, at="2026-09-28")
    assert refused(case.attempted("reopen_publicity", BUREAU, on="2026-09-29")) == ["refused", "needs_notice"]
    case.wait(until="2026-10-11 00:02:00")
    assert refused(case.attempted("announce", BUREAU, on="2026-10-12")) == ["refused", "needs_notice"]


def test_reopening_names_the_old_notice_and_runs_a_full_new_period(gz: Engine) -> None:
    case = in_bureau_decision(gz)
    old = publish(gz, case, at="2026-09-28")
    assert attempted(gz, case, on="2026-09-30", **{**PAGE, "published_at": "2026-09-30T09:00:00+08:00"}) == [
        "refused", "old_notice",
    ]  # fmt: skip
    publish(gz, case, at="2026-09-30", about=old.number)
    # 30 September is the event's day; the holiday runs to 7 October, and Saturday 10 October is worked.
    assert local(case.row.due_at or 0) == "2026-10-14T00:00:00+08:00"
    assert case.trail[-2:] == ["shortlist", "reopen_publicity"]


def test_withdrawing_takes_the_cases_back_and_leaves_the_page_marked(gz: Engine) -> None:
    case = in_bureau_decision(gz)
    notice = publish(gz, case, at="2026-09-28")
    notice.take("withdraw", BUREAU, on="2026-09-29", reason="文本有误")
    assert (notice.state, case.state, case.row.due_at) == ("withdrawn", "bureau_decision", None)
    asked = select(notices.c.withdrawn_at).where(notices.c.case_id == notice.id)
    assert transaction(gz, lambda present: present.connection.execute(asked).scalar_one()) == moment("2026-09-29")


def test_withdrawing_an_older_notice_leaves_a_publicity_that_runs_under_a_new_one(gz: Engine) -> None:
    case = in_bureau_decision(gz)
    old = publish(gz, case, at="2026-09-28")
    publish(gz, case, at="2026-09-29", about=old.number)
    old.take("withdraw", BUREAU, on="2026-09-30", reason="已重新公示")
    assert case.state == "publicity"


def test_withdrawing_a_correction_moves_no_case(gz: Engine) -> None:
    case = in_bureau_decision(gz)
    old = publish(gz, case, at="2026-09-28")
    correction = publish(gz, case, kind="correction", at="2026-09-29", about=old.number)
    correction.take("withdraw", BUREAU, on="2026-09-30", reason="示例")
    assert case.state == "publicity"


def test_a_correction_names_the_notice_that_it_corrects(gz: Engine) -> None:
    case = in_publicity(gz)
    assert attempted(gz, case, kind="correction") == ["refused", "old_notice"]
    assert attempted(gz, case, kind="correction", about=case.number) == ["refused", "old_notice"]


def test_a_notice_is_withdrawn_only_while_nothing_of_it_is_announced(gz: Engine) -> None:
    case = in_bureau_decision(gz)
    notice = publish(gz, case, at="2026-09-28")
    case.wait(until="2026-10-11 00:02:00")
    announcement = publish(gz, case, kind="announcement", at="2026-10-12")
    for published in (notice, announcement):
        outcome = published.attempted("withdraw", BUREAU, on="2026-10-13", reason="示例")
        assert refused(outcome) == ["refused", "announced"]


def test_a_revocation_notice_revokes_only_what_stands_to_be_revoked(gz: Engine) -> None:
    case = in_conclusion(gz)
    assert attempted(gz, case, kind="revocation", on="2026-10-12") == ["refused", "wrong_state"]


def test_a_draft_is_discarded(gz: Engine) -> None:
    assert (
        Walk.open(gz, NOTICE, BUREAU, "gz-bureau", on="2026-09-28").take("discard", BUREAU, on="2026-09-28").state
        == "discarded"
    )


def test_the_public_face_holds_nothing_personal(gz: Engine) -> None:
    case = in_publicity(gz)
    content = transaction(gz, lambda present: present.connection.execute(select(notices.c.content)).scalar_one())
    assert case.number in content
    for private in ("示例联系人", "000-0000", "contact"):
        assert private not in content
