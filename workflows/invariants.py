"""What always holds: one checker that tests, trials, benchmarks and `verify` share; each breach is a sentence."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain
from typing import Any

from sqlalchemy import Connection, Table, func, select

from models.case import cases, entries, links
from models.files import Files
from models.people import assignments, commissioners
from models.register import titles
from workflows.case_invariants import history
from workflows.explained import unexplained
from workflows.facts import set_aside
from workflows.kept_definitions import Definition, changed, kept
from workflows.notice_numbers import numbers_hold
from workflows.row_invariants import books_hold, reckoned, refused_rows
from workflows.seal import opens
from workflows.stored import Line, Read, Stored, pages
from workflows.stored_files import unkept

SETTLED = {"dismissed", "amended", "inadmissible", "withdrawn", "moot"}


def broken(connection: Connection, files: Files | None = None) -> Iterator[str]:
    """Every breach of an invariant, within this transaction; nothing: all hold. Its memory is flat.

    `files`: the store, where it is to be looked at, too.
    """

    def read(work: Any) -> Any:
        return work(connection)

    known = kept(connection)
    yield from (wrong for page in pages(read) for case in page for wrong in broken_case(case, known))
    yield from breaches(read)
    yield from unkept(connection, files) if files else ()


def breaches(read: Read) -> Iterator[str]:
    """Of what holds across cases: each question is one statement, in a transaction of its own; deadlines by pages."""
    for check in (changed, _without_case, _announced, _keys, _quotas):
        yield from read(partial(_all, check=check))
    yield from reckoned(read)
    for check in (refused_rows, books_hold, numbers_hold):
        yield from read(partial(_all, check=check))


def _all(connection: Connection, check: Callable[[Connection], Iterator[str]]) -> list[str]:
    return list(check(connection))


def broken_case(case: Stored, known: Mapping[str, Definition]) -> Iterator[str]:
    """Of one case and its history; what can't be read at all is a breach, too."""
    try:
        yield from list(_broken(case, known))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        yield f"{case.case.number}: its history can't be read ({type(error).__name__}: {error})"


def _broken(case: Stored, known: Mapping[str, Definition]) -> Iterator[str]:
    if not case.rows:
        yield f"{case.case.number}: has no history"
        return
    lines = case.lines
    yield from chain(history(case.case, lines, known), _committed(case.case.id, lines), unexplained(lines))
    yield from _files(case, lines)


def _committed(id: int, lines: Sequence[Line]) -> Iterator[str]:
    """What is disclosed is what was committed."""
    for line in lines:
        for name, (salt, value) in line.opened.items():
            if not opens(line.body["data"].get(name, ""), salt, value):
                yield f"case {id}, entry {line.row.seq}: {name} is not what was committed"


def _files(case: Stored, lines: Sequence[Line]) -> Iterator[str]:
    """Files are still those that were handed in."""
    opened = {line.row.seq: line.opened for line in lines} if case.files else {}
    for file in case.files:
        found = opened.get(file.seq, {}).get(f"material.{file.id}.sha256")
        if found is not None and found[1] != file.sha256:
            yield f"file {file.id}: is not the one that entry {file.seq} committed"


def _without_case(connection: Connection) -> Iterator[str]:
    e = entries.c
    asked = select(e.case_id).join(cases, cases.c.id == e.case_id, isouter=True).where(cases.c.id.is_(None)).distinct()
    yield from (f"case {id}: is gone, and its history is not" for id in connection.execute(asked).scalars())


def _keys(connection: Connection) -> Iterator[str]:
    """An idempotency key has one result, and a slot one case."""
    for row in _several(connection, entries, "actor", "key"):
        yield f"key {row.key} of {row.actor}: has {row.many} results"
    for row in _several(connection, cases, "slot"):
        yield f"slot {row.slot}: is held by {row.many} cases"


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
        .where(links.c.kind == "objection", objection.c.state.notin_(SETTLED), ~set_aside(objection.c.id))
    )
    for number, other, state in connection.execute(asked):
        yield f"{number}: was announced over the objection {other}, which is {state}"
