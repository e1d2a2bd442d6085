"""When a higher office stands in for a desk: where none there holds the role, or all who do are excluded."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select, tuple_

from models.user import contacts
from workflows.errors import Reason
from workflows.facts import holders, trail
from workflows.moves import Move, reads


def party_accounts(connection: Connection, moves: Sequence[Move]) -> Mapping[int, set[str]]:
    """The accounts that speak for a party of each case: they decide nothing in it."""
    c, wanted = contacts.c, {party for move in moves for party in move.case.party}
    asked = select(c.kind, c.number, c.user_id).where(tuple_(c.kind, c.number).in_(sorted(wanted)))
    held = connection.execute(asked).all() if wanted else []
    return {m.case.id: {row.user_id for row in held if (row.kind, row.number) in m.case.party} for m in moves}


@reads(trail, holders, party_accounts)
def nobody_at_the_desk(move: Move) -> Reason | None:
    """A higher office stands in only where nobody at the desk may act."""
    took_part = {account for guard in move.step.needs for account in _excluded(guard, move)}
    excluded = took_part | (move.fact(party_accounts) or set())
    at_desk = move.fact(holders) or {}
    able = {a for role in move.step.roles for a in at_desk.get(role, ())} - excluded
    able = {a for a in able if f'"{a}"' not in move.case.filers}
    if able:
        return Reason(
            "wrong_desk",
            "承办机构有人可以办理，上级机构不得代办",
            "Somebody at the desk may take this step, so a higher office may not.",
        )
    return None


def _excluded(guard: Callable[..., Any], move: Move) -> set[str]:
    steps = getattr(guard, "excludes", ())
    return {t.actor for t in move.fact(trail) or () if t.step in steps}
