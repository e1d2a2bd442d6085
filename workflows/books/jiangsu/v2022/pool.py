"""Jiangsu 2022: who enters and leaves the pool of commissioners, and what goes with it (JS-1a, JS-4.5, JS-5.1)."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, delete, insert, or_, select, update

from models.case import cases
from models.people import commissioners
from models.search import searched_row
from models.user import contacts, grants, sessions, users
from workflows.actors import SYSTEM
from workflows.declared import Perhaps, gives
from workflows.errors import Reason
from workflows.moves import Attempt, Case, Move, Opening, reads
from workflows.registers import ended, keep_values, source_of
from workflows.seal import text_of
from workflows.serving import given
from workflows.telling import tell_offices

KEPT = ("unit", "position", "staff_of", "experience")


def exception_reasoned(move: Move) -> Reason | None:
    """Who isn't on public staff may be nominated as an exception, with its reason."""
    if move.data.get("staff_of") != "other" or move.data.get("exception"):
        return None
    return Reason(
        "exception_reason",
        "原则上应为行政事业单位人员；例外须说明理由",
        "In principle a commissioner is on public staff: give the reason of the exception.",
        "exception",
    )


def known_account(connection: Connection, moves: Sequence[Move]) -> Mapping[int, str]:
    """The account that each nomination names, where there is one that can sign in."""
    wanted = {move.case.id: str(given(move, "account")) for move in moves}
    asked = select(users.c.id).where(users.c.id.in_(wanted.values()), users.c.disabled_at.is_(None))
    known = set(connection.execute(asked).scalars())
    return {case: account for case, account in wanted.items() if account in known}


@reads(known_account)
def account_is_known(move: Move) -> Reason | None:
    if not given(move, "account") or move.fact(known_account):
        return None
    return Reason("no_account", "没有这个可登录的账号", "There is no such account that can sign in.", "account")


def _first(move: Move) -> dict[str, Any]:
    """What the register shows of who enters."""
    form = move.case.form
    kept = {name: form[name] for name in KEPT if name in form}
    return {"name": form["name"], "office": move.case.home} | kept


@gives(_first, enters=lambda move: _row(move, None) | {"account": Perhaps(given(move, "account"))})
@reads(known_account)
def enrols(connection: Connection, moves: Sequence[Move]) -> list[Attempt | Opening]:
    """Into the pool; the account, if there is one, speaks for the commissioner; the province is told."""
    for move in moves:
        row = _row(move, move.fact(known_account))
        search = searched_row("commissioners", row)
        connection.execute(insert(commissioners).values(**row, search=search))
        keep_values(connection, "commissioner", move.case.number, _first(move), source_of(move))
        if row["account"]:
            tie = {"user_id": row["account"], "kind": "commissioner", "number": row["number"], "name": row["name"]}
            connection.execute(insert(contacts).values(tie))
        tell_offices(connection, move, _provinces(move))
    return []


def _row(move: Move, account: str | None) -> dict[str, Any]:
    form, case = move.case.form, move.case
    return {
        "number": case.number,
        "book": move.lifecycle.book,
        "account": account,
        "name": form["name"],
        "office": case.home,
        "data": text_of({name: form[name] for name in KEPT if name in form}),
        "filed_at": move.effective_at,
        "case_id": case.id,
        "load": 0,
    }


def _provinces(move: Move) -> list[str]:
    return [office.code for office in move.reference.above(move.case.home) if office.level == "province"]


def serving(connection: Connection, moves: Sequence[Move]) -> Mapping[int, list[Case]]:
    """The open assignments of each case's commissioner: proposed or active."""
    c = cases.c
    tied = {m.case.id: f'["commissioner","{m.case.number}"]' for m in moves}
    mine = or_(*(c.parties.contains(party, autoescape=True) for party in tied.values()))
    asked = select(cases).where(c.lifecycle.like("jiangsu/%/assignment"), c.state.in_(("proposed", "active")), mine)
    found = [Case(*row) for row in connection.execute(asked.order_by(c.id))]
    return {case: [a for a in found if party in a.parties] for case, party in tied.items()}


@gives(lambda move: ended(move, move.step.name))
@reads(serving)
def removes(connection: Connection, moves: Sequence[Move]) -> list[Attempt | Opening]:
    """Out of the pool: sign-in ends, assignments end and so their enterprises show as uncovered; the province is told."""
    asked: list[Attempt | Opening] = []
    for move in moves:
        _leave(connection, move)
        asked += [_ended(assignment, move) for assignment in move.fact(serving) or ()]
        tell_offices(connection, move, _provinces(move))
    return asked


def _ended(assignment: Case, move: Move) -> Attempt:
    if assignment.state == "active":
        reason = {"reason": f"专员出库 {move.case.number} · the commissioner left the pool"}
        return Attempt(assignment.id, "end", SYSTEM, data=reason, cause=move.cause)
    return Attempt(assignment.id, "discontinue", SYSTEM, data={"ended_by": move.case.number}, cause=move.cause)


def _leave(connection: Connection, move: Move) -> None:
    p, number = commissioners.c, move.case.number
    gone = ended(move, move.step.name)
    connection.execute(update(commissioners).where(p.number == number).values(gone))
    keep_values(connection, "commissioner", number, gone, source_of(move))
    account = connection.execute(select(p.account).where(p.number == number)).scalar()
    connection.execute(delete(contacts).where(contacts.c.kind == "commissioner", contacts.c.number == number))
    if account and not _has_another_office(connection, account):
        connection.execute(update(users).where(users.c.id == account).values(disabled_at=move.effective_at))
        own = update(sessions).where(sessions.c.user_id == account, sessions.c.ended_at.is_(None))
        connection.execute(own.values(ended_at=move.effective_at))


def _has_another_office(connection: Connection, account: str) -> bool:
    """Whether the account has anything else to sign in for."""
    held = select(grants.c.user_id).where(grants.c.user_id == account)
    tied = select(contacts.c.user_id).where(contacts.c.user_id == account)
    return connection.execute(held.union(tied)).first() is not None
