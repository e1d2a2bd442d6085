"""The public pages in both languages: they answer, tell no personal value, and take an objection in time only."""

import re
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import Engine

from models.account_acts import MACHINE
from models.database import transaction
from models.reference import start_clock
from scheduler.tick import advance
from tests.walk import Walk, moment
from tests.web.browsing import token_on
from tests.workflows.guangzhou.roads import in_bureau_decision, in_publicity, open_call, publish
from tests.world import BUREAU, PEOPLE, settle
from workflows.actors import Actor
from workflows.erasing import erase

SAID = {"by": "person", "name": "示例公民", "contact": "000-1111", "text": "场地与申报不一致，请核实。"}
SECRETS = ("示例公民", "000-1111", "示例联系人", "000-0000")


@pytest.fixture
def case(db: Engine) -> Walk:
    """A case whose publicity runs until 2026-10-10 24:00; it is the morning of 2026-09-29."""
    settle(db)
    open_call(db)
    case = in_publicity(db, "2026-09-28")
    transaction(db, lambda p: start_clock(p.connection, at=moment("2026-09-29"), now=p.now))
    return case


@pytest.fixture
def notice(client: FlaskClient, case: Walk) -> str:
    """The address of its notice."""
    found = re.search(r'href="(/notices/GZ-[0-9-]+)"', client.get("/notices").text)
    assert found
    return found[1]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/", ("无需登录即可", "Without signing in")),
        ("/notices", ("剩余 4 个工作日", "4 working days left")),
        ("/register", ("名录中还没有条目", "There is no entry yet")),
        ("/deadlines?start=2026-09-28&amount=5&unit=wd", ("2026年10月10日 周六 24:00", "Sat 10 Oct 2026 24:00")),
        ("/deadlines?start=2026-12-25&amount=5&unit=wd", ("暂定", "provisional")),
        ("/rulebooks", ("施行中", "in force")),
        ("/rulebooks/guangzhou", ("GZ-4.1.3c", "GZ-4.1.3c")),
        ("/rulebooks/guangzhou/coverage", ("异议调查没有时限", "No time limit for investigating an objection")),
        ("/rulebooks/jiangsu/coverage", ("本机构自己的规定", "The office’s own rules")),
        ("/rulebooks/guangzhou/certification", ("5 个工作日后", "after 5 working days")),
        ("/objections", ("查询码", "Code")),
    ],
)
def test_public_pages_answer_in_both_languages(
    client: FlaskClient, case: Walk, lang: str, path: str, words: tuple[str, str]
) -> None:
    answer = client.get(f"{path}{'&' if '?' in path else '?'}lang={lang}")
    assert answer.status_code == 200 and words[lang == "en"] in answer.text


@pytest.mark.parametrize(
    "path", ["/notices/GZ-2026-000999", "/register/X", "/rulebooks/nowhere", "/rulebooks/guangzhou/x"]
)
def test_what_is_not_there_is_said_so(client: FlaskClient, case: Walk, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("query", ["amount=0", "amount=99999", "amount=x", "start=2026-13-01", "unit=h", "amount=²"])
def test_a_period_that_is_none_is_refused_in_words(client: FlaskClient, case: Walk, query: str) -> None:
    answer = client.get(f"/deadlines?lang=en&{query}")
    assert answer.status_code == 422 and "must be" in answer.text


def test_an_objection_gets_its_receipt_once_and_a_second_press_the_same(client: FlaskClient, notice: str) -> None:
    form = client.get(f"{notice}/object").text
    key = re.search(r'name="key" value="([^"]+)"', form)
    assert key
    sent = {**SAID, "csrf_token": token_on(form), "key": key[1]}
    first, second = (client.post(f"{notice}/object", data=sent) for _ in range(2))
    assert first.status_code == second.status_code == 201
    number, code = re.findall(r'data-copy="([^"]+)"', first.text)
    assert [number, code] == re.findall(r'data-copy="([^"]+)"', second.text) and len(code) == 10
    asked = {"csrf_token": token_on(client.get(f"/objections/{number}").text), "number": number, "code": code.lower()}
    course = client.post(f"/objections/{number}", data=asked)
    assert course.status_code == 200 and "已收到" in course.text
    assert client.post(f"/objections/{number}", data={**asked, "code": "2222222222"}).status_code == 404
    for path in ("/", "/notices", notice, f"/objections/{number}"):
        assert not [secret for secret in SECRETS if secret in client.get(path).text]
    withdrawn = client.post(f"/objections/{number}/withdraw", data=asked)
    assert withdrawn.status_code == 302 and "已撤回" in client.post(f"/objections/{number}", data=asked).text


def test_what_was_typed_is_kept_and_the_reason_stands_at_its_field(client: FlaskClient, notice: str) -> None:
    token = token_on(client.get(f"{notice}/object").text)
    sent = {**SAID, "name": "", "csrf_token": token, "seal_scan": (BytesIO(b"MZ\x90\0" + bytes(99)), "异议书.pdf")}
    answer = client.post(f"{notice}/object", data=sent)
    assert answer.status_code == 422 and SAID["text"] in answer.text and 'id="field-seal_scan-wrong"' in answer.text
    unsigned = client.post(f"{notice}/object", data={**SAID, "name": "", "csrf_token": token})
    assert unsigned.status_code == 422 and 'id="field-name-wrong"' in unsigned.text and SAID["text"] in unsigned.text


def test_after_the_last_day_the_form_says_what_remains_possible(client: FlaskClient, notice: str, db: Engine) -> None:
    token = token_on(client.get(f"{notice}/object").text)
    advance(db, moment("2026-10-11 00:00:00"))
    answer = client.post(f"{notice}/object", data={**SAID, "csrf_token": token})
    assert answer.status_code == 409
    assert "2026年10月10日 周六 24:00 届满" in answer.text and "邮戳" in answer.text


def test_a_form_without_its_token_is_refused(client: FlaskClient, notice: str) -> None:
    assert client.post(f"{notice}/object", data=SAID).status_code == 400


def test_an_announced_station_stands_in_the_register_and_its_plaque_is_checked(
    client: FlaskClient, case: Walk, db: Engine
) -> None:
    advance(db, moment("2026-10-12"))
    publish(db, case, kind="announcement", at="2026-10-12")
    page = client.get("/register/GZ-ZD-2026-0001?lang=en").text
    assert "in force" in page and "<svg" in page and "示例联系人" not in page
    assert client.get("/verify?plaque=gz-zd-2026-0001").location == "/verify/GZ-ZD-2026-0001"
    assert client.get("/verify/GZ-ZD-2026-0001").status_code == 200
    unknown = client.get("/verify/GZ-ZD-2026-0002?lang=zh")
    assert unknown.status_code == 404 and "名录中没有这块牌匾" in unknown.text
    advance(db, moment("2029-10-13"))
    assert "已过有效期" in client.get("/verify/GZ-ZD-2026-0001").text


def test_a_withdrawn_notice_says_when_and_why_everywhere_and_nothing_of_who(client: FlaskClient, db: Engine) -> None:
    settle(db)
    open_call(db)
    found = publish(db, in_bureau_decision(db), at="2026-09-28")
    found.take("withdraw", BUREAU, on="2026-09-29", reason="名单有误，将重新公示")
    transaction(db, lambda p: start_clock(p.connection, at=moment("2026-09-30"), now=p.now))
    page = client.get(f"/notices/{found.number}?lang=zh").text
    said = page[page.index("本公告已于") :].partition("</div>")[0]
    assert "2026年9月29日" in said and "撤回理由：" in said and "名单有误，将重新公示" in said
    assert "如何提出异议" not in page and "届满" not in page, "its period neither runs nor ended"
    assert not any(p.account in page for p in PEOPLE)
    told = client.get(f"/api/v1/public/notices/{found.number}").json
    assert told and told["withdrawn_because"] == "名单有误，将重新公示"
    paper = PdfReader(BytesIO(client.get(f"/notices/{found.number}/paper.pdf").data))
    words = "".join(sheet.extract_text() for sheet in paper.pages).replace(" ", "")
    assert "名单有误，将重新公示" in words and "书面提出异议" not in words
    transaction(
        db, lambda p: erase(p.connection, found.id, "reason", order="示例〔2026〕1号", by=Actor(MACHINE), at=p.at)
    )
    assert "已按规定删除" in client.get(f"/notices/{found.number}?lang=zh").text
