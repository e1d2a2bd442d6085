"""Where an appeal waits, and what its steps leave behind: desks that climb and come back, hands that take over."""

import json
from collections.abc import Callable, Mapping, Sequence

from sqlalchemy import Connection, delete, insert, select, update

from models.case import cases, entries, parties
from models.ledger import ratings
from models.reference import Reference
from workflows.declared import named_as
from workflows.errors import Reason
from workflows.facts import ids, trail
from workflows.moves import Attempt, Effect, Guard, Move, Opening, reads
from workflows.seal import text_of
from workflows.serving import firm, hold, named_commissioner, served

Desk = Callable[[Move], str]


def left(connection: Connection, moves: Sequence[Move]) -> Mapping[int, str]:
    """The desk at which each case's last overdue period ran out."""
    asked = select(entries.c.case_id, entries.c.body).where(
        entries.c.case_id.in_(ids(moves)), entries.c.step == "escalate_overdue"
    )
    return {case: json.loads(bytes(body))["office"] for case, body in connection.execute(asked.order_by(entries.c.seq))}


def stays(move: Move) -> str:
    return move.case.office


@reads(left)
def returns(move: Move) -> str:
    """To the desk that had it before; where that was merged since, to its successor."""
    office: str = move.fact(left) or move.case.office
    known = move.reference.offices
    while (found := known.get(office)) and found.successor:
        office = found.successor
    return office


def higher(reference: Reference, office: str, levels: tuple[str, ...]) -> str | None:
    """The next higher office of these levels; None at the top."""
    return next((o.code for o in reference.above(office)[1:] if o.level in levels), None)


def climbs(*, levels: tuple[str, ...]) -> Desk:
    """To the next higher office; at the top it stays."""

    def climbs_one(move: Move) -> str:
        return higher(move.reference, move.case.office, levels) or move.case.office

    return climbs_one


def climbs_when_again(step: str, *, levels: tuple[str, ...]) -> Desk:
    """The first time it stays, from the second on it climbs."""

    @reads(trail)
    def climbs_then(move: Move) -> str:
        again = any(t.step == step for t in move.fact(trail) or ())
        return higher(move.reference, move.case.office, levels) or move.case.office if again else move.case.office

    return named_as(climbs_then, f"climbs_when_again({step})")


@reads(served)
def to_its_commissioner(move: Move) -> str:
    """The office of the enterprise's commissioner."""
    found = move.fact(served)
    return found.office if found else move.case.office


@reads(named_commissioner)
def to_the_commissioner_named(move: Move) -> str:
    found = move.fact(named_commissioner)
    return found.office if found else move.case.office


@reads(firm)
def to_the_serving_office(move: Move) -> str:
    """The office that serves the enterprise by the register; where it isn't there, where it was filed."""
    found = move.fact(firm)
    return found.office if found else move.case.home


def a_higher_office(*, levels: tuple[str, ...]) -> Guard:
    def there_is_a_higher_office(move: Move) -> Reason | None:
        if higher(move.reference, move.case.office, levels):
            return None
        return Reason("top_office", "本级已是最高一级专员办", "There is no higher office: this is the top.")

    return there_is_a_higher_office


def hands_to_its_commissioner(connection: Connection, moves: Sequence[Move]) -> list[Attempt | Opening]:
    """The enterprise's own commissioner becomes a party; read anew, for a successor may be confirmed just now."""
    hold(connection, moves)
    now = served(connection, moves)
    for move in moves:
        if found := now.get(move.case.id):
            hand_over(connection, move.case.id, move.case.party, found.commissioner)
    return []


def hands_over(connection: Connection, moves: Sequence[Move]) -> list[Attempt | Opening]:
    """The commissioner named takes the place of the one before."""
    for move in moves:
        hand_over(connection, move.case.id, move.case.party, move.data["commissioner"])
    return []


def hand_over(connection: Connection, case: int, party: set[tuple[str, str]], commissioner: str) -> None:
    others = {p for p in party if p[0] != "commissioner"}
    told = text_of([list(p) for p in sorted({*others, ("commissioner", commissioner)})])
    connection.execute(update(cases).where(cases.c.id == case).values(parties=told))
    before = (parties.c.case_id == case) & (parties.c.kind == "commissioner")
    connection.execute(delete(parties).where(before))
    connection.execute(insert(parties).values(kind="commissioner", number=commissioner, case_id=case))


def another_commissioner(move: Move) -> Reason | None:
    """Handing an appeal to whom it has is no hand-over."""
    if ("commissioner", str(move.data["commissioner"])) not in move.case.party:
        return None
    return Reason("same_commissioner", "本件已由该专员办理", "This commissioner has the case already.", "commissioner")


def keeps_rating(*, low: int) -> Effect:
    """Keep how the enterprise rated it; a low rating stands before the office's leader."""

    def rates(connection: Connection, moves: Sequence[Move]) -> list[Attempt | Opening]:
        rows = [
            {"case_id": move.case.id, "office": move.case.office, "rating": move.data["rating"],
             "for_leader": int(move.data["rating"] <= low), "at": move.effective_at}
            for move in moves
        ]  # fmt: skip
        connection.execute(insert(ratings), rows)
        return []

    return named_as(rates, f"keeps_rating(low={low})")
