"""What a desk sees beside a case: in whose hand it is, to whom it can go, and after a decision the next case."""

from typing import Any

from flask import request

from models.database import Present
from web.desk import hands
from web.desk.asking import Asking
from web.desk.lists import keys, rows
from web.desk.wanted import Wanted, edges
from web.pages.case_page import Ground
from web.pages.case_words import names_of
from web.pages.listing import title_of
from workflows.rulebooks import lifecycles


def bar(present: Present, g: Ground) -> dict[str, Any]:
    """Nothing for whoever has no part in the desk; a copy that they were sent counts as read."""
    here = g.actor.at(g.case.office)
    found: dict[str, Any] = {
        "next_case": _next(present, g) if "then" in request.args else None,
        "desk_here": bool(here),
    }
    if not here:
        return found
    holder = g.case.assignee
    names = names_of(present.connection, {holder} if holder else set())
    there = hands.officers(present.connection, [g.case.office])
    return {**found, "holder": names.get(holder or ""), "mine": holder == g.actor.account, "colleagues": there}


def _next(present: Present, g: Ground) -> tuple[str, str] | None:
    """(number, title) of the nearest other case that waits for this visitor."""
    limits = edges(g.reference.calendar, present.at)
    waiting = keys(present.connection, Asking(g.actor, g.reference, limits), Wanted(), 2)
    ids = [one.id for one in waiting if one.id != g.case.id][:1]
    found = next(iter(rows(present.connection, ids).values()), None)
    return (found.number, title_of(found, lifecycles()[found.lifecycle])) if found else None
