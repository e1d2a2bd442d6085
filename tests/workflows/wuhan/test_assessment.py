"""Measures, art. 18, 22, 23: stations, districts, commissioners are assessed (WH-5, WH-18.2, WH-22, WH-23)."""

from sqlalchemy import Engine

from tests.walk import Walk, refused
from tests.workflows.staging import about as cases_about
from tests.workflows.staging import children, do_duty
from tests.workflows.wuhan.roads import assessed, certified, graded, left, mobile, set_aside, set_run
from tests.workflows.wuhan.world import APPLICANT, HQ, HQ2, JIANGAN


def opened(db: Engine, station: Walk) -> Walk:
    """This year's, still awaiting the report."""
    set_run(db)
    do_duty(db, "wuhan/2026", "assessments", on="2026-12-01")
    return cases_about(db, station.number, "assessment")[0]


def test_the_run_opens_one_for_each_station_district_and_commissioner(wh: Engine) -> None:
    station, person = certified(wh), mobile(wh)
    set_run(wh)
    for day in ("2026-12-01", "2026-12-02"):
        do_duty(wh, "wuhan/2026", "assessments", on=day)
    for number in (station.number, person.number, "wh-jiangan", "wh-wuchang"):
        assert len(cases_about(wh, number, "assessment")) == 1
    (of_person,) = cases_about(wh, person.number, "assessment")
    assert of_person.row.party == {("commissioner", person.number)}


def test_who_is_assessed_reports(wh: Engine) -> None:
    station = certified(wh)
    set_run(wh)
    do_duty(wh, "wuhan/2026", "assessments", on="2026-12-01")
    (own,) = cases_about(wh, station.number, "assessment")
    assert refused(own.attempted("report", JIANGAN, on="2026-12-02", summary="x")) == ["refused", "wrong_role"]
    assert own.take("report", APPLICANT, on="2026-12-02", summary="示例总结").state == "scoring"
    (district,) = cases_about(wh, "wh-jiangan", "assessment")
    assert district.take("report", JIANGAN, on="2026-12-02", summary="示例总结").state == "scoring"


def test_a_stations_paper_is_taken_in_at_the_district(wh: Engine) -> None:
    case = opened(wh, certified(wh))
    case.take("report", JIANGAN, on="2026-12-03", counter=("示例单位", "2026-12-02"), summary="示例总结")
    assert case.state == "scoring"


def test_who_does_not_report_is_assessed_and_marked(wh: Engine) -> None:
    case = assessed(wh, certified(wh).number)
    assert (case.state, case.row.form["no_report"]) == ("scoring", True)


def test_headquarters_grades_with_score_and_opinion(wh: Engine) -> None:
    case = assessed(wh, certified(wh).number)
    given = {"score": 90, "grade": "excellent", "opinion": "示例意见"}
    assert refused(case.attempted("grade", JIANGAN, on="2026-12-20", **given)) == ["not_permitted", "wrong_role"]
    for lacking in given:
        some = {name: value for name, value in given.items() if name != lacking}
        assert refused(case.attempted("grade", HQ, on="2026-12-20", **some)) == ["invalid", "field_missing"]
    assert refused(case.attempted("grade", HQ, on="2026-12-20", **{**given, "score": 101})) == [
        "invalid",
        "field_wrong",
    ]
    assert case.take("grade", HQ, on="2026-12-20", **given).state == "graded"


def test_who_leaves_is_assessed_no_further(wh: Engine) -> None:
    station = certified(wh)
    case = opened(wh, station)
    left(wh, station, on="2026-12-02")
    assert case.state == "discontinued"


def test_a_second_fail_in_consecutive_years_opens_a_revocation_draft(wh: Engine) -> None:
    station = certified(wh)
    first = graded(wh, station.number, "fail", year=2026)
    assert children(wh, first, "revocation") == []
    second = graded(wh, station.number, "fail", year=2027)
    (draft,) = children(wh, second, "revocation")
    assert (draft.state, draft.row.form["ground"], draft.row.office) == ("draft", "failed_twice", "wh-hq")


def test_the_earlier_year_may_be_graded_last(wh: Engine) -> None:
    station = certified(wh)
    waiting = assessed(wh, station.number, year=2026)
    assert children(wh, graded(wh, station.number, "fail", year=2027), "revocation") == []
    late = waiting.take("grade", HQ, on="2027-12-21", score=40, grade="fail", opinion="示例意见")
    (draft,) = children(wh, late, "revocation")
    assert draft.row.form["ground"] == "failed_twice"


def test_a_year_between_breaks_the_row(wh: Engine) -> None:
    station = certified(wh)
    graded(wh, station.number, "fail", year=2026)
    graded(wh, station.number, "pass", year=2027)
    assert children(wh, graded(wh, station.number, "fail", year=2028), "revocation") == []


def test_a_fail_that_was_set_aside_does_not_count(wh: Engine) -> None:
    station = certified(wh)
    first = graded(wh, station.number, "fail", year=2026)
    set_aside(wh, first, on="2027-01-05").take("order", HQ2, on="2027-01-06")
    assert children(wh, graded(wh, station.number, "fail", year=2027), "revocation") == []


def test_a_district_is_never_revoked(wh: Engine) -> None:
    graded(wh, "wh-jiangan", "fail", year=2026)
    assert children(wh, graded(wh, "wh-jiangan", "fail", year=2027), "revocation") == []
