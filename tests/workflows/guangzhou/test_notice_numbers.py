"""Document numbers: per office and year, given at publication, without gap or double, on paper and on every page."""

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import Engine, select, update

from models import reference
from models.database import transaction
from models.notice import notices
from models.office import offices
from tests.walk import Walk
from tests.workflows.guangzhou.roads import in_bureau_decision, publish
from tests.world import BUREAU
from workflows.moves import Entry

NOTICE = "guangzhou/2025/notice"
CORRECTION = {"kind": "correction", "title": "示例更正", "text": "名称应为示例"}


def given(db: Engine) -> list[str]:
    n = notices.c
    asked = select(n.document_number).order_by(n.year, n.serial)
    return transaction(db, lambda p: list(p.connection.execute(asked).scalars()))


def corrected(db: Engine, old: Walk, on: str) -> Walk:
    draft = Walk.open(db, NOTICE, BUREAU, "gz-bureau", on=on)
    return draft.take("publish", BUREAU, on=on, cases=[old_case(db, old)], about=old.number, **CORRECTION)


def old_case(db: Engine, notice: Walk) -> str:
    return str(notice.row.form["cases"][0])


def test_an_office_counts_its_notices_anew_each_year(gz: Engine) -> None:
    transaction(gz, lambda p: (
        p.connection.execute(update(offices).where(offices.c.code == "gz-bureau").values(short="穗示例")),
        reference.changed(p.connection),
    ))  # fmt: skip
    first = publish(gz, in_bureau_decision(gz), at="2026-09-28")
    corrected(gz, first, "2026-09-29")
    corrected(gz, first, "2027-01-04")
    assert given(gz) == ["穗示例公告〔2026〕1号", "穗示例公告〔2026〕2号", "穗示例公告〔2027〕1号"]


def test_a_number_that_was_refused_is_given_to_the_next(gz: Engine) -> None:
    ready = in_bureau_decision(gz)
    first = publish(gz, ready, at="2026-09-28")
    again = Walk.open(gz, NOTICE, BUREAU, "gz-bureau", on="2026-09-29")
    refusal = again.attempted(
        "publish", BUREAU, on="2026-09-29", kind="announcement", title="示例", cases=[ready.number]
    )
    assert not isinstance(refusal, Entry)
    corrected(gz, first, "2026-09-30")
    assert [number.partition("〔")[2] for number in given(gz)] == ["2026〕1号", "2026〕2号"]


def test_who_publishes_at_once_gets_numbers_one_after_another(gz: Engine) -> None:
    first = publish(gz, in_bureau_decision(gz), at="2026-09-28")
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: corrected(gz, first, "2026-09-29"), range(6)))
    assert [number.partition("〔")[2] for number in given(gz)] == [f"2026〕{n}号" for n in range(1, 8)]
