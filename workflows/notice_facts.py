"""What notices are asked: the cases that they list, and which of their publicities a case stands under."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, func, select

from models.case import cases, entries, links
from models.notice import notices
from workflows.facts import ids
from workflows.moves import Case, Move


def named(connection: Connection, moves: Sequence[Move]) -> Mapping[int, dict[str, Case]]:
    """The cases whose numbers a notice's form names, by number; a number that is no case is not among them."""
    wanted = {m.case.id: [str(n) for n in (*m.data.get("cases", ()), m.data.get("about")) if n] for m in moves}
    every = {n for numbers in wanted.values() for n in numbers}
    found = {row.number: Case(*row) for row in connection.execute(select(cases).where(cases.c.number.in_(every)))}
    return {case: {n: found[n] for n in numbers if n in found} for case, numbers in wanted.items()}


def linked(connection: Connection, moves: Sequence[Move]) -> Mapping[int, list[Case]]:
    """The cases that each notice lists, or each objection names."""
    found = defaultdict(list)
    asked = select(links.c.from_id, cases).join(cases, cases.c.id == links.c.to_id)
    listed = links.c.from_id.in_(ids(moves)) & (links.c.kind != "about")
    for notice, *row in connection.execute(asked.where(listed).order_by(cases.c.id)):
        found[notice].append(Case(*row))
    return found


def published(connection: Connection, moves: Sequence[Move]) -> Mapping[int, int]:
    """When the last entry was recorded in any of the cases that a notice's form names."""
    numbers = {move.case.id: {str(n) for n in move.data.get("cases", ())} for move in moves}
    every = {n for some in numbers.values() for n in some}
    asked = select(cases.c.number, entries.c.recorded_at).join(
        entries, (entries.c.case_id == cases.c.id) & (entries.c.seq == cases.c.version)
    )
    last = dict(connection.execute(asked.where(cases.c.number.in_(every))).all())
    return {case: max((last[n] for n in some if n in last), default=0) for case, some in numbers.items()}


def publicised(connection: Connection, moves: Sequence[Move]) -> Mapping[int, Case]:
    """The latest publicity notice that lists each case."""
    asked = (
        select(links.c.to_id, cases)
        .join(cases, cases.c.id == links.c.from_id)
        .where(links.c.to_id.in_(ids(moves)), links.c.kind == "notice", cases.c.state == "published")
    )
    rows = [(to, Case(*row)) for to, *row in connection.execute(asked.order_by(cases.c.id))]
    return {to: notice for to, notice in rows if notice.form.get("kind") == "publicity"}


def publicised_by(connection: Connection, moves: Sequence[Move]) -> Mapping[int, list[int]]:
    """The cases whose latest publicity each notice is: a later one, or a notice of another kind, took them over."""
    own, latest = links.alias(), links.alias()
    standing = (notices.c.kind == "publicity") & notices.c.withdrawn_at.is_(None)
    asked = (
        select(own.c.to_id, own.c.from_id, func.max(latest.c.from_id))
        .join(latest, (latest.c.to_id == own.c.to_id) & (latest.c.kind == "notice"))
        .join(notices, (notices.c.case_id == latest.c.from_id) & standing)
        .where(own.c.from_id.in_(ids(moves)), own.c.kind == "notice")
        .group_by(own.c.to_id, own.c.from_id)
        .order_by(own.c.to_id)
    )
    found = defaultdict(list)
    for case, notice, last in connection.execute(asked):
        if notice == last:
            found[notice].append(case)
    return found
