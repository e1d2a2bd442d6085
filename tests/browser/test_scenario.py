"""One station from application to plaque, each person at a browser of their own; the scheduler ends the publicity."""

import re

from playwright.sync_api import Browser

from tests.browser.town import Person, pdf

FORM = {
    "station_name": "示例天河软件园服务站", "address": "示例路 8 号", "capability": "五年来服务园区企业一百二十家。",
    "structure": "设服务、咨询、培训三组，制度齐全。", "full_time_staff": "1", "contact_name": "示例联系人",
    "contact_phone": "000-0000",
}  # fmt: skip
PAPERS = ("application_form", "legal_person_certificate", "premises_proof", "staff_list", "service_rules")


def test_from_application_to_plaque(chromium: Browser, address: str) -> None:
    people = {name: Person(chromium, address, name) for name in ("applicant", "district", "hq", "bureau", "admin")}
    number = apply(people["applicant"])
    move_clock(people["admin"], "2026-09-15T09:00")
    review(people["district"], people["applicant"], number)
    score(chromium, address, people["hq"], number)
    move_clock(people["admin"], "2026-09-28T10:00")
    notice = publicise(people["bureau"], number)
    receipt = object_to(Person(chromium, address, width=390), notice)
    move_clock(people["admin"], "2026-10-12T09:00")
    assert "公示期满" in people["bureau"].go(f"/cases/{number}").text
    assert "系统（期限届满）" in people["bureau"].text
    announce(people["bureau"], number, receipt[0])
    follow(Person(chromium, address, width=390), *receipt)
    look_up(Person(chromium, address), number)
    people["bureau"].go(f"/cases/{number}")
    people["bureau"].page.evaluate("document.querySelector('#diagram').scrollIntoView()")
    people["bureau"].picture("diagram")
    assert [fault for person in people.values() for fault in person.faults] == []


def apply(applicant: Person) -> str:
    """Begin a draft, be told what is lacking, mend it, submit."""
    page = applicant.go("/cases/new?lifecycle=guangzhou/2025/certification").page
    page.select_option("#office", "gz-tianhe")
    number = applicant.begin()
    assert re.fullmatch(r"GZ-2026-\d{6}", number)
    assert "尚不能开始" in applicant.text
    page.click("text=全部内容放在一页上填写")
    for name, value in FORM.items():
        page.fill(f"#submit-field-{name}", value)
    page.check("#submit-field-legal_person")
    page.check("#submit-field-fixed_premises")
    for kind in PAPERS[:-1]:
        page.set_input_files(
            f"#submit-field-{kind}", {"name": "申请表.pdf", "mimeType": "application/pdf", "buffer": pdf(kind)}
        )
    page.click("#form button:has-text('提交申请')")
    assert "缺少材料“服务管理制度”" in applicant.text
    exe = {"name": "服务管理制度.pdf", "mimeType": "application/pdf", "buffer": b"MZ\x90\0" + bytes(200)}
    page.set_input_files("#submit-field-service_rules", exe)
    page.click("#form button:has-text('提交申请')")
    assert "的内容不是可以接收的类型" in applicant.text
    page.set_input_files(
        "#submit-field-service_rules", {"name": "制度.pdf", "mimeType": "application/pdf", "buffer": pdf("rules")}
    )
    page.click("#form button:has-text('提交申请')")
    assert "专职服务人员不少于 2 名" in applicant.text
    assert page.input_value("#submit-field-capability") == FORM["capability"]
    page.fill("#submit-field-full_time_staff", "3")
    applicant.page.evaluate("window.scrollTo(0, 0)")
    applicant.picture("application")
    page.click("#form button:has-text('提交申请')")
    assert "区级初审" in applicant.text and "已办理：提交申请" in applicant.text
    return number


def review(district: Person, applicant: Person, number: str) -> None:
    """Return it once, have it corrected, forward it."""
    assert FORM["station_name"] in district.go("/work").text
    district.picture("worklist")
    district.go(f"/cases/{number}").picture("case")
    district.take("return_for_correction", gaps="场地证明未盖章")
    assert "退回补正" in applicant.go(f"/cases/{number}").text and "场地证明未盖章" in applicant.text
    applicant.go(f"/cases/{number}?whole=1")
    stamped = {"name": "场地证明（盖章）.pdf", "mimeType": "application/pdf", "buffer": pdf("stamped")}
    applicant.page.set_input_files("#resubmit-field-premises_proof", stamped)
    applicant.page.click("#form button:has-text('补正后重新提交')")
    assert "区级初审" in applicant.text
    district.go(f"/cases/{number}").take("forward", opinion="材料齐全，同意上报")
    assert "专家评审" in district.text


def score(chromium: Browser, address: str, hq: Person, number: str) -> None:
    hq.go(f"/cases/{number}").say("appoint", preliminary_opinion="初步符合条件")
    for expert in ("示例专家甲", "示例专家乙", "示例专家丙"):
        hq.page.check(f"#step-appoint >> text={expert}")
    hq.take("appoint")
    assert "评分" in hq.go(f"/cases/{number}").text
    for name in ("expert1", "expert2", "expert3"):
        expert = Person(chromium, address, name, width=390)
        assert FORM["station_name"] in expert.go("/work").text
        expert.go(f"/cases/{number}").say("score", premises_score="20", capability_score="22", structure_score="21")
        if name == "expert1":
            expert.page.locator("#step-score").scroll_into_view_if_needed()
            expert.picture("score-phone")
        expert.take("score", staff_score="23", opinion="条件具备，同意推荐。")
        assert "已办理：专家评分" in expert.text
    hq.go(f"/cases/{number}").take("recommend", opinion="推荐")
    assert "市局审定" in hq.text


def publicise(bureau: Person, number: str) -> str:
    """The shortlist stands on a notice; outside one the step is refused with its reason."""
    bureau.go(f"/cases/{number}").page.click("text=还有哪些步骤")
    assert "编制公告" in bureau.text
    notice = compose(bureau, "publicity", number, "2026 年度服务站入围名单公示")
    bureau.page.fill("#publish-field-site_url", "https://example.invalid/notices/1")
    bureau.page.fill("#publish-field-published_at", "2026-09-28T09:30")
    bureau.page.click("#form button:has-text('发布')")
    assert "已办理：发布" in bureau.text
    bureau.go(f"/notices/{notice}").picture("notice")
    assert "2026年10月10日 周六 24:00" in bureau.text and FORM["station_name"] in bureau.text
    return notice


def compose(bureau: Person, kind: str, number: str, title: str) -> str:
    page = bureau.go(f"/work/notice?kind={kind}&case={number}").page
    page.fill("#field-title", title)
    with page.expect_navigation(url="**/cases/GZ-*"):
        page.click("button[value=draft]")
    return page.url.rsplit("/", 1)[1].partition("#")[0]


def object_to(anybody: Person, notice: str) -> tuple[str, str]:
    """Object without an account; number and code are told once."""
    page = anybody.go(f"/notices/{notice}").page
    page.click("main a.btn:has-text('提出异议')")
    page.check("text=个人")
    page.fill("#field-text", "该单位场所与申报材料不一致，请核实。")
    page.evaluate("document.querySelector('main form').noValidate = true")  # as any other program may send it
    page.click("main button:has-text('提交异议')")
    assert "真实姓名" in anybody.text and page.input_value("#field-text").startswith("该单位场所")
    page.fill("#field-name", "示例公民")
    page.fill("#field-contact", "000-1111")
    anybody.picture("objection-phone")
    page.click("main button:has-text('提交异议')")
    number, code = page.locator(".receipt-facts .number").all_inner_texts()
    anybody.picture("receipt-phone")
    return number, code


def announce(bureau: Person, number: str, objection: str) -> None:
    """Not over an open objection; once it is dismissed, the station is announced."""
    notice = compose(bureau, "announcement", number, "2026 年度服务站认定名单")
    bureau.page.click("#form button:has-text('发布')")
    assert f"异议 {objection} 尚未办结" in bureau.text
    bureau.go(f"/cases/{objection}").take("admit")
    bureau.take("dismiss", findings="实地核实，场所与材料一致。")
    assert "异议不成立" in bureau.text
    bureau.go(f"/cases/{notice}").page.click("#form button:has-text('发布')")
    assert "已认定" in bureau.go(f"/cases/{number}").text


def follow(anybody: Person, number: str, code: str) -> None:
    page = anybody.go(f"/objections/{number}").page
    page.fill("#code", "WRONGCODE2")
    page.click("main button")
    assert "没有这份回执" in anybody.text
    page.fill("#code", code)
    page.click("main button")
    assert "异议不成立" in anybody.text and "实地核实" in anybody.text


def look_up(anybody: Person, number: str) -> None:
    """The plaque stands in the register, and anybody can check it."""
    assert "GZ-ZD-2026-0001" in anybody.go("/register").text
    anybody.page.click(f"text={FORM['station_name']}")
    assert number in anybody.text and "2029年10月12日" in anybody.text
    anybody.picture("station")
    assert "有效" in anybody.go("/verify/GZ-ZD-2026-0001").text
    anybody.go("/").picture("front")


def move_clock(admin: Person, until: str) -> None:
    admin.go("/admin/clock").page.fill("#until", until)
    admin.page.click("main button:has-text('拨动时钟')")
    assert "时钟已拨到" in admin.text
    if until.startswith("2026-10"):
        admin.picture("clock")
