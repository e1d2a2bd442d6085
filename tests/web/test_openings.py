"""What somebody may begin for themselves, or about somebody else: offered where it can be done, and done."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select

from models.case import cases
from models.database import transaction
from models.reference import start_clock
from models.user import contacts, grants
from tests import world as guangzhou
from tests.walk import Walk, moment
from tests.web.accounts import post
from tests.web.browsing import sign_in
from tests.web.conftest import Account
from tests.workflows.guangzhou import stations
from tests.workflows.guangzhou.roads import open_call
from tests.workflows.jiangsu import world as jiangsu
from tests.workflows.wuhan.roads import PERSONAL, certified, dispatched, mobile, resident
from tests.workflows.wuhan.world import APPLICANT, ENTERPRISE, HQ2, ORGANISATION, PERSON, settle
from workflows.moves import Case, Entry

pytestmark = pytest.mark.parametrize("db", ["sqlite"], indirect=True)
EXIT, COMPLAINT, FILING, REWARD = (f"wuhan/2026/{name}" for name in ("exit", "complaint", "filing", "reward"))


@pytest.fixture
def station(db: Engine) -> Walk:
    settle(db)
    return certified(db)


def speaks(db: Engine, client: FlaskClient, account: Account, *parties: tuple[str, str]) -> None:
    """Sign in as somebody who speaks for these, in July."""
    id = account("speaker")
    ties = [{"user_id": id, "kind": kind, "number": number, "name": "示例当事人"} for kind, number in parties]
    transaction(db, lambda p: p.connection.execute(contacts.insert(), ties))
    transaction(db, lambda p: start_clock(p.connection, at=moment("2026-07-05"), now=p.now))
    sign_in(client, "speaker")
    client.get("/mine?lang=zh")


def begun(db: Engine, client: FlaskClient, lifecycle: str, find: str = "", **given: str) -> Case:
    page = f"/cases/new?lifecycle={lifecycle}&find={find}"
    done = post(client, "/cases", page=page, lifecycle=lifecycle, key=f"{lifecycle:-<20}", **given)
    assert done.status_code == 302, done.text
    number = done.location.rsplit("/", 1)[1]
    with db.connect() as connection:
        return Case(*connection.execute(select(cases).where(cases.c.number == number)).one())


def test_a_mobile_commissioner_leaves_through_the_district_of_the_last_dispatch(
    client: FlaskClient, db: Engine, account: Account, station: Walk
) -> None:
    person = mobile(db)
    dispatched(db, person, station).take("recall", HQ2, on="2026-06-20", reason="任务完成")
    speaks(db, client, account, ("commissioner", person.number))
    begin = client.get("/mine").text.partition('id="begin"')[2]
    assert f'lifecycle={EXIT.replace("/", "%2F")}"' in begin or f'lifecycle={EXIT}"' in begin
    assert "服务站认定" not in begin, "who speaks for no unit can't apply for a title"
    page = client.get(f"/cases/new?lifecycle={EXIT}").text
    assert "示例 wh-jiangan" in page and not re.search(r"<select[^>]*name=.office", page)
    case = begun(db, client, EXIT)
    assert (case.subject_kind, case.subject_number, case.home) == ("commissioner", person.number, "wh-jiangan")


def test_a_unit_files_and_lets_go_who_is_resident_at_its_station(
    client: FlaskClient, db: Engine, account: Account, station: Walk
) -> None:
    first = resident(db, station)
    speaks(db, client, account, ORGANISATION)
    leaving = begun(db, client, EXIT, subject_number=first.number)
    assert (leaving.subject_number, leaving.home) == (first.number, "wh-jiangan")
    filing = begun(db, client, FILING, subject_number=station.number)
    assert filing.form["station"] == station.number, "nobody types what is known"
    walk = Walk(db, Entry(filing.id, filing.number, 1, "", b"")).hand_in("declaration")
    given = {"name": "示例新专员", "kind": "resident", **PERSONAL}
    assert walk.take("submit", APPLICANT, on="2026-07-06", **given).state == "hq_verification"


def test_an_enterprise_complains_of_a_commissioner(
    client: FlaskClient, db: Engine, account: Account, station: Walk
) -> None:
    person = mobile(db)
    dispatched(db, person, station)
    speaks(db, client, account, ENTERPRISE)
    page = client.get(f"/cases/new?lifecycle={COMPLAINT}&find=示例机动").text
    assert f'value="{person.number}" checked' in page and "示例园区服务站" in page, "told apart by the station"
    case = begun(db, client, COMPLAINT, find="示例机动", office="wh-hq", chosen=person.number)
    assert (case.subject_kind, case.subject_name) == ("commissioner", "示例机动专员")
    assert {("commissioner", person.number), ENTERPRISE} <= case.party


def test_headquarters_rewards_a_district_found_by_its_name(
    client: FlaskClient, db: Engine, account: Account, station: Walk
) -> None:
    officer = {"user_id": account("rewarder"), "role": "hq_reviewer", "office": "wh-hq"}
    transaction(db, lambda p: p.connection.execute(grants.insert().values(officer)))
    transaction(db, lambda p: start_clock(p.connection, at=moment("2026-12-21"), now=p.now))
    sign_in(client, "rewarder")
    page = client.get(f"/cases/new?lifecycle={REWARD}&find=jiangan").text
    assert 'value="wh-jiangan" checked' in page and station.number not in page
    case = begun(db, client, REWARD, find="jiangan", office="wh-hq", chosen="wh-jiangan")
    assert (case.subject_kind, case.subject_name, case.party) == ("district", "示例 wh-jiangan", set())


def test_a_person_is_offered_what_a_person_can_do(
    client: FlaskClient, db: Engine, account: Account, station: Walk
) -> None:
    speaks(db, client, account, PERSON)
    begin = client.get("/mine").text.partition('id="begin"')[2]
    assert "服务专员备案" in begin and "服务站认定" not in begin and "退出" not in begin
    filing = begun(db, client, FILING, office="wh-hq")
    assert filing.subject_kind == "person" and station.number
    assert filing.form["name"] == "示例当事人", "who has signed up by name isn't asked for it again"
    people = client.get(f"/cases/{filing.number}/form/people").text
    papers = client.get(f"/cases/{filing.number}/form/papers").text
    assert "机动专员没有工作单位的必交" in papers and "选填" not in papers, "a mark says of whom a paper is asked"
    declared = client.get(f"/cases/{filing.number}/form/conditions").text
    assert "有工作单位的填写" in people and "现有工作单位" not in declared, "a question isn't a declaration"


def test_what_one_asks_for_oneself_is_called_so(client: FlaskClient, db: Engine, account: Account) -> None:
    """A title's end at own request runs as a revocation does; who decides may say yes or no, and both are told."""
    guangzhou.settle(db)
    open_call(db)
    title = stations.certified(db)
    speaks(db, client, account, guangzhou.ORGANISATION)
    case = begun(db, client, "guangzhou/2025/revocation", subject_number=title.number, office="gz-hq")
    page = client.get(f"/cases/{case.number}").text.partition("<h2>")[0]
    assert "自行申请退出" in page and not {"称号撤销", "总站审核人", "不予提出"} & set(re.split(r"[<>、]", page))
    sent = {"version": "1", "reason": "业务调整"}
    done = post(client, f"/cases/{case.number}/steps/request", page=f"/cases/{case.number}", **sent)
    receipt = client.get(done.location).text
    assert "撤销、不予撤销" in receipt and "称号撤销" not in receipt


def test_an_enterprise_without_a_commissioner_is_given_the_button_that_works(
    client: FlaskClient, db: Engine, account: Account
) -> None:
    jiangsu.settle(db)
    speaks(db, client, account, ("enterprise", "91320102MADEM0090M"))
    case = begun(db, client, "jiangsu/2022/appeal", office="js-east")
    form = client.get(f"/cases/{case.number}").text.partition('id="form"')[2].partition("</form>")[0]
    assert "steps/register_uncovered" in form and "还不能提交" not in form
    summary = client.get(f"/cases/{case.number}").text.partition("接下来")[2].partition("</dl>")[0]
    mine = client.get("/mine").text.partition('id="waiting"')[2].partition("</section>")[0]
    assert "直接提交专员办" in summary and "提交服务专员" not in summary
    assert "直接提交专员办" in mine and "提交服务专员" not in mine


def test_what_cannot_be_done_yet_says_why_where_it_is_listed(client: FlaskClient, db: Engine, account: Account) -> None:
    guangzhou.settle(db)
    speaks(db, client, account, guangzhou.ORGANISATION)
    begun(db, client, "guangzhou/2025/certification", office="gz-tianhe")
    mine = client.get("/mine").text.partition('id="waiting"')[2].partition("</section>")[0]
    assert "去办理" not in mine and "现在还不能" in mine and "通知" in mine
