"""Hubei 1: applying again in the calendar year of expiry, and the old title's end when the new one begins (art. 15)."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from models.case import cases
from models.register import register_values, titles
from models.user import contacts
from workflows.actors import SYSTEM
from workflows.declared import gives, named_as
from workflows.errors import Reason
from workflows.instants import day_of
from workflows.lifecycle import Lifecycle
from workflows.moves import Attempt, Effect, Move, Opening, reads
from workflows.registers import Change, History, Place, ended, set_all, source_of, until_it_wrote
from workflows.telling import account, tell


def held(connection: Connection, moves: Sequence[Move]) -> Mapping[int, list[tuple[str, str, str]]]:
    """(number, plaque, valid until) of the titles that each applying organisation has not lost."""
    t = titles.c
    asked = select(t.subject_number, t.number, t.plaque, t.valid_until).where(
        t.book == "hubei", t.ended_at.is_(None), t.subject_number.in_({move.case.subject_number for move in moves})
    )
    found = defaultdict(list)
    for subject, *title in connection.execute(asked.order_by(t.id)):
        found[subject].append(tuple(title))
    return {move.case.id: found[move.case.subject_number or ""] for move in moves}


@reads(held)
def none_beyond_this_year(move: Move) -> Reason | None:
    """No application beside a title in force, but in the calendar year in which that title ends."""
    this_year = day_of(move.effective_at).year
    for _, plaque, until in move.fact(held) or ():
        if date.fromisoformat(until).year > this_year:
            return Reason(
                "title_in_force",
                f"称号（牌匾编号 {plaque}）有效至 {until}，期满当年方可再次申报",
                f"The title (plaque {plaque}) is valid until {until}: apply again in that calendar year.",
            )
    return None


none_beyond_this_year.constraint = "titles_in_force"  # type: ignore[attr-defined]  # where the truth is


def reminds_of_expiry(connection: Connection, moves: Sequence[Move]) -> list[Attempt | Opening]:
    """When a year's call opens: whoever speaks for an institution whose title ends in that year may apply again."""
    t, c = titles.c, contacts.c
    for move in moves:
        year = int(move.case.form["year"])
        asked = (
            select(t.number, t.plaque, t.valid_until, c.user_id)
            .join(contacts, (c.kind == "organisation") & (c.number == t.subject_number))
            .where(t.book == "hubei", t.ended_at.is_(None), t.valid_until.between(f"{year}-01-01", f"{year}-12-31"))
        )
        for number, plaque, until, who in connection.execute(asked.order_by(t.id, c.user_id)).all():
            tell(connection, "expires_this_year", to=[account(who)], at=move.at, once=f"expires:{number}:{year}",
                 plaque=plaque, until=until)  # fmt: skip
    return []


def _ended(move: Move, until: str) -> dict[str, Any]:
    over = date.fromisoformat(until) < day_of(move.effective_at)
    return ended(move, "expired" if over else "replaced")


def _titles(connection: Connection, moves: Sequence[Move]) -> Mapping[int, History]:
    """Of every title of each organisation, until when it was valid and whether it stood, at any time."""
    v, t, named = register_values.c, titles.c, {move.case.subject_number for move in moves}
    own = select(register_values, t.subject_number).join(titles, (t.number == v.number) & (t.book == "hubei"))
    asked = own.where(
        t.subject_number.in_(named), v.register == "institution", v.field.in_(("valid_until", "ended_at"))
    )
    found: dict[Any, dict[Place, list[Any]]] = defaultdict(dict)
    for row in connection.execute(asked.order_by(v.id)):
        found[row.subject_number].setdefault((row.register, row.number, row.field), []).append(row)
    return {move.case.id: found[move.case.subject_number] for move in moves}


@reads(_titles)
def _replaced(move: Move) -> Mapping[Place, Any]:
    """The end of each that stood."""
    last = {
        place: json.loads(told[-1].value)
        for place, told in until_it_wrote(move.fact(_titles), source_of(move)).items()
        if told
    }
    standing = {
        n: until for (r, n, f), until in last.items() if f == "valid_until" and last.get((r, n, "ended_at")) is None
    }
    return {("institution", n, f): v for n, until in standing.items() for f, v in _ended(move, until).items()}


def replaces_title(*, ends: tuple[Lifecycle, ...]) -> Effect:
    """The old title ends, at the latest on the day from which the new one counts; its open cases end with it."""

    @gives(_replaced)
    @reads(held)
    def replaces(connection: Connection, moves: Sequence[Move]) -> list[Attempt | Opening]:
        old = {number: (move, until) for move in moves for number, _, until in move.fact(held) or ()}
        changes = [(number, move, _ended(move, until)) for number, (move, until) in old.items()]
        set_all(connection, [Change("institution", n, values, source_of(m)) for n, m, values in changes])
        return _stopped(connection, {number: move for number, (move, _) in old.items()}, ends)

    return named_as(replaces, "replaces_title")


def _stopped(connection: Connection, by: Mapping[str, Move], ends: tuple[Lifecycle, ...]) -> list[Attempt | Opening]:
    """What was open about the old titles ends with them."""
    stoppable = {(lc.key, s.source.name) for lc in ends for s in lc.steps if s.name == "discontinue"}
    c = cases.c
    asked = select(c.id, c.lifecycle, c.state, c.subject_number).where(
        c.subject_kind == "institution", c.subject_number.in_(by)
    )
    running = [row for row in connection.execute(asked.order_by(c.id)) if (row.lifecycle, row.state) in stoppable]
    moves = [(row.id, by[row.subject_number]) for row in running]
    return [Attempt(id, "discontinue", SYSTEM, data={"ended_by": m.case.number}, cause=m.cause) for id, m in moves]
