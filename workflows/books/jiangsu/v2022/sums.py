"""Jiangsu 2022: what the ledger says of a half-year, who has confirmed it, and which contacts are owed (JS-3.1, JS-3.2)."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, func, insert, select

from models.case import cases
from models.ledger import confirmations, ledger
from models.people import assignments, commissioners, enterprises
from models.reference import Reference
from workflows.actors import Actor
from workflows.appeal_sums import appeals_by_kind
from workflows.books.jiangsu.v2022.halves import BOOK, Half, half_named, halves
from workflows.dates import end_of
from workflows.errors import NotPermitted, Reason, Refused
from workflows.form import Label
from workflows.instants import DAY, day_of, midnight
from workflows.moves import Move, reads
from workflows.seal import text_of

CONTACTS_A_MONTH, VISITS_A_YEAR = 1, 3  # JS-3.1, each enterprise; a visit is a contact, too
COUNTED = {"contacts": "contact", "visits": "visit", "services": "service", "talks": "talk", "activities": "activity"}

FIGURES = {  # annex 4, in its order
    "contacts": Label("日常联系次数", "Contacts"),
    "visits": Label("实地走访次数", "Visits"),
    "services": Label("服务次数", "Services"),
    "talks": Label("政策宣讲次数", "Talks"),
    "activities": Label("活动次数", "Activities"),
    "enterprises_served": Label("服务企业数", "Enterprises served"),
    "problems": Label("记录问题数", "Problems noted"),
}


def sums(connection: Connection, commissioner: str, half: Half) -> dict[str, int]:
    """What the ledger says that a commissioner did: records by kind, enterprises, problems noted."""
    return _summed(connection, ledger.c.commissioner == commissioner, half)


def _summed(connection: Connection, theirs: ColumnElement[bool], half: Half) -> dict[str, int]:
    g = ledger.c
    within = g.on_day.between(half.begins.isoformat(), half.ends.isoformat())
    rows = connection.execute(select(g.kind, g.enterprise, g.problems).where(theirs, within)).all()
    counted = Counter(row.kind for row in rows)
    return {
        **{name: counted[kind] for name, kind in COUNTED.items()},
        "enterprises_served": len({row.enterprise for row in rows} - {None}),
        "problems": sum(bool(row.problems) for row in rows),
    }


def confirm(connection: Connection, actor: Actor, commissioner: str, half: Half, *, at: int) -> dict[str, int]:
    """The commissioner confirms the ledger's sum as their half-year report: once, when the half-year is over.

    Raises NotPermitted, Refused; answers what was confirmed.
    """
    if ("commissioner", commissioner) not in actor.contacts:
        raise NotPermitted(Reason("wrong_role", "由专员本人确认", "The commissioner confirms in person."))
    if at < end_of(half.ends):
        raise Refused(Reason("half_runs", f"{half.name} 尚未结束", f"{half.name} isn't over yet."))
    done = (confirmations.c.commissioner == commissioner) & (confirmations.c.half == half.name)
    if connection.execute(select(confirmations.c.half).where(done)).first():
        raise Refused(Reason("confirmed", f"{half.name} 已确认", f"{half.name} was confirmed before."))
    summed = sums(connection, commissioner, half)
    row = {"commissioner": commissioner, "half": half.name, "sums": text_of(summed), "confirmed_by": actor.account}
    connection.execute(insert(confirmations).values(**row, confirmed_at=at))
    return summed


class Summed(NamedTuple):
    """A half-year that is over, by a commissioner's ledger, or as it was confirmed."""

    period: Half
    figures: list[tuple[Label, int]]
    confirmed: bool

    @property
    def name(self) -> str:
        return self.period.name


def summed_up(connection: Connection, commissioner: str, day: date) -> Summed | None:
    """The newest half-year that ended before this day with the commissioner in the pool; None: there is none yet."""
    p, c = commissioners.c, confirmations.c
    filed = connection.scalar(select(p.filed_at).where(p.number == commissioner, p.book == BOOK))
    over = halves(day_of(filed), day - timedelta(days=1)) if filed is not None else []
    if not over:
        return None
    kept = connection.scalar(select(c.sums).where(c.commissioner == commissioner, c.half == over[-1].name))
    told = json.loads(kept) if kept else sums(connection, commissioner, over[-1])
    return Summed(over[-1], [(label, told[name]) for name, label in FIGURES.items()], kept is not None)


def unconfirmed(connection: Connection, reference: Reference, city: str, half: Half) -> list[str]:
    """The commissioners of a city and its counties, in the pool when the half-year ended, who haven't confirmed."""
    p, end = commissioners.c, midnight(half.ends)
    done = select(confirmations.c.commissioner).where(confirmations.c.half == half.name)
    asked = select(p.number).where(
        p.office.in_(reference.below(city)), p.filed_at < end, p.ended_at.is_(None), p.number.notin_(done)
    )
    return list(connection.execute(asked.order_by(p.number)).scalars())


def annexes(connection: Connection, reference: Reference, city: str, half: Half) -> Mapping[str, int]:
    """Annexes 4 and 5 by the ledger and the registers, for the city and its counties: what the report is filled in from."""
    below = reference.below(city)
    theirs = ledger.c.commissioner.in_(select(commissioners.c.number).where(commissioners.c.office.in_(below)))
    return {**_summed(connection, theirs, half), **_annex_5(connection, below, half)}


def _annex_5(connection: Connection, below: Sequence[str], half: Half) -> dict[str, int]:
    c, e, p = cases.c, enterprises.c, commissioners.c
    first, last = midnight(half.begins), midnight(half.ends)
    mine = (c.lifecycle.like(f"{BOOK}/%/appeal"), c.home.in_(below), c.opened_at.between(first, last + DAY - 1))
    listed = select(e.credit_code).where(e.office.in_(below), e.level.is_not(None), e.ended_at.is_(None))
    covered = assignments.c.ended_at.is_(None) & assignments.c.enterprise.in_(listed)
    counts = {
        "commissioners": select(p.number).where(p.office.in_(below), p.ended_at.is_(None)),
        "enterprises": listed,
        "covered": select(assignments.c.case_id).where(covered),
        "appeals": select(c.id).where(*mine, c.state != "draft"),
        "appeals_answered": select(c.id).where(*mine, c.state.in_(("answered", "fed_back", "closed"))),
    }
    return {
        n: connection.execute(select(func.count()).select_from(q.subquery())).scalar_one() for n, q in counts.items()
    }


def lacking(connection: Connection, moves: Sequence[Move]) -> Mapping[int, list[str]]:
    """The commissioners of each reporting city who haven't confirmed the half-year."""
    return {
        m.case.id: unconfirmed(connection, m.reference, m.case.home, half_named(m.case.form["half"])) for m in moves
    }


@reads(lacking)
def everyone_confirmed(move: Move) -> Reason | None:
    """Each commissioner's half-year is confirmed by that person; where some are missing, the report says why."""
    missing = move.fact(lacking) or []
    if not move.data["results"]:  # nothing is filled in yet: judged when the step is taken
        return None
    if not missing or move.data.get("unconfirmed_reason"):
        return None
    return Reason(
        "unconfirmed",
        f"{len(missing)} 名专员尚未确认半年情况，请说明原因：" + "、".join(missing),
        f"{len(missing)} commissioners haven't confirmed their half-year; say why: " + ", ".join(missing),
        "unconfirmed_reason",
    )


class Owed(NamedTuple):
    """How an enterprise stands with its commissioner: contacts this month, visits this year, and what is still owed."""

    enterprise: str
    contacts: int
    visits: int

    @property
    def contacts_owed(self) -> int:
        return max(CONTACTS_A_MONTH - self.contacts, 0)

    @property
    def visits_owed(self) -> int:
        return max(VISITS_A_YEAR - self.visits, 0)


def contacts_owed(connection: Connection, commissioner: str, day: date) -> list[Owed]:
    """Each enterprise that the commissioner serves, with this month's contacts and this year's visits."""
    a, g = assignments.c, ledger.c
    mine = select(a.enterprise).where(a.commissioner == commissioner, a.ended_at.is_(None)).order_by(a.enterprise)
    firms = list(connection.execute(mine).scalars())
    asked = select(g.enterprise, g.kind, g.on_day).where(
        g.enterprise.in_(firms),
        g.kind.in_(("contact", "visit")),
        g.on_day.between(f"{day.year}-01-01", day.isoformat()),
    )
    rows = connection.execute(asked).all()
    month = day.isoformat()[:7]
    contacts = Counter(r.enterprise for r in rows if r.on_day.startswith(month))
    visits = Counter(r.enterprise for r in rows if r.kind == "visit")
    return [Owed(firm, contacts[firm], visits[firm]) for firm in firms]


def recurring_problems(
    connection: Connection, reference: Reference, office: str, half: Half
) -> Mapping[str, Mapping[str, int]]:
    """The half-year's appeals of an office and those below it, by kind: what is common is reported upward (JS-3.4)."""
    since, until = midnight(half.begins), midnight(half.ends) + DAY
    return appeals_by_kind(connection, reference, office, book=BOOK, since=since, until=until)
