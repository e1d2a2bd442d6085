"""Wuhan 2026: a station's own desk in the tree of offices, and what waits there (measures, art. 4, 9)."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, insert, select, update

from models import reference
from models.case import cases, parties
from models.office import offices
from models.people import commissioners
from models.reference import Reference
from models.register import titles
from workflows.actors import SYSTEM
from workflows.errors import Reason
from workflows.instants import day_of
from workflows.moves import Attempt, Case, Move, Opening, reads
from workflows.serving import firm, given

# How an appeal that waits at a station comes before its district: step by step, each with its reason.
UPWARD = {"handling": ("give_back", "escalate"), "triage": ("escalate",)}


def post_of(number: str) -> str:
    """The code of a station's desk: the number of its title, as codes are written."""
    return number.lower()


@reads(firm)
def to_the_station_of_its_area(move: Move) -> str:
    """The station of the enterprise's area; where there is none or it has closed, its district."""
    found = move.fact(firm)
    known, office = move.reference.offices, found.area if found else move.case.home
    while (o := known.get(office)) and o.closes_on and o.closes_on < day_of(move.at).isoformat() and o.parent:
        office = o.parent
    return office


def station_served(connection: Connection, moves: Sequence[Move]) -> Mapping[int, tuple[str, str]]:
    """(number, district) of the station to which the commissioner named belongs or is dispatched; both in force."""
    wanted = {move.case.id: str(given(move, "commissioner") or "") for move in moves}
    p, t = commissioners.c, titles.c
    asked = select(p.number, t.number, t.office).join(titles, t.number == p.station)
    asked = asked.where(
        p.number.in_(set(wanted.values())), p.book == "wuhan", p.ended_at.is_(None), t.ended_at.is_(None)
    )
    found = {row[0]: (row[1], row[2]) for row in connection.execute(asked)}
    return {case: found[number] for case, number in wanted.items() if number in found}


@reads(station_served)
def serves_this_station(move: Move) -> Reason | None:
    """A commissioner of the station or dispatched to it; at a higher desk, of any station below it."""
    if not given(move, "commissioner"):
        return None  # the form asks for one
    station, district = move.fact(station_served) or ("", "")
    if station and _is_here(move.reference, station, district, move.case.office):
        return None
    return Reason(
        "other_station",
        "请选择本站或调配至本站的服务专员",
        "Choose a commissioner of this station, or one dispatched to it.",
        "commissioner",
    )


def _is_here(known: Reference, station: str, district: str, desk: str) -> bool:
    post = post_of(station)
    if post in known.offices:
        return known.is_below(post, desk)
    # A station without a desk of its own is served from its district's.
    return known.is_below(district, desk) or known.is_below(desk, district)


def opens_post(connection: Connection, moves: Sequence[Move]) -> list[Attempt | Opening]:
    """The certified station stands in the tree of offices, below its district."""
    for move in moves:
        name = str(move.case.form["station_name"])
        row = {"code": post_of(move.case.number), "book": "wuhan", "level": "station", "parent": move.case.home}
        day = day_of(move.effective_at).isoformat()
        connection.execute(insert(offices).values(**row, zh=name, en=name, opens_on=day))
    reference.changed(connection)
    return []


def set_post(connection: Connection, station: str, *, closes_on: str | None) -> None:
    """The station's desk is open, or closed from this day on."""
    connection.execute(update(offices).where(offices.c.code == post_of(station)).values(closes_on=closes_on))
    reference.changed(connection)


def waiting(connection: Connection, moves: Sequence[Move]) -> Mapping[int, list[Case]]:
    """The appeals that wait at the desk of each case's station."""
    c, posts = cases.c, {m.case.id: post_of(m.case.subject_number or "") for m in moves}
    asked = select(cases).where(
        c.office.in_(set(posts.values())), c.lifecycle == "wuhan/2026/appeal", c.state.in_(UPWARD)
    )
    found = [Case(*row) for row in connection.execute(asked.order_by(c.id))]
    return {case: [a for a in found if a.office == post] for case, post in posts.items()}


@reads(waiting)
def closes_post(connection: Connection, moves: Sequence[Move]) -> list[Attempt | Opening]:
    """With the title the desk closes; what waits there goes to triage of its district."""
    asked: list[Attempt | Opening] = []
    for move in moves:
        if move.case.subject_kind != "station":
            continue
        set_post(connection, move.case.subject_number or "", closes_on=day_of(move.effective_at).isoformat())
        asked += goes_up(move)
    return asked


def goes_up(move: Move) -> list[Attempt | Opening]:
    """What waits at the desk of the station that this move closes: to triage of its district."""
    reason = {"reason": f"服务站已注销（{move.case.number}）· the station has closed"}
    return [
        Attempt(appeal.id, step, SYSTEM, data=reason, cause=move.cause)
        for appeal in move.fact(waiting) or ()
        for step in UPWARD[appeal.state]
    ]


def in_hand(connection: Connection, moves: Sequence[Move]) -> Mapping[int, list[int]]:
    """The appeals in the hands of the commissioner whom each case takes out: its subject, or the filing set aside."""
    p, numbers = parties.c, {move.case.subject_number or "" for move in moves}
    asked = select(p.number, cases.c.id).join(cases, cases.c.id == p.case_id)
    asked = asked.where(p.kind == "commissioner", p.number.in_(numbers))
    asked = asked.where(cases.c.lifecycle == "wuhan/2026/appeal", cases.c.state == "handling")
    found = connection.execute(asked.order_by(cases.c.id)).all()
    return {m.case.id: [case for number, case in found if number == m.case.subject_number] for m in moves}


@reads(in_hand)
def hands_back(connection: Connection, moves: Sequence[Move]) -> list[Attempt | Opening]:
    """What a commissioner who leaves had in hand goes back to triage, where the desk gives it to another."""
    return [
        Attempt(appeal, "give_back", SYSTEM, data=_left(move), cause=move.cause)
        for move in moves
        for appeal in move.fact(in_hand) or ()
    ]


def _left(move: Move) -> dict[str, str]:
    return {"reason": f"服务专员已退出（{move.case.number}）· the commissioner has left"}
