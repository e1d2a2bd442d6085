"""Setting Wuhan's decisions aside (the text is silent: the office's own rule): what becomes of a station's desk."""

from sqlalchemy import Engine, select

from models.database import transaction
from models.office import offices
from tests.workflows.staging import opened, title_of
from tests.workflows.wuhan.test_appeal import handled
from tests.workflows.wuhan.world import HQ, HQ2, ORGANISATION


def test_a_certification_set_aside_closes_its_desk_and_what_waits_there_goes_to_the_district(wh: Engine) -> None:
    appeal, station, _ = handled(wh)
    assert appeal.row.office == station.number.lower()
    reversal = opened(
        wh, "wuhan/2026/reversal", HQ, "wh-hq", about=("case", station.number), party=ORGANISATION, on="2026-07-06"
    )
    reversal.hand_in("basis_paper").take("propose", HQ, on="2026-07-06", basis="own_error", reason="示例")
    reversal.take("order", HQ2, on="2026-07-07")
    assert (reversal.state, station.state) == ("reversed", "certified")
    assert title_of(wh, station).ended_how == "reversed"
    closes = select(offices.c.closes_on).where(offices.c.code == station.number.lower())
    assert transaction(wh, lambda p: p.connection.execute(closes).scalar_one()) == "2026-07-07"
    assert (appeal.state, appeal.row.office) == ("triage", "wh-jiangan")
