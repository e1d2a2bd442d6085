"""A search over every entry that an auditor may read: by what the database can ask, then by what a body tells."""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, and_, or_, select, text, tuple_

from models.case import cases, disclosures, entries
from models.reference import Reference
from models.user import users
from web.exceptions import Desk, open_to_substitutes, stood_in
from workflows.instants import DAY, instant, midnight
from workflows.kept_definitions import kept
from workflows.lifecycle import Lifecycle
from workflows.rights import IDENTITY
from workflows.rulebooks import lifecycles
from workflows.spending import spent

c, e, d = cases.c, entries.c, disclosures.c
PAGE, READ, MOST = 50, 500, 20_000  # shown; read at once; read at most for one page
SHEET = 5000  # rows of a sheet
FIELDS = ("q", "lifecycle", "office", "law", "actor", "since", "until", "mark")
Place = tuple[int, int]  # case id, seq
Way = tuple[str, str, str]  # lifecycle, from, to
Named = dict[str, set[str]]  # lifecycle -> names of steps


class Hit(NamedTuple):
    """An entry that was searched for."""

    number: str
    lifecycle: str
    seq: int
    body: Mapping[str, Any]
    recorded_at: int
    late: bool


class Found(NamedTuple):
    hits: list[Hit]
    after: Place | None  # where to go on


def search(
    connection: Connection, asked: Mapping[str, str], offices: frozenset[str], reference: Reference, at: int, *,
    after: Place | None = None, limit: int = PAGE,
) -> Found:  # fmt: skip
    """Newest cases first, each case's last entry first; only cases filed with these offices."""
    within = offices & frozenset(reference.below(asked["office"])) if asked["office"] else offices
    rare = _rare(connection, asked, within, reference, at) if asked["mark"] == "rare" else frozenset()
    statement = _statement(connection, asked, within, rare)
    hits: list[Hit] = []
    for _ in range(MOST // READ):
        rows = connection.execute(_from(statement, after)).all()
        for row in rows:
            after = (row.case_id, row.seq)
            if hit := _hit(row, asked["mark"], rare, reference):
                hits.append(hit)
                if len(hits) == limit:
                    return Found(hits, after)
        if len(rows) < READ:
            return Found(hits, None)
    return Found(hits, after)


def _statement(
    connection: Connection, asked: Mapping[str, str], within: frozenset[str], rare: frozenset[Way]
) -> Select[Any]:
    before = entries.alias("before")
    earlier = and_(before.c.case_id == e.case_id, before.c.seq == e.seq - 1)
    columns = select(c.number, c.lifecycle, c.home, c.office, c.passed, e.case_id, e.seq, e.body, e.recorded_at,
                     before.c.body.label("earlier"))  # fmt: skip
    joined = columns.join(cases, c.id == e.case_id).join(before, earlier, isouter=True)
    return joined.where(c.home.in_(sorted(within)), *_conditions(connection, asked), *_narrowed(asked["mark"], rare))


def _from(statement: Select[Any], after: Place | None) -> Select[Any]:
    rest = statement.where(tuple_(e.case_id, e.seq) < after) if after else statement
    return rest.order_by(e.case_id.desc(), e.seq.desc()).limit(READ)


def _conditions(connection: Connection, asked: Mapping[str, str]) -> Iterator[ColumnElement[bool]]:
    """One for each field that was filled in."""
    made: dict[str, Callable[[str], ColumnElement[bool]]] = {
        "q": _says,
        "lifecycle": lambda key: c.lifecycle == key,
        "law": lambda rule: _steps(_standing_on(connection, rule)),
        "actor": _acted,
        "since": lambda day: e.recorded_at >= midnight(date.fromisoformat(day)),
        "until": lambda day: e.recorded_at < midnight(date.fromisoformat(day) + timedelta(days=1)),
    }
    yield from (condition(asked[name]) for name, condition in made.items() if asked[name])
    if asked["mark"] == "backdated":
        yield e.recorded_at - e.effective_at > DAY


def _standing_on(connection: Connection, rule: str) -> Named:
    """The steps of each lifecycle that cite a rule, by any definition that entries were written under."""
    found: Named = {}
    for definition in kept(connection).values():
        steps = {step for (step, _, _), laws in definition.laws.items() if rule in laws}
        found[definition.lifecycle] = found.get(definition.lifecycle, set()) | steps
    return found


def _narrowed(mark: str, rare: frozenset[Way]) -> Iterator[ColumnElement[bool]]:
    """What the database can leave out of what is out of the ordinary: steps that can't be."""
    if mark == "exception":
        yield _steps({lc.key: set(open_to_substitutes(lc)) for lc in lifecycles().values()})
    elif mark == "rare":
        ways: Named = {}
        for key, source, target in rare:
            own = {s.name for s in lifecycles()[key].steps if (s.source.name, s.target.name) == (source, target)}
            ways[key] = ways.get(key, set()) | own
        yield _steps(ways)


def _steps(named: Named) -> ColumnElement[bool]:
    """Steps of these names in these lifecycles; by their names they are found in an index."""
    whole = sorted(set().union(*named.values()))
    own = [and_(c.lifecycle == key, e.step.in_(sorted(steps))) for key, steps in sorted(named.items()) if steps]
    return and_(e.step.in_(whole), or_(False, *own))


def _acted(who: str) -> ColumnElement[bool]:
    named = select(users.c.id).where(or_(users.c.name == who, users.c.display == who))
    return or_(e.actor == who, e.actor.in_(named))


def _says(words: str) -> ColumnElement[bool]:
    """A case's number or subject, or what somebody wrote; not in cases that tell who must not be known."""
    hidden = [lc.key for lc in lifecycles().values() if lc.name in IDENTITY]
    wrote = select(text("1")).select_from(disclosures).where(
        d.case_id == e.case_id, d.seq == e.seq, d.opened.contains(words, autoescape=True), c.lifecycle.not_in(hidden)
    )  # fmt: skip
    subject = and_(c.subject_name.contains(words, autoescape=True), c.lifecycle.not_in(hidden))
    return or_(c.number == words, c.subject_number == words, subject, wrote.correlate(entries, cases).exists())


def _rare(
    connection: Connection, asked: Mapping[str, str], within: frozenset[str], reference: Reference, at: int
) -> frozenset[Way]:
    """The ways that few took, of the lifecycle asked for or of all."""
    kinds: list[Lifecycle] = [lc for lc in lifecycles().values() if asked["lifecycle"] in ("", lc.key)]
    home = c.home.in_(sorted(within))
    found = ((lc.key, spent(connection, lc, [home], reference.calendar, at).rare()) for lc in kinds)
    return frozenset((key, rare.source, rare.target) for key, ways in found for rare in ways)


def _hit(row: Any, mark: str, rare: frozenset[Way], reference: Reference) -> Hit | None:
    body = json.loads(bytes(row.body))
    due = json.loads(bytes(row.earlier))["due"] if row.earlier else None
    late = due is not None and body["role"] != "clock" and instant(body["effective"]) > instant(due["at"])
    told = {
        "late": late,
        "behalf": body["on_behalf_of"] is not None,
        "exception": mark == "exception"
        and stood_in(lifecycles()[row.lifecycle], body, Desk(row.home, row.office, row.passed), reference),
        "rare": (row.lifecycle, body["source"], body["target"]) in rare,
    }
    return Hit(row.number, row.lifecycle, row.seq, body, row.recorded_at, late) if told.get(mark, True) else None
