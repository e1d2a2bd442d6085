"""Notice, parts 3 (1), (2) and (4): contacts and visits, the ledger and its half-year sum, problems reported upward."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine

from models import reference
from models.database import Present, transaction
from tests.workflows.jiangsu.halves import H1, confirmed, done, figures
from tests.workflows.jiangsu.roads import assigned, commissioner, enrolled, handled
from workflows.books.jiangsu.v2022.sums import contacts_owed, recurring_problems
from workflows.errors import NotPermitted, Refused


def test_a_half_year_is_confirmed_by_the_commissioner_once_and_when_it_is_over(js: Engine) -> None:
    who, other = enrolled(js), enrolled(js, 2)
    with pytest.raises(NotPermitted):
        confirmed(js, who, by=commissioner(other, 2))
    with pytest.raises(Refused, match="over yet"):
        confirmed(js, who, on="2026-06-30 23:59:59")
    confirmed(js, who, on="2026-07-01 00:00:00")
    with pytest.raises(Refused, match="before"):
        confirmed(js, who)


def test_the_half_year_is_the_ledger_s_sum(js: Engine) -> None:
    who = enrolled(js)
    assigned(js, who)
    done(js, who, "contact", "2026-01-01")
    done(js, who, "visit", "2026-06-30", problems="缺用工")
    done(js, who, "service", "2026-07-01")  # the next half-year's
    summed = confirmed(js, who)
    assert summed == {
        "contacts": 1, "visits": 1, "services": 0, "talks": 0, "activities": 0, "enterprises_served": 1, "problems": 1,
    }  # fmt: skip
    assert figures(js) == {
        **summed, "commissioners": 1, "enterprises": 2, "covered": 1, "appeals": 0, "appeals_answered": 0,
    }  # fmt: skip


def test_appeals_are_counted_and_their_kinds_shown_upward(js: Engine) -> None:
    case, helper = handled(js, on="2026-03-02")
    assert (figures(js)["appeals"], figures(js)["appeals_answered"]) == (1, 0)
    case.take("solve", helper, on="2026-03-03", result="已对接")
    assert (figures(js)["appeals"], figures(js)["appeals_answered"]) == (1, 1)

    def kinds(present: Present) -> Any:
        return recurring_problems(present.connection, reference.current(present.connection), "js-province", H1)

    assert transaction(js, kinds) == {"resources": {"total": 1, "open": 1}}


def test_contact_once_a_month_and_three_visits_a_year_are_owed_to_each_enterprise(js: Engine) -> None:
    who = enrolled(js)
    assigned(js, who)
    done(js, who, "visit", "2026-02-10")
    done(js, who, "contact", "2026-03-05")

    def owed(day: date) -> list[tuple[int, int]]:
        found = transaction(js, lambda present: contacts_owed(present.connection, who.number, day))
        return [(one.contacts_owed, one.visits_owed) for one in found]

    assert owed(date(2026, 3, 4)) == [(1, 2)]
    assert owed(date(2026, 3, 5)) == [(0, 2)]
    assert owed(date(2026, 4, 1)) == [(1, 2)]
