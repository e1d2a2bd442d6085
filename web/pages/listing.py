"""A page of a list put together: its rows in words, grouped by danger."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from sqlalchemy import Connection

from models.reference import Reference
from web.desk.asking import Asking, Place
from web.desk.lists import COUNTED, PAGE, keys, rows
from web.desk.ranges import ORDERS
from web.desk.remarking import may_write
from web.desk.urging import Urging, urgings_of
from web.desk.wanted import DANGERS, Cursor, Edges, Wanted
from web.pages.case_words import names_of
from web.pages.lamps import Light, lights
from workflows.actors import Actor
from workflows.form import Label
from workflows.lifecycle import Lifecycle, State
from workflows.moves import Case
from workflows.rights import relations
from workflows.rulebooks import lifecycles
from workflows.turns import onward, parts_of, takers


class Row(NamedTuple):
    """A case as the list shows it."""

    case: Case
    lifecycle: Lifecycle
    state: State
    title: str
    light: Light | None
    office: Label
    todo: tuple[Label, ...]  # what the visitor may do with it, in words
    key: int  # by what it is listed
    danger: str  # of DANGERS; nothing where nobody is waited for
    holder: str | None = None  # who has it in hand, in words; the visitor's own is "me"
    urged: tuple[Urging, ...] = ()  # what was sent to whoever must act, and still stands
    priority: Label | None = None  # the class that the law puts first, such as of filings (WH-15.2)


class Page(NamedTuple):
    """One page of a list: its rows, how many of each danger there are, and where the next page begins."""

    rows: list[Row]
    dangers: dict[str, str]  # how many of each there are, as far as COUNTED tells; "" are drafts, due at no time
    more: Cursor | None


def page_of(connection: Connection, asked: Wanted, actor: Actor, reference: Reference, at: int, limits: Edges) -> Page:
    """The rows of a page: one range read of keys, then the cases themselves."""
    first = keys(connection, Asking(actor, reference, limits), asked, max(COUNTED, PAGE + 1))
    shown = first[:PAGE]
    found = rows(connection, [one.id for one in shown])
    seen = [(one.when, found[one.id]) for one in shown if one.id in found and _visible(found[one.id], actor, reference)]
    names = names_of(connection, {case.assignee for _, case in seen if case.assignee} - {actor.account})
    sent = _urged(connection, [case for _, case in seen], actor, reference)
    made = [
        row_of(case, reference, at, actor, limits, key=key, names=names)._replace(urged=sent.get(case.id, ()))
        for key, case in seen
    ]
    dangers = _dangers(first, limits) if ORDERS[asked.view].key == "c.soonest" else {}
    return Page(made, dangers, shown[-1] if len(first) > PAGE else None)


def _dangers(first: Sequence[Cursor], limits: Edges) -> dict[str, str]:
    """How many there are of each: of the last that could be counted "more than so many", of those after it nothing."""
    numbers = dict.fromkeys((*DANGERS, ""), 0)
    for one in first:
        numbers["" if one.place == Place.UNDATED else limits.danger(one.when)] += 1
    if len(first) < COUNTED:
        return {danger: str(n) for danger, n in numbers.items()}
    last = [danger for danger, n in numbers.items() if n][-1]
    counted = list(numbers)[: list(numbers).index(last)]
    return {**{danger: str(numbers[danger]) for danger in counted}, last: f"{numbers[last]}+"}


def _urged(
    connection: Connection, shown: Sequence[Case], actor: Actor, reference: Reference
) -> Mapping[int, tuple[Urging, ...]]:
    """What stands of each case at the offices of the reader: whoever applied is told in a message alone."""
    theirs = [case.id for case in shown if may_write(case, actor, reference)]
    found = urgings_of(connection, theirs) if theirs else {}
    return {case: tuple(one for one in some if one.in_force) for case, some in found.items()}


def _visible(case: Case, actor: Actor, reference: Reference) -> bool:
    return bool(relations(actor, case, lifecycles()[case.lifecycle].states[case.state], reference))


def grouped(found: Sequence[Row], view: str) -> list[tuple[str, list[Row]]]:
    """By danger, as the list is ordered; one that goes by another date is one group."""
    if ORDERS[view].key != "c.soonest":
        return [("", list(found))]
    return [(danger, list(held)) for danger, held in groupby(found, key=lambda row: row.danger)]


def row_of(
    case: Case, reference: Reference, at: int, actor: Actor, limits: Edges, *, key: int = 0,
    names: Mapping[str, str] | None = None,
) -> Row:  # fmt: skip
    lifecycle = lifecycles()[case.lifecycle]
    state, office = lifecycle.states[case.state], reference.offices[case.office]
    light = next(iter(lights(reference, case, at)), None)
    danger = limits.danger(case.soonest) if case.soonest is not None and light else ""
    holder = "me" if case.assignee == actor.account else (names or {}).get(case.assignee or "")
    return Row(
        case, lifecycle, state, title_of(case, lifecycle), light, Label(office.zh, office.en),
        _todo(case, lifecycle, state, actor), key, danger, holder,
        priority=priority_of(case, lifecycle),
    )  # fmt: skip


def priority_of(case: Case, lifecycle: Lifecycle) -> Label | None:
    """The priority class that the form claims, where the lifecycle asks for one."""
    asked, named = lifecycle.form.get("priority"), case.form.get("priority")
    return dict(asked.choices).get(str(named)) if asked and named else None


def title_of(case: Case, lifecycle: Lifecycle) -> str:
    """What a case is called in lists: its own title, else whom it is about."""
    named = case.form.get(lifecycle.title) if lifecycle.title else None
    return str(named or case.subject_name or "")


def _todo(case: Case, lifecycle: Lifecycle, state: State, actor: Actor) -> tuple[Label, ...]:
    """The steps forward that are the visitor's; what stands in their way the case's own page says."""
    mine = parts_of(case, actor)
    onwards = () if state.final else onward(lifecycle, state)
    return tuple(step.label for step in onwards if mine & takers(step, party=bool(case.party)))
