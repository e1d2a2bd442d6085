"""What a certified station signs at once: the convention (part 4 (1) 4: GZ-4.1.4)."""

from sqlalchemy import Engine

from tests.walk import refused
from tests.workflows.guangzhou.stations import certified
from tests.workflows.staging import children, title_of
from tests.world import APPLICANT, RIVAL
from workflows.instants import local


def test_certification_opens_the_convention_and_the_years_report(gz: Engine) -> None:
    station = certified(gz)
    (convention,), (report,) = children(gz, station, "convention"), children(gz, station, "report")
    assert (convention.state, report.state) == ("due", "due")
    assert report.row.form == {"year": 2026, "due_on": "2026-12-31"}
    assert local(report.row.target_at or 0) == "2027-01-01T00:00:00+08:00"
    assert convention.row.subject_number == report.row.subject_number == station.number


def test_the_station_signs_and_the_register_says_when(gz: Engine) -> None:
    station = certified(gz)
    (convention,) = children(gz, station, "convention")
    signing = {"signed_on": "2026-10-20", "signatory": "示例法人"}
    assert refused(convention.attempted("sign", RIVAL, on="2026-10-20", **signing)) == ["not_permitted", "wrong_role"]
    assert refused(convention.attempted("sign", APPLICANT, on="2026-10-20", **signing)) == [
        "invalid",
        "material_missing",
    ]
    convention.hand_in("signed_convention")
    assert refused(convention.attempted("sign", APPLICANT, on="2026-10-19", **signing)) == ["refused", "date_ahead"]
    convention.take("sign", APPLICANT, on="2026-10-20", **signing)
    assert convention.state == "signed"
    assert '"convention_signed_on":"2026-10-20"' in title_of(gz, station).data
