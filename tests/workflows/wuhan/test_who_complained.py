"""Whom a complaint is about answers it, and learns neither who complained nor how to reach them (art. 18 (2) 2)."""

import json
from typing import Any

import pytest
from sqlalchemy import Engine

from models.database import Present, transaction
from models.reference import current
from tests.walk import Walk
from tests.workflows.wuhan.roads import certified, complained
from tests.workflows.wuhan.world import APPLICANT, BUREAU, FIRM, HQ, WUCHANG, person
from web.history_view import history_view
from web.sight import sight
from workflows.actors import Actor, Role
from workflows.rights import relations
from workflows.rulebooks import lifecycles

NAME, CONTACT = "示例", "000"
AUDITOR = person("u-auditor", (Role.AUDITOR, "wh-bureau"))


@pytest.fixture
def complaint(wh: Engine) -> Walk:
    return complained(wh, certified(wh)).take("answer", APPLICANT, on="2026-07-06", statement="说明")


def told(complaint: Walk, who: Actor) -> str:
    """Form, history and actors of the complaint, as this actor is shown them."""
    case = complaint.row

    def look(present: Present) -> dict[str, Any]:
        state, reference = lifecycles()[case.lifecycle].states[case.state], current(present.connection)
        seen = sight(present.connection, case, who, relations(who, case, state, reference))
        return {"form": seen.values(case.form), "history": history_view(present.connection, case, seen)}

    return json.dumps(transaction(complaint.db, look, writes=False), ensure_ascii=False)


@pytest.mark.parametrize(("who", "sees"), [(APPLICANT, False), (HQ, True), (FIRM, True), (AUDITOR, False)],
                         ids=lambda value: getattr(value, "account", None))  # fmt: skip
def test_who_is_told_who_complained(complaint: Walk, who: Actor, sees: bool) -> None:
    shown = told(complaint, who)
    assert "示例事实" in shown and "说明" in shown, "what it is about is told to all of them"
    assert ((f'"contact_name": "{NAME}"' in shown), (f'"contact": "{CONTACT}"' in shown)) == (sees, sees)
    assert (FIRM.account in shown) is sees, "nor by the account behind an entry"


def test_other_offices_learn_nothing_of_it(complaint: Walk) -> None:
    assert FIRM.account not in told(complaint, WUCHANG) + told(complaint, BUREAU)
