"""What steps do beyond their own case: registers, appointments, objections; and what they ask of other cases."""

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, update

from models.rows import write
from models.user import appointments
from workflows.actors import SYSTEM
from workflows.declared import named_as
from workflows.facts import objections, open_siblings
from workflows.moves import Attempt, Effect, Move, Opening, reads
from workflows.notice_facts import linked, publicised, publicised_by
from workflows.seal import canonical


def appoints(connection: Connection, moves: Sequence[Move]) -> list[Attempt | Opening]:
    """Appoint the experts named; the database refuses one appointed twice."""
    rows = [
        {"case_id": move.case.id, "expert": expert, "appointed_seq": move.cause.seq}
        for move in moves
        for expert in move.data["experts"]
    ]
    write(connection, "insert", appointments, rows)
    return []


def scores(*criteria: str) -> Effect:
    """Keep the expert's total; a later score of the same expert replaces it."""

    def keeps_score(connection: Connection, moves: Sequence[Move]) -> list[Attempt | Opening]:
        rows = [{**_of(move, move.actor.account), "given": sum(move.data[name] for name in criteria)} for move in moves]
        connection.execute(APPOINTMENT.values(score=bindparam("given"), scored_seq=bindparam("seq")), rows)
        return []

    return named_as(keeps_score, f"scores({', '.join(criteria)})")


def recuses(connection: Connection, moves: Sequence[Move]) -> list[Attempt | Opening]:
    """An earlier score stays on record and no longer counts."""
    rows = [_of(move, move.data.get("expert", move.actor.account)) for move in moves]
    connection.execute(APPOINTMENT.values(recused_seq=bindparam("seq")), rows)
    return []


APPOINTMENT = update(appointments).where(
    appointments.c.case_id == bindparam("case"), appointments.c.expert == bindparam("who")
)


def _of(move: Move, expert: str) -> dict[str, object]:
    return {"case": move.case.id, "who": expert, "seq": move.cause.seq}


@reads(publicised)
def opens_objection(connection: Connection, moves: Sequence[Move]) -> list[Attempt | Opening]:
    """One objection for each filing, a child of the notice, tied to every case that it names."""
    filings: dict[bytes, list[Move]] = {}
    for move in moves:
        filings.setdefault(canonical(move.data), []).append(move)
    return [_objection(named) for named in filings.values()]


def _objection(named: Sequence[Move]) -> Opening:
    first = named[0]
    notice = first.fact(publicised)
    marks = {"late": first.late, "anonymous": not (first.data.get("name") and first.data.get("contact"))}
    return Opening(
        lifecycle=f"{first.lifecycle.book}/{first.lifecycle.edition}/objection",
        actor=SYSTEM,
        office=first.case.office,
        subject=("notice", notice.number, notice.form.get("title", "")),
        parties=tuple(sorted({party for move in named for party in move.case.party})),
        parent=(notice.id, notice.number),
        data={**first.data, **marks, "cases": [move.case.number for move in named]},
        cause=first.cause,
        links=tuple((move.case.id, "objection") for move in named),
    )


@reads(objections, open_siblings)
def moots_objections(connection: Connection, moves: Sequence[Move]) -> list[Attempt | Opening]:
    """An objection is moot once all cases that it names have ended."""
    ending = {move.case.id for move in moves}
    asked: dict[int, Attempt] = {}
    for move in moves:
        running = move.fact(open_siblings) or {}
        for o in move.fact(objections) or ():
            if o.state in ("filed", "investigating") and not running.get(o.id, set()) - ending:
                asked[o.id] = Attempt(o.id, "close_moot", SYSTEM, cause=move.cause)
    return list(asked.values())


@reads(linked, publicised_by)
def unpublishes(connection: Connection, moves: Sequence[Move]) -> list[Attempt | Opening]:
    """A withdrawn publicity takes its cases back to the decision before; open objections stay with them."""
    return [
        Attempt(case.id, "unpublish", SYSTEM, cause=move.cause)
        for move in moves
        for case in move.fact(linked) or ()
        if case.state in ("publicity", "concluded") and case.id in (move.fact(publicised_by) or ())
    ]
