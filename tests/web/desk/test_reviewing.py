"""A desk looks at what was handed in: marks become the list of gaps, remarks have their readers, phrases an owner."""

import pytest
from sqlalchemy import Engine, func, select, update

from models.account_acts import MACHINE
from models.database import transaction
from models.material import materials
from models.outbox import outbox
from models.review import remarks
from tests.walk import Walk
from tests.web.desk.conftest import Browser
from tests.workflows.guangzhou.roads import appointed, submitted
from tests.world import DISTRICT
from workflows.actors import Actor
from workflows.erasing import erase
from workflows.errors import Refused

KEEPER = Actor(MACHINE)
MARKS = {"mark-premises_proof": "wrong", "note-premises_proof": "租期已满", "mark-staff_list": "missing"}


def seen(case: Walk) -> dict[str, object]:
    return {"version": case.row.version}


def test_marks_become_the_list_that_the_applicant_is_told(browser: Browser, db: Engine) -> None:
    case = submitted(db)
    path, district = f"/cases/{case.number}", browser("district")
    saved = district.post(f"{path}/marks", **MARKS)
    assert saved.location.endswith("#step-return_for_correction")
    page = district.text(path)
    lines = "场地证明：有误，租期已满\n", "：缺</textarea>"
    assert all(line in page for line in lines), page[page.index("gaps") - 200 : page.index("gaps") + 600]
    assert "租期已满" not in browser("applicant").text(path), "a mark is the desk's own until it says it"
    gaps = "场地证明：有误，租期已满\n专职人员名单：缺"
    assert district.post(f"{path}/steps/return_for_correction", gaps=gaps, **seen(case)).status_code == 302
    paper = browser("applicant").text(f"{path}/gaps")
    assert "补正一次性告知书" in paper and "<li>场地证明：有误，租期已满</li>" in paper
    assert f'补正期限</dt><dd><a href="{path}/deadline">' in paper, "by when it has to be put right"
    for page in (f"{path}/gaps?lang=en", f"{path}?lang=en"):
        told = browser("applicant").text(page)
        assert "wrong, 租期已满</li>" in told and ": missing</li>" in told, "marks are told in both languages"


def test_a_mark_is_gone_once_a_newer_file_came(browser: Browser, db: Engine) -> None:
    case, district = submitted(db), browser("district")
    district.post(f"/cases/{case.number}/marks", **MARKS)
    m = materials.c
    newer = update(materials).where(m.case_id == case.id, m.kind == "premises_proof")
    transaction(db, lambda p: p.connection.execute(newer.values(uploaded_at=4_000_000_000_000_000)))
    page = district.text(f"/cases/{case.number}")
    assert "租期已满" not in page and "：缺</textarea>" in page
    district.post(f"/cases/{case.number}/marks", **{"mark-staff_list": "complete"})
    assert "：缺</textarea>" not in district.text(f"/cases/{case.number}")


def test_remarks_reach_whom_they_are_written_to(browser: Browser, db: Engine) -> None:
    case = appointed(db)
    path, hq = f"/cases/{case.number}", browser("hq")
    assert hq.post(f"{path}/remarks", remark="三位专家意见不一，请复核。", told="office").status_code == 302
    assert hq.post(f"{path}/remarks", remark="请于周五前补充说明。", told="applicant").status_code == 302
    assert hq.post(f"{path}/remarks", remark=" ", told="office").status_code == 422
    readers = {"hq": (1, 1), "district": (1, 1), "bureau": (1, 1), "applicant": (0, 1), "expert1": (0, 0)}
    for name, (inward, outward) in readers.items():
        page = browser(name).text(path)
        assert ("意见不一" in page, "周五前" in page) == (bool(inward), bool(outward)), name
    told = select(outbox.c.reader).where(outbox.c.topic == "remark")
    assert transaction(db, lambda p: p.connection.execute(told).scalars().all()) == ["parties"]


def test_a_remark_is_corrected_by_its_writer_before_the_next_step(browser: Browser, db: Engine) -> None:
    case = submitted(db)
    path, writer = f"/cases/{case.number}/remarks", browser("district")
    writer.post(path, remark="请于周五前补充。", told="applicant")
    first = transaction(db, lambda p: p.connection.execute(select(remarks.c.id)).scalar_one())
    assert browser("hq").post(path, remark="不是我写的", corrects=first).status_code >= 403
    assert writer.post(path, remark="请于周四前补充。", told="office", corrects=first).status_code == 302
    assert writer.post(path, remark="再改一次", corrects=first).status_code == 422, "once each"
    page = browser("applicant").text(f"/cases/{case.number}")
    assert "<del>请于周五前补充。</del>" in page and "请于周四前补充。</p>" in page, (
        "to the same readers, and both stay"
    )
    second = transaction(db, lambda p: p.connection.execute(select(func.max(remarks.c.id))).scalar_one())
    case.take("return_for_correction", DISTRICT, on="2027-01-04", gaps=["场地证明未盖章"])
    assert writer.post(path, remark="太迟了", corrects=second).status_code == 422


def test_a_remark_is_erased_on_an_order(browser: Browser, db: Engine) -> None:
    case, district = submitted(db), browser("district")
    district.post(f"/cases/{case.number}/remarks", remark="示例张某来电", told="office")
    district.post(f"/cases/{case.number}/marks", **MARKS)
    number = transaction(db, lambda p: p.connection.execute(select(remarks.c.id)).scalar_one())
    for name in (f"remark.{number}", "mark.premises_proof"):
        order = {"order": "示例决〔2026〕1 号", "by": KEEPER, "at": case.row.entered_at + 1}
        transaction(db, lambda p, name=name, order=order: erase(p.connection, case.id, name, **order))
        with pytest.raises(Refused):
            transaction(db, lambda p, name=name, order=order: erase(p.connection, case.id, name, **order))
    page = district.text(f"/cases/{case.number}")
    assert "示例张某" not in page and "租期已满" not in page and "已依决定删除" in page


def test_phrases_are_ones_own_and_go_into_an_opinion(browser: Browser, db: Engine) -> None:
    case, district = submitted(db), browser("district")
    district.post("/account/phrases", text="材料齐全，同意上报。")
    district.post("/account/phrases", text="材料齐全，同意上报。")
    page = district.text(f"/cases/{case.number}")
    link = page.split('data-insert="forward-field-opinion"')[0].rpartition('href="')[2].partition('"')[0]
    assert page.count('data-insert="forward-field-opinion"') == 1 and link.endswith("#step-forward")
    chosen = district.text(link.replace("&amp;", "&").partition("#")[0])
    assert "材料齐全，同意上报。</textarea>" in chosen, "the link puts it in where no script runs"
    assert "同意上报。" not in browser("colleague").text("/account/phrases")
    phrase = link.partition("phrase=")[2].partition("#")[0]
    browser("colleague").post("/account/phrases/forget", phrase=phrase)
    assert "同意上报。" in district.text("/account/phrases")
    district.post("/account/phrases/forget", phrase=phrase)
    assert "同意上报。" not in district.text("/account/phrases")


def test_newest_first_is_a_switch(browser: Browser, db: Engine) -> None:
    case, district = submitted(db), browser("district")
    plain, turned = (district.text(f"/cases/{case.number}{query}") for query in ("", "?order=newest"))
    assert plain.index('id="entry-1"') < plain.index('id="entry-2"')
    assert turned.index('id="entry-2"') < turned.index('id="entry-1"')
