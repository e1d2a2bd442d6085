"""The most urgent of all that waits for me stands first, whatever its number: by danger, then what is in my hand, then
whom the law puts first (WH-15.2), and page by page as in one piece."""

import re
from collections.abc import Iterator

from sqlalchemy import Engine, update

from models.case import cases
from models.database import Present, transaction
from models.reference import current
from tests.walk import moment
from tests.web.desk.conftest import Browser
from tests.web.desk.crowd import applications
from tests.workflows.staging import opened
from tests.workflows.wuhan.world import HQ, MOBILE, PERSON, settle
from web.desk.asking import Asking, Place
from web.desk.lists import keys
from web.desk.wanted import Cursor, Wanted, edges
from workflows.actors import Actor


def test_what_i_claimed_stands_before_fifty_others_of_its_danger(db: Engine, browser: Browser) -> None:
    many = applications(db, 55, on="2026-02-02")
    last = applications(db, 1, on="2026-02-02", first=80)[0].number
    district = browser("district")
    assert last not in district.numbers("/work")
    district.post("/work/chosen", claim=last)
    page = district.text("/work")
    numbers = district.numbers("/work")
    assert numbers[0] == last, "all are long overdue, and this one is in my hand"
    more = re.search(r'rel="next" href="([^"]+)"', page)
    assert more
    rest = district.numbers(more[1].replace("&amp;", "&"))
    assert sorted(numbers + rest) == sorted([last, *(entry.number for entry in many)])
    danger, after = district.numbers("/work?danger=severe"), district.numbers("/work?after=1-1")
    assert danger == numbers and len(after) == 50, "an address of old leads to a list"


def test_a_list_is_the_same_in_pages_of_one_row(db: Engine) -> None:
    settle(db)
    filings = [opened(db, "wuhan/2026/filing", MOBILE, "wh-hq", about=PERSON, party=PERSON, on="2026-06-01").id
               for _ in range(6)]  # fmt: skip
    opened(db, "wuhan/2026/reward", HQ, "wh-hq", about=PERSON, party=PERSON, on="2026-06-01")
    days = ("2026-06-01", "2026-06-20", "2026-09-01", "2026-09-02", "2026-09-03", "2026-09-04")
    held = {filings[1], filings[3]}
    classed = {filings[0], filings[3], filings[4]}

    def lay(present: Present) -> None:
        for id, day in zip(filings, days, strict=True):
            row = {"state": "hq_verification", "target_at": moment(day)}
            row |= {"assignee": HQ.account if id in held else None}
            row |= {"data": '{"priority":"mentor"}' if id in classed else "{}"}
            present.connection.execute(update(cases).where(cases.c.id == id).values(row))

    transaction(db, lay)
    whole = list(_listed(db, HQ, 100))
    assert whole == list(_listed(db, HQ, 1)) == list(_listed(db, HQ, 2))
    told = [filings.index(key.id) for key in whole if key.id in filings]
    assert told == [1, 0, 3, 4, 2, 5], "overdue: mine, then by date; in time: mine, the class, the rest"
    assert [key.place for key in whole] == [
        Place.MINE, Place.REST, Place.MINE_FIRST, Place.FIRST, Place.REST, Place.REST, Place.UNDATED,
    ]  # fmt: skip


def _listed(db: Engine, actor: Actor, page: int) -> Iterator[Cursor]:
    def look(present: Present, after: Cursor | None) -> list[Cursor]:
        reference = current(present.connection)
        ask = Asking(actor, reference, edges(reference.calendar, moment("2026-08-20")))
        return keys(present.connection, ask, Wanted(after=after), page)

    after: Cursor | None = None
    while found := transaction(db, lambda present, after=after: look(present, after), writes=False):
        yield from found
        after = found[-1]
