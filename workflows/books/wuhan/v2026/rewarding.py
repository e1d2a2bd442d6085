"""Wuhan 2026: what the city promises a site in a year, and never more (measures, art. 23)."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, select, text, tuple_

from models.case import cases, links
from models.reward import reward_sums
from workflows.errors import Reason
from workflows.moves import Attempt, Case, Move, Opening, reads

LIMIT = 300_000  # CNY, the city's part, a site and year; the database's CHECK says it, too

BEGIN = text(
    "INSERT INTO reward_sums (book, site, year, amount) VALUES ('wuhan', :site, :year, 0) ON CONFLICT DO NOTHING"
)
ADD = text("UPDATE reward_sums SET amount = amount + :amount WHERE book = 'wuhan' AND site = :site AND year = :year")


def assessed(connection: Connection, moves: Sequence[Move]) -> Mapping[int, Case]:
    """The graded assessment that each reward names."""
    wanted = {m.case.id: str(m.data.get("assessment") or m.case.form.get("assessment") or "") for m in moves}
    asked = select(cases).where(
        cases.c.number.in_(set(wanted.values())),
        cases.c.lifecycle == "wuhan/2026/assessment",
        cases.c.state == "graded",
    )
    found = {row.number: Case(*row) for row in connection.execute(asked)}
    return {case: found[number] for case, number in wanted.items() if number in found}


def set_aside(connection: Connection, moves: Sequence[Move]) -> Mapping[int, bool]:
    """Whether the assessment that each reward names was set aside."""
    found = assessed(connection, moves)
    asked = select(links.c.to_id).where(links.c.kind == "set_aside", links.c.to_id.in_([c.id for c in found.values()]))
    undone = set(connection.execute(asked).scalars())
    return {case: assessment.id in undone for case, assessment in found.items()}


@reads(assessed, set_aside)
def well_graded(move: Move) -> Reason | None:
    """Only an assessed station or district, graded pass or better."""
    case = move.fact(assessed)
    other = case is None or case.subject_number != move.case.subject_number or case.subject_kind == "commissioner"
    if other or move.fact(set_aside):
        return Reason(
            "not_assessed",
            "没有该站点已评定的年度考核",
            "No graded assessment of this site has that number.",
            "assessment",
        )
    if case.form.get("grade") == "fail":
        return Reason("failed", "考核不合格，不予奖励", "Whoever failed the assessment is not rewarded.", "assessment")
    return None


def promised(connection: Connection, moves: Sequence[Move]) -> Mapping[int, int]:
    """What each site was promised or paid already for the year of its assessment."""
    year = {case: found.form["year"] for case, found in assessed(connection, moves).items()}
    sites = {(m.case.subject_number, year[m.case.id]) for m in moves if m.case.id in year}
    r = reward_sums.c
    asked = select(r.site, r.year, r.amount).where(r.book == "wuhan", tuple_(r.site, r.year).in_(sites))
    held = {(site, of): amount for site, of, amount in connection.execute(asked)} if sites else {}
    return {m.case.id: held.get((m.case.subject_number, year.get(m.case.id)), 0) for m in moves}


@reads(promised)
def within_the_limit(move: Move) -> Reason | None:
    left = LIMIT - (move.fact(promised) or 0)
    if int(move.data["amount"]) <= left:
        return None
    return Reason(
        "above_the_limit",
        f"每个站点每年市级奖励不超过 {LIMIT} 元，尚余 {left} 元",
        f"A site gets at most {LIMIT} CNY a year from the city: {left} are left.",
        "amount",
    )


within_the_limit.constraint = "a_site_is_rewarded_within_the_limit"  # type: ignore[attr-defined]  # where the truth is


def not_above_what_was_approved(move: Move) -> Reason | None:
    if int(move.data["amount"]) <= int(move.case.form["amount"]):
        return None
    return Reason("above_approved", "拨付金额不得超过批准金额", "More than was approved can't be paid.", "amount")


@reads(assessed)
def reserves(connection: Connection, moves: Sequence[Move]) -> list[Attempt | Opening]:
    """From the proposal on the amount counts; two at a time can't both take what is left."""
    return _add(connection, {move.case.id: int(move.data["amount"]) for move in moves}, moves)


@reads(assessed)
def gives_back(connection: Connection, moves: Sequence[Move]) -> list[Attempt | Opening]:
    return _add(connection, {move.case.id: -int(move.case.form["amount"]) for move in moves}, moves)


@reads(assessed)
def pays(connection: Connection, moves: Sequence[Move]) -> list[Attempt | Opening]:
    """What is paid counts; what was approved beyond it is free again."""
    paid = {move.case.id: int(move.data["amount"]) - int(move.case.form["amount"]) for move in moves}
    return _add(connection, paid, moves)


def _add(connection: Connection, amounts: Mapping[int, int], moves: Sequence[Move]) -> list[Attempt | Opening]:
    for move in moves:
        case = move.fact(assessed)
        row = {"site": move.case.subject_number, "year": case.form["year"], "amount": amounts[move.case.id]}
        connection.execute(BEGIN, {name: row[name] for name in ("site", "year")})
        connection.execute(ADD, row)
    return []
