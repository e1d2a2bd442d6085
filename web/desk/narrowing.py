"""What else holds of the cases on a list: its filters, and the words that are looked for; every value is bound."""

from collections.abc import Iterator

from models.search import WORDS, fold
from web.desk.asking import Asking, Range
from web.desk.placing import beyond
from web.desk.ranges import Order
from web.desk.wanted import Wanted
from workflows.dates import end_of, start_of

SENT = "SELECT s.case_id, s.state, s.entered_at FROM urgings s WHERE s.kind = 'supervise'"
SUPERVISED = f"(c.id, c.state, c.entered_at) IN ({SENT})"  # where it still stands


def filters(ask: Asking, w: Wanted, order: Order) -> Iterator[str]:
    """One condition each; the same in every range of the list."""
    for column in ("lifecycle", "state"):
        if value := getattr(w, column):
            yield f"c.{column} = {ask.bind(value)}"
    yield from _by_office(ask, w)
    if w.assignee:
        yield "c.assignee IS NULL" if w.assignee == "nobody" else f"c.assignee = {ask.bind(w.assignee)}"
    yield from ["c.provisional = 1"] if w.provisional else []
    yield from [SUPERVISED] if w.supervised else []
    yield from _by_date(ask, w, order)


def _by_office(ask: Asking, w: Wanted) -> Iterator[str]:
    if w.office:
        office = ask.bind(w.office)
        yield f"(c.office = {office} OR c.home = {office})"
    if w.home or w.filed:
        yield f"c.home IN ({', '.join(map(ask.bind, sorted(ask.filed(w)) or ['']))})"
    if w.counted:
        yield f"c.state <> 'draft' AND c.home IN ({', '.join(map(ask.bind, ask.readable or ['']))})"


def _by_date(ask: Asking, w: Wanted, order: Order) -> Iterator[str]:
    before = "<=" if order.key == "c.soonest" else "<"  # a date ends at 24:00, what happens then is the next day's
    after, up_to = ask.limits.of(w.danger) if w.danger else (None, None)
    spans = (("c.soonest", ">", after), ("c.soonest", "<=", up_to),
             (order.key, ">=", start_of(w.since) if w.since else None),
             (order.key, before, end_of(w.until) if w.until else None))  # fmt: skip
    yield from (f"{key} {sign} {ask.bind(edge)}" for key, sign, edge in spans if edge is not None)
    if w.danger or (order.key == "c.soonest" and (w.since or w.until)):
        yield "c.state <> 'draft'"  # which is due at no time (workflows/case_deadlines.py)


def onwards(ask: Asking, w: Wanted, order: Order, found: Range) -> str:
    """What of this range comes after the page before."""
    if w.after is None:
        return ""
    if order.key == "c.soonest":
        return f" AND {beyond(ask, w.after, found.place)}"
    when, last, past = ask.bind(w.after.when), ask.bind(w.after.id), "<" if order.down else ">"
    return f" AND {order.key} {past}= {when} AND ({order.key} {past} {when} OR c.id {past} {last})"


def worded_as(ask: Asking, q: str) -> Iterator[str]:
    """That every word is found somewhere in what a case is called."""
    for word in q.split()[:WORDS]:
        sign = fold(word).replace("!", "!!").replace("%", "!%").replace("_", "!_")
        yield f"told LIKE {ask.bind(f'%{sign}%')} ESCAPE '!'"


def numbered(ask: Asking, q: str) -> str:
    """The ids of the cases with this number, or about whom it is: found by index among however many."""
    number = ask.bind(q.strip().upper())
    of_subject = f"SELECT id FROM cases WHERE subject_number = {number}"
    return f"SELECT id FROM cases WHERE number = {number} UNION {of_subject}"
