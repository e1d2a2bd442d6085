"""A step in many cases: the preview does nothing, the run does what it can, says why not, and is done once."""

import re

from sqlalchemy import Engine, func, select

from models.case import entries
from models.database import transaction
from models.reference import current
from tests.statements import watched
from tests.walk import Walk, moment
from tests.web.desk.conftest import Browser
from tests.web.desk.crowd import CERTIFICATION, applications
from tests.workflows.guangzhou.roads import in_bureau_decision, open_call
from tests.world import DISTRICT, settle
from web.desk import together

FORWARD = f"{CERTIFICATION}/forward"


def entries_of(db: Engine) -> int:
    with db.connect() as connection:
        return int(connection.execute(select(func.count()).select_from(entries)).scalar_one())


def test_of_fifty_five_are_refused_and_forty_five_are_done_once(db: Engine, browser: Browser) -> None:
    crowd = applications(db, 50)
    district, numbers = browser("district"), [entry.number for entry in crowd]
    address = "&".join(f"case={number}" for number in numbers)
    sent = district.post("/work/chosen", do="step", case=numbers)
    assert sent.status_code == 302 and sent.location.endswith(f"/work/together?{address}")
    shown, before = district.text(sent.location), entries_of(db)
    assert "将办理 50 件" in shown and f'value="{numbers[0]}@2"' in shown
    for entry in crowd[:5]:
        Walk(db, entry).take("return_for_correction", DISTRICT, on="2026-03-01", gaps=["缺盖章"])
    assert entries_of(db) == before + 5, "the preview did nothing"
    assert "将办理 45 件，不能办理 5 件" in district.text(sent.location)
    form = {"step": FORWARD, "opinion": "材料齐全，同意上报", "case": [f"{n}@2" for n in numbers],
            "key": re.findall(r'name="key" value="([^"]+)"', shown)[0]}  # fmt: skip
    one, two = (district.post("/work/together", **form) for _ in range(2))
    assert one.status_code == two.status_code == 302 and one.location == two.location
    told = district.text(one.location)
    assert "已办 45 件，未办 5 件" in told and told.count('data-code="stale_version"') == 5
    assert entries_of(db) == before + 5 + 45
    assert {Walk(db, entry).state for entry in crowd[5:]} == {"expert_review"}
    assert district.post("/work/together", **{**form, "opinion": "另一个意见"}).status_code == 409
    assert browser("colleague").client.get(one.location).status_code == 404


def test_what_is_missing_is_said_before_anything_is_done(db: Engine, browser: Browser) -> None:
    crowd = applications(db, 2)
    district = browser("district")
    answer = district.post("/work/together", step=FORWARD, opinion="", case=[f"{e.number}@2" for e in crowd])
    assert answer.status_code == 422 and 'data-code="field_missing"' in answer.text
    assert (
        district.post("/work/together", step=f"{CERTIFICATION}/fly", case=[f"{crowd[0].number}@2"]).status_code == 422
    )
    assert district.client.get("/work/together").status_code == 422
    assert browser("neighbour").client.get(f"/work/together?case={crowd[0].number}").status_code == 404


def test_a_round_is_put_on_one_notice(db: Engine, browser: Browser) -> None:
    case = in_bureau_decision(db)
    shown = browser("bureau").text(f"/work/together?case={case.number}&step={CERTIFICATION}/shortlist")
    assert 'name="kind" value="publicity"' in shown and f'name="case" value="{case.number}"' in shown
    assert 'action="/work/notice"' in shown


def test_looking_at_forty_costs_as_many_statements_as_at_two(db: Engine) -> None:
    settle(db)
    open_call(db)
    crowd = applications(db, 42)
    sent: list[str] = []
    engine = watched(db, lambda when, sql: sent.append(sql) if when == "before" else None)
    sizes = {}
    for some in (crowd[:2], crowd[2:]):

        def look(present, some=some):
            reference = current(present.connection)
            found = together.chosen(present.connection, [e.number for e in some], DISTRICT, reference)
            sent.clear()
            return together.offered(present.connection, found, DISTRICT, reference, moment("2026-03-02"))

        told = transaction(engine, look)
        assert len(told) == len(some)
        assert {offer.allowed for offers in told.values() for offer in offers if offer.step.name == "forward"} == {True}
        sizes[len(some)] = len(sent)
    assert sizes[2] == sizes[40] > 0
    engine.dispose()
