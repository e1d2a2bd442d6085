"""Reminders and supervision: told to whoever must act, once a day, seen on the list, ended by the next step."""

from sqlalchemy import Engine, select

from models.database import transaction
from models.outbox import outbox
from models.reference import start_clock
from tests.walk import moment
from tests.web.desk.conftest import Browser
from tests.workflows.guangzhou.roads import in_expert_review, submitted
from tests.world import DISTRICT, HQ


def told(db: Engine) -> list[tuple[str, str]]:
    o = outbox.c
    asked = select(o.topic, o.reader).where(o.topic.in_(("remind", "supervise"))).order_by(o.id)
    return transaction(db, lambda p: [tuple(row) for row in p.connection.execute(asked)])


def test_who_waits_reminds_whoever_must_act_once_a_day(db: Engine, browser: Browser) -> None:
    case, other = in_expert_review(db), submitted(db, address="示例路 2 号")
    district, hq = browser("district"), browser("hq")
    sent = {"do": "remind", "case": [case.number], "urge-note": "请于周五前办理"}
    assert district.post("/work/chosen", **sent).status_code == 302
    row = hq.text("/work").partition(f'value="{case.number}"')[2].partition("rows-title")[0]
    assert "催办" in row and "请于周五前办理" in row, "on top of the row"
    page = hq.text(f"/cases/{case.number}")
    assert "请于周五前办理" in page[page.index('id="history"') :] and case.row.version == 3, "no entry, and no step"
    again = district.post("/work/chosen", **sent)
    assert again.status_code == 422 and "每件每人每天一次" in again.text
    assert told(db) == [("remind", "desk")]
    assert "请于周五前办理" not in browser("applicant").text(f"/cases/{case.number}")
    both = hq.post("/work/chosen", do="remind", case=[case.number, other.number], back_to=other.number)
    assert both.status_code == 302 and "已催办 2 件" in hq.text(both.location)
    hq.post("/work/chosen", do="claim", case=case.number)
    assert "由您经办" in hq.post("/work/chosen", do="remind", case=case.number).text
    assert browser("neighbour").post("/work/chosen", do="remind", case=case.number).status_code == 404
    transaction(db, lambda p: start_clock(p.connection, at=moment("2026-03-03"), now=p.now))
    assert district.post("/work/chosen", **sent).status_code == 302 and len(told(db)) == 4


def test_a_higher_office_supervises_until_the_step_is_taken(db: Engine, browser: Browser) -> None:
    case, other = submitted(db), submitted(db, address="示例路 2 号")
    district, bureau = browser("district"), browser("bureau")
    assert "上级机构" in district.post("/work/chosen", do="supervise", case=case.number).text
    assert 'value="supervise"' in bureau.text(f"/cases/{case.number}")
    assert bureau.post("/work/chosen", do="supervise", case=case.number).status_code == 302
    assert "已在督办" in bureau.post("/work/chosen", do="supervise", case=case.number).text
    assert district.numbers("/work?supervised=yes") == [case.number] != district.numbers("/work")
    assert "督办" in district.text("/work").partition(f'value="{case.number}"')[2].partition("rows-title")[0]
    case.take("forward", DISTRICT, on="2026-03-02", opinion="同意")
    assert district.numbers("/work?supervised=yes&view=office") == [] and other.state == "district_review"
    page = bureau.text(f"/cases/{case.number}")
    assert page.count("urged-supervise") == 1, "it stays in the history, and stands no more"
    case.take("send_back", HQ, on="2026-03-02", reason="补充")
    assert district.numbers("/work?supervised=yes") == [], "another stay in the same state"
