"""Jiangsu 2022: conditions and effects of an assignment: five at most, one an enterprise, no gap (JS-1)."""

from collections.abc import Sequence

from sqlalchemy import Connection, insert, update

from models.people import assignments, commissioners
from workflows.actors import SYSTEM
from workflows.appealing import hand_over
from workflows.declared import named_as
from workflows.errors import Reason
from workflows.moves import Attempt, Case, Guard, Move, Opening, reads
from workflows.serving import firm, given, hold, named_commissioner, open_appeals, served
from workflows.telling import tell_offices

PASSED_ON = ("handling", "answered")  # where an appeal is in its commissioner's hands


@reads(firm)
def serves_level_and_area(move: Move) -> Reason | None:
    """Cities serve national-level enterprises, counties provincial-level ones, of their own area."""
    found = move.fact(firm)
    if found is None or found.level is None or found.ended_at is not None:
        return Reason(
            "not_listed", "该企业不在专精特新企业名单内", "The enterprise is on no list of specialised enterprises."
        )
    if found.office == move.case.home:
        return None
    office = move.reference.offices[found.office]
    return Reason(
        "other_office",
        f"该企业（级别和属地）由{office.zh}配备专员",
        f"By level and area this enterprise is served by {office.en}.",
    )


@reads(named_commissioner)
def of_this_office(move: Move) -> Reason | None:
    found = move.fact(named_commissioner)
    if not given(move, "commissioner") or (found and found.ended_at is None and found.office == move.case.home):
        return None
    return Reason(
        "no_commissioner",
        "本机构服务专员库中没有此人",
        "No such commissioner is in this office's pool.",
        "commissioner",
    )


def fewer_than(limit: int) -> Guard:
    """The commissioner has room for one more; the register's CHECK holds it, whatever happens at once."""

    @reads(named_commissioner)
    def has_room(move: Move) -> Reason | None:
        found = move.fact(named_commissioner)
        if found is None or found.load < limit:
            return None
        return Reason(
            "limit_reached",
            f"{found.name}已联系 {found.load} 家企业，每名专员不超过 {limit} 家",
            f"{found.name} serves {found.load} enterprises; a commissioner has {limit} at most.",
            "commissioner",
        )

    return named_as(has_room, f"fewer_than({limit})", constraint="a_commissioner_serves_five_at_most")


@reads(served)
def uncovered_or_succeeds(move: Move) -> Reason | None:
    """The enterprise has no commissioner, or this one succeeds exactly the one that it has."""
    found, succeeds = move.fact(served), given(move, "succeeds")
    if succeeds == (found.number if found else None):
        return None
    if found is None:
        return Reason(
            "not_in_force", f"配备 {succeeds} 已不在有效状态", f"Assignment {succeeds} is not in force.", "succeeds"
        )
    return Reason(
        "limit_reached",
        f"该企业已由{found.name}联系（{found.number}）；如接替，请填写该办件号",
        f"The enterprise is served by {found.name} ({found.number}); name that case to succeed it.",
        "succeeds",
    )


uncovered_or_succeeds.constraint = "one_commissioner_an_enterprise"  # type: ignore[attr-defined]  # where the truth is


def ties_commissioner(connection: Connection, moves: Sequence[Move]) -> list[Attempt | Opening]:
    """The commissioner becomes a party: reads the case, and decides nothing in it."""
    for move in moves:
        hand_over(connection, move.case.id, move.case.party, move.data["commissioner"])
    return []


@reads(served)
def takes_over(connection: Connection, moves: Sequence[Move]) -> list[Attempt | Opening]:
    """The assignment holds; the one succeeded ends with it, and the enterprise's open appeals pass over."""
    asked: list[Attempt | Opening] = []
    hold(connection, moves)
    appeals = open_appeals(connection, moves)  # read anew: one may be registered just now
    for move in moves:
        commissioner = move.case.form["commissioner"]
        if old := move.fact(served):
            release(connection, old.case, move)
            reason = {"reason": f"由 {move.case.number} 接替 · succeeded by {move.case.number}"}
            asked.append(Attempt(old.case, "end", SYSTEM, data=reason, cause=move.cause))
        _assign(connection, move, commissioner)
        asked += _appeals(connection, move, appeals[move.case.id], commissioner)
    return asked


def _assign(connection: Connection, move: Move, commissioner: str) -> None:
    row = {"case_id": move.case.id, "enterprise": move.case.subject_number, "commissioner": commissioner,
           "since": move.effective_at}  # fmt: skip
    connection.execute(insert(assignments).values(row))
    _count(connection, commissioner, 1)


def _appeals(connection: Connection, move: Move, appeals: Sequence[Case], commissioner: str) -> list[Attempt | Opening]:
    """What is in a commissioner's hands passes over by a step; the rest will find the new one when it comes back."""
    asked: list[Attempt | Opening] = []
    for appeal in appeals:
        if ("commissioner", commissioner) in appeal.party:
            continue
        if appeal.state in PASSED_ON:
            data = {"commissioner": commissioner}
            asked.append(Attempt(appeal.id, "reassign", SYSTEM, data=data, cause=move.cause))
        elif appeal.state != "draft":
            hand_over(connection, appeal.id, appeal.party, commissioner)
    return asked


def releases(connection: Connection, moves: Sequence[Move]) -> list[Attempt | Opening]:
    """The commissioner has room again, and the enterprise shows as uncovered."""
    for move in moves:
        release(connection, move.case.id, move)
    return []


@reads(firm)
def tells_the_new_office(connection: Connection, moves: Sequence[Move]) -> list[Attempt | Opening]:
    """The office that serves the enterprise from now on learns that it is uncovered."""
    for move in moves:
        found = move.fact(firm)
        if found and found.ended_at is None and found.office != move.case.office:
            tell_offices(connection, move, [found.office])
    return []


def release(connection: Connection, assignment: int, by: Move) -> None:
    """End the assignment's row, once: whoever comes second finds it ended."""
    a = assignments.c
    running = update(assignments).where(a.case_id == assignment, a.ended_at.is_(None))
    ended = running.values(ended_at=by.effective_at, ended_by=by.case.id).returning(a.commissioner)
    for commissioner in connection.execute(ended).scalars().all():
        _count(connection, commissioner, -1)


def _count(connection: Connection, commissioner: str, one: int) -> None:
    own = update(commissioners).where(commissioners.c.number == commissioner)
    connection.execute(own.values(load=commissioners.c.load + one))
