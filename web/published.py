"""Published notices as everybody reads them: an allow-list kept at publication, the period, and each case's outcome."""

import json
from collections.abc import Collection
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, Select, and_, or_, select

from models.case import cases, disclosures, entries, links
from models.checkpoint import covering
from models.database import Present
from models.notice import notices
from models.reference import Office, Reference, current
from web.problems import NotFound
from workflows.deadline_ledger import days_left, lamp
from workflows.deadlines import Period, Reckoning
from workflows.form import Label
from workflows.lifecycle import State
from workflows.periods import ending, period_of
from workflows.rulebooks import lifecycles

n, c = notices.c, cases.c
PAGE = 20
COLUMNS = (
    n.case_id,
    c.number,
    c.lifecycle,
    n.kind,
    n.office,
    n.title,
    n.site_url,
    n.published_at,
    n.digest,
    n.withdrawn_at,
    n.ends_at,
    n.document_number,
)


class Listed(NamedTuple):
    """A case on a notice's list."""

    number: str
    subject: str
    name: str
    state: State | None


class Published(NamedTuple):
    """A notice with what follows from it."""

    row: Row[Any]
    office: Office
    period: Period | None
    reckoned: Reckoning | None
    colour: str
    left: Label

    def over(self, at: int) -> bool:
        return self.reckoned is not None and at >= self.reckoned.due_at and not self.reckoned.provisional

    def running(self, at: int) -> bool:
        """Whether an objection may still be raised here."""
        return self.reckoned is not None and self.row.withdrawn_at is None and not self.over(at)


def latest(
    connection: Connection, reference: Reference, at: int, *, kind: str = "", after: tuple[int, int] | None = None,
    limit: int = PAGE, offices: Collection[str] | None = None,
) -> list[Published]:  # fmt: skip
    """Newest first, of these offices or of all; one more than the limit, if there are more."""
    asked = _asked() if offices is None else _asked().where(n.office.in_(sorted(offices)))
    if kind:
        asked = asked.where(n.kind == kind)
    if after:
        when, last = after
        asked = asked.where(or_(n.published_at < when, and_(n.published_at == when, n.case_id < last)))
    rows = connection.execute(asked.order_by(n.published_at.desc(), n.case_id.desc()).limit(limit + 1)).all()
    return [following(row, reference, at) for row in rows]


def front(present: Present) -> dict[str, Any]:
    """What the public front shows of the notices: those that run, then the newest."""
    found = latest(present.connection, current(present.connection), present.at, limit=6)
    return {"notices": sorted(found[:6], key=lambda p: not p.running(present.at)), "at": present.at}


def by_number(connection: Connection, reference: Reference, at: int, number: str) -> tuple[Published, dict[str, Any]]:
    """The notice and its published content; NotFound where none was published under this number."""
    row = connection.execute(_asked().add_columns(n.content).where(c.number == number)).first()
    if row is None:
        raise NotFound
    return following(row, reference, at), json.loads(row.content)


def content_of_number(connection: Connection, number: str) -> dict[str, Any] | None:
    """What was published under this number."""
    kept = connection.execute(select(n.content).join(cases, c.id == n.case_id).where(c.number == number)).scalar()
    return json.loads(kept) if kept else None


def listed(connection: Connection, notice: int, content: dict[str, Any]) -> list[Listed]:
    """The cases in the order of the list, each with where it stands now."""
    asked = select(c.number, c.lifecycle, c.state).join(links, links.c.to_id == c.id)
    rows = connection.execute(asked.where(links.c.from_id == notice, links.c.kind == "notice"))
    now = {number: lifecycles()[key].states[state] for number, key, state in rows}
    return [Listed(x["number"], x["subject"] or "", x["name"] or "", now.get(x["number"])) for x in content["cases"]]


def objected(connection: Connection, notice: int) -> tuple[int, int]:
    """(raised in time, still being looked into) of the objections to a notice: how many, and nothing of whose."""
    rows = connection.execute(select(c.lifecycle, c.state, c.data).where(c.parent == notice)).all()
    found = [row for row in rows if lifecycles()[row.lifecycle].name == "objection"]
    in_time = [row for row in found if not json.loads(row.data).get("late")]
    return len(in_time), sum(not lifecycles()[row.lifecycle].states[row.state].final for row in in_time)


class Named(NamedTuple):
    """A notice as others lead to it."""

    number: str
    title: str
    kind: str
    document_number: str | None
    withdrawn_at: int | None


def naming(connection: Connection, case: int, tie: str = "notice") -> list[Named]:
    """The notices that list a case (tie "about": that correct or repeat this notice), oldest first."""
    tied = and_(links.c.from_id == n.case_id, links.c.kind == tie, links.c.to_id == case)
    asked = _named().join(links, tied)
    return [Named(*row) for row in connection.execute(asked.order_by(n.published_at, n.case_id))]


def named(connection: Connection, number: str | None) -> Named | None:
    """The notice of this number, as it is named by what follows from it."""
    row = connection.execute(_named().where(c.number == number)).first() if number else None
    return Named(*row) if row else None


def announced_in(connection: Connection, number: str) -> Named | None:
    """The announcement by which the case of this number became a title; None where it was none of ours."""
    case = connection.execute(select(c.id).where(c.number == number)).scalar()
    found = naming(connection, case) if case is not None else []
    return next((one for one in found if one.kind == "announcement" and one.withdrawn_at is None), None)


def _named() -> Select[Any]:
    return select(c.number, n.title, n.kind, n.document_number, n.withdrawn_at).join(notices, n.case_id == c.id)


def sealed(connection: Connection, notice: int) -> str | None:
    """The first checkpoint over the publication, as it was signed; None until there is one."""
    e = entries.c
    leaf = connection.execute(select(e.leaf).where(e.case_id == notice, e.step == "publish")).scalar()
    first = covering(connection, leaf) if leaf is not None else None
    return first.text if first else None


def withdrawn_because(connection: Connection, notice: Published) -> str | None:
    """What its office said when it withdrew the notice; None while it stands, and once the reason was erased."""
    if notice.row.withdrawn_at is None:
        return None
    e, d = entries.c, disclosures.c
    told = select(d.opened).join(entries, (e.case_id == d.case_id) & (e.seq == d.seq))
    own = told.where(e.case_id == notice.row.case_id, e.step == "withdraw")
    opened = json.loads(connection.execute(own).scalar() or "{}")
    return str(opened["reason"][1]) if "reason" in opened else None


def _asked() -> Select[Any]:
    return select(*COLUMNS).join(cases, c.id == n.case_id)


def following(row: Any, reference: Reference, at: int) -> Published:
    """The notice with its period and lamp, from a row of these columns."""
    period = period_of(lifecycles()[row.lifecycle]) if row.kind == "publicity" else None
    office = reference.offices[row.office]
    if period is None:
        return Published(row, office, None, None, "grey", Label("", ""))
    reckoned = ending(reference.calendar, row.published_at, period, row.ends_at)
    left = days_left(reference.calendar, at, reckoned.due_at)
    over = at >= reckoned.due_at
    words = Label("公示期已满", "the period is over") if over else Label(left.zh, left.en)
    colour = "grey" if over or row.withdrawn_at else lamp(reference.calendar, row.published_at, at, reckoned.due_at)
    return Published(row, office, period, reckoned, colour, words)
