"""The order of a list by danger: in each danger what is in one's own hand, then whom the law puts first, then the
rest, each by date. Ranges are parted until each has one place, so that each is still read in the order of its index,
and a page begins in each where the last one ended."""

from collections.abc import Collection, Iterator
from functools import cache

from web.desk.asking import Asking, Place, Range
from web.desk.wanted import Cursor
from workflows.rulebooks import lifecycles

CLASSED = '%"priority":"%'  # in the form's canonical JSON: the class is claimed


@cache
def puts_some_first(lifecycle: str) -> bool:
    """Whether its form asks for a priority class (WH-15.2)."""
    return "priority" in lifecycles()[lifecycle].form


def parted(
    ask: Asking, source: str, where: str, places: Collection[tuple[str, str]], *, mine: bool = False
) -> Iterator[Range]:
    """The range as those that have one place each; `places` are the (lifecycle, state) that its cases may be in.

    No index knows a priority class: of the few lifecycles that have one, what waits is read through for it.
    """
    dated = {place for place in places if place[1] != "draft"}
    if len(dated) < len(set(places)):
        yield Range(source, f"{where} AND c.state = 'draft'", Place.UNDATED)
    if not dated:
        return
    where += " AND c.state <> 'draft'" if len(dated) < len(set(places)) else ""
    if any(puts_some_first(lifecycle) for lifecycle, _ in dated):
        first = f"(c.soonest > {ask.bind(ask.limits.now)} AND c.data LIKE {ask.bind(CLASSED)})"
        yield Range(source, f"{where} AND {first}", Place.MINE_FIRST if mine else Place.FIRST)
        where += f" AND NOT {first}"
    yield Range(source, where, Place.MINE if mine else Place.REST)


def order(ask: Asking) -> str:
    """By what the ranges of such a list are joined; k, id and p are date, id and place."""
    edges = zip(range(3), (ask.limits.severe, ask.limits.now, ask.limits.soon), strict=True)
    dangers = " ".join(f"WHEN k <= {ask.bind(edge)} THEN {n}" for n, edge in edges)
    return f"CASE WHEN p = {Place.UNDATED:d} THEN 4 {dangers} ELSE 3 END, p, k, id"


def beyond(ask: Asking, after: Cursor, place: Place) -> str:
    """What of a range with this place comes after the last row of a page."""
    if place == after.place:
        when, last = ask.bind(after.when), ask.bind(after.id)
        return f"c.soonest >= {when} AND (c.soonest > {when} OR c.id > {last})"
    if Place.UNDATED in (place, after.place):
        return "TRUE" if place == Place.UNDATED else "FALSE"
    since, until = ask.limits.of(ask.limits.danger(after.when))
    if place > after.place:  # of the danger in which the page ended all is still to come
        return "TRUE" if since is None else f"c.soonest > {ask.bind(since)}"
    return "FALSE" if until is None else f"c.soonest > {ask.bind(until)}"
