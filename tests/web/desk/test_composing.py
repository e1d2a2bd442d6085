"""A notice from its composer: what each case would come to, published once or not at all, and nothing typed is lost."""

from typing import Any

from sqlalchemy import Engine, func, select

from models.case import cases
from tests.web.desk.conftest import Browser, Desk
from tests.workflows.guangzhou.roads import in_bureau_decision, submitted

PAGE = {"site_url": "https://example.invalid/1", "published_at": "2026-03-01T09:00", "title": "示例入围名单公示"}


def composed(desk: Desk, *numbers: str, **more: str) -> Any:
    sent = {"kind": "publicity", "key": "k" * 24, "do": "publish", **PAGE, **more}
    return desk.post("/work/notice", cases=list(numbers), **sent)


def notices(db: Engine) -> int:
    with db.connect() as connection:
        asked = select(func.count()).select_from(cases).where(cases.c.lifecycle.endswith("/notice"))
        return int(connection.execute(asked).scalar_one())


def test_a_list_is_published_once_with_the_step_of_each_case(db: Engine, browser: Browser) -> None:
    one, two = in_bureau_decision(db), in_bureau_decision(db, address="示例路 2 号")
    bureau = browser("bureau")
    shown = bureau.text(f"/work/notice?kind=publicity&case={two.number}")
    assert f'value="{two.number}" checked' in shown and f'value="{one.number}" aria-label' in shown, "what else waits"
    assert shown.count("列入入围名单并公示 → 公示") == 2 and 'value="2026年度服务站认定公示"' in shown
    done, again = (composed(bureau, one.number, two.number) for _ in range(2))
    assert done.status_code == again.status_code == 302 and done.location == again.location
    assert (one.state, two.state, notices(db)) == ("publicity", "publicity", 1)
    assert "已发布" in bureau.text(done.location)


def test_one_that_cannot_be_listed_keeps_all_and_what_was_typed(db: Engine, browser: Browser) -> None:
    ready, early = in_bureau_decision(db), submitted(db, address="示例路 2 号")
    bureau = browser("bureau")
    shown = bureau.text(f"/work/notice?kind=publicity&case={early.number}")
    assert "不能列入" in shown and "不能列入这类公告" in shown
    answer = composed(bureau, ready.number, early.number)
    assert answer.status_code == 422 and early.number in answer.text and PAGE["title"] in answer.text
    assert (ready.state, early.state, notices(db)) == ("bureau_decision", "district_review", 0)
    assert composed(bureau, ready.number, title="").status_code == 422 and notices(db) == 0
    draft = composed(bureau, ready.number, title="", do="preview")
    assert draft.location.endswith("/preview") and ready.state == "bureau_decision" and notices(db) == 1
    assert browser("hq").client.get("/work/notice").status_code == 403


def test_a_withdrawal_gives_its_reason(db: Engine, browser: Browser) -> None:
    case = in_bureau_decision(db)
    bureau = browser("bureau")
    number = composed(bureau, case.number).location.rpartition("/")[2]
    sent = {"kind": "withdrawal", "about": number, "key": "w" * 24}
    bare = bureau.post("/work/notice", **sent)
    assert bare.status_code == 422 and 'data-code="field_missing"' in bare.text and case.state == "publicity"
    done = bureau.post("/work/notice", **sent, reason="名单有误")
    assert done.status_code == 302 and case.state == "bureau_decision"
    assert bureau.post("/work/notice", kind="withdrawal", about="", reason="x").status_code == 422


def test_a_correction_and_what_it_corrects_lead_to_each_other(db: Engine, browser: Browser) -> None:
    case = in_bureau_decision(db)
    bureau = browser("bureau")
    old = composed(bureau, case.number).location.rpartition("/")[2]
    way = f"/work/notice?kind=correction&amp;about={old}"
    assert way in bureau.text(f"/cases/{old}")
    shown = bureau.text(way.replace("&amp;", "&"))
    assert "关于“示例入围名单公示”的更正" in shown and f'<option value="{old}" selected>' in shown
    sent = {"kind": "correction", "about": old, "title": "示例更正", "text": "地址应为示例路 1 号", "do": "publish"}
    new = bureau.post("/work/notice", **sent, key="c" * 24).location.rpartition("/")[2]
    before, after = bureau.text(f"/notices/{old}"), bureau.text(f"/notices/{new}")
    assert f'href="/notices/{new}"' in before and "本公告已更正" in before and "公告〔2026〕1号" in before
    assert f'href="/notices/{old}"' in after and "本公告更正" in after and "公告〔2026〕2号" in after
    assert case.number in after and case.state == "publicity", "a correction takes no step"
    told = bureau.client.get(f"/api/v1/public/notices/{old}").json
    assert told["corrected_by"] == [new] and told["document_number"].endswith("公告〔2026〕1号")
    assert told["content"]["document_number"] == told["document_number"], "the digest covers it"
    assert told["document_number"] in bureau.text("/notices")
