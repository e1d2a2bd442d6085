"""What always holds: one checker that tests, trials, benchmarks and `verify` share; each breach is a sentence."""

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, groupby
from typing import Any

from sqlalchemy import Connection, Table, func, select

from models.case import cases, definitions, disclosures, entries, links
from models.material import materials
from models.people import assignments, commissioners
from models.register import titles
from workflows.case_invariants import Line, history
from workflows.explained import Told, unexplained
from workflows.moves import Case
from workflows.seal import canonical, commitment, digest

SETTLED = {"dismissed", "amended", "inadmissible", "withdrawn", "moot"}
SOME = 500  # cases whose histories are in memory at a time


def broken(connection: Connection) -> Iterator[str]:
    """Every breach of an invariant; nothing: all hold. Reads each history once, page by page: its memory is flat."""
    known = {r.digest: json.loads(bytes(r.body)) for r in connection.execute(select(definitions))}
    yield from (f"definition {name}: its bytes changed" for name in known if not _is(name, known[name]))
    after, c = 0, cases.c
    while rows := connection.execute(select(cases).where(c.id > after).order_by(c.id).limit(SOME)).all():
        yield from _page(connection, [Case(*row) for row in rows], after, known)
        after = rows[-1].id
    checks = (_without_case, _announced, _keys, _quotas)
    yield from chain.from_iterable(check(connection) for check in checks)


def _is(name: str, definition: dict[str, Any]) -> bool:
    return digest(canonical(definition)).hex() == name


def _page(
    connection: Connection, page: Sequence[Case], after: int, known: Mapping[str, dict[str, Any]]
) -> Iterator[str]:
    upto = page[-1].id
    stored = connection.execute(_of(entries, after, upto).order_by(entries.c.case_id, entries.c.seq))
    grouped = groupby(stored, key=lambda row: row.case_id)
    lines = {id: [Line(row, json.loads(str(row.body, "utf-8"))) for row in rows] for id, rows in grouped}
    for case in page:
        yield from history(case, lines[case.id], known) if case.id in lines else (f"{case.number}: has no history",)
    yield from _disclosed(connection, lines, after, upto)


def _of(table: Table, after: int, upto: int) -> Any:
    return select(table).where(table.c.case_id > after, table.c.case_id <= upto)


def _disclosed(connection: Connection, lines: Mapping[int, Sequence[Line]], after: int, upto: int) -> Iterator[str]:
    """What is disclosed is what was committed, nothing left without an order, and files are still the same."""
    told = connection.execute(_of(disclosures, after, upto))
    opened: dict[tuple[int, int], dict[str, Any]] = {(row.case_id, row.seq): json.loads(row.opened) for row in told}
    for id, own in lines.items():
        case = [Told(line.row.seq, line.body, opened.get((id, line.row.seq), {})) for line in own]
        yield from _committed(id, case)
        yield from unexplained(case)
    for file in connection.execute(_of(materials, after, upto).where(materials.c.seq.is_not(None))):
        found = opened.get((file.case_id, file.seq), {}).get(f"material.{file.id}.sha256")
        if found is not None and found[1] != file.sha256:
            yield f"file {file.id}: is not the one that entry {file.seq} committed"


def _committed(id: int, case: Sequence[Told]) -> Iterator[str]:
    for line in case:
        for name, (salt, value) in line.opened.items():
            if line.body["data"].get(name) != commitment(salt, value):
                yield f"case {id}, entry {line.seq}: {name} is not what was committed"


def _without_case(connection: Connection) -> Iterator[str]:
    e = entries.c
    asked = select(e.case_id).join(cases, cases.c.id == e.case_id, isouter=True).where(cases.c.id.is_(None)).distinct()
    yield from (f"case {id}: is gone, and its history is not" for id in connection.execute(asked).scalars())


def _keys(connection: Connection) -> Iterator[str]:
    """An idempotency key has one result."""
    for row in _several(connection, entries, "actor", "key"):
        yield f"key {row.key} of {row.actor}: has {row.many} results"


def _quotas(connection: Connection) -> Iterator[str]:
    """What only one may hold, and what is counted: as the rows themselves say it, whatever a constraint said."""
    for row in _several(connection, titles, "book", "subject_number", "address"):
        yield f"{row.subject_number}: holds {row.many} titles in force at one address"
    for row in _several(connection, assignments, "enterprise"):
        yield f"{row.enterprise}: is served by {row.many} commissioners"
    s, a = commissioners.c, assignments.c
    serves = select(func.count()).where(a.commissioner == s.number, a.ended_at.is_(None)).scalar_subquery()
    for number, load, count in connection.execute(select(s.number, s.load, serves).where(s.load != serves)):
        yield f"{number}: serves {count} enterprises, and {load} are counted"


def _several(connection: Connection, table: Table, *names: str) -> Sequence[Any]:
    """Values of these columns that more than one row in force has."""
    columns = [table.c[name] for name in names]
    asked = select(*columns, func.count().label("many")).where(columns[-1].is_not(None))
    if "ended_at" in table.c:
        asked = asked.where(table.c.ended_at.is_(None))
    return connection.execute(asked.group_by(*columns).having(func.count() > 1)).all()


def _announced(connection: Connection) -> Iterator[str]:
    """Nothing is announced over an open or an upheld objection."""
    objection, case = cases.alias(), cases.alias()
    e = entries.c
    asked = (
        select(case.c.number, objection.c.number, objection.c.state)
        .join(links, links.c.to_id == case.c.id)
        .join(objection, objection.c.id == links.c.from_id)
        .join(entries, (e.case_id == case.c.id) & (e.step == "announce"))
        .where(links.c.kind == "objection", objection.c.state.notin_(SETTLED))
    )
    for number, other, state in connection.execute(asked):
        yield f"{number}: was announced over the objection {other}, which is {state}"
