"""House rules: who may commit, who may move a case, and who may look at a clock."""

import ast
from collections.abc import Callable, Iterable, Iterator

import pytest

from tests.house.sources import Source, at, dotted, packages, read

EDGE = {
    "models/database.py": "transaction: the one place that begins and commits",
    "bench/jobs.py": "how another program would do it, beside ours",
    "migrations/run.py": "the schema has a transaction of its own, before any table is there",
}
# `fire`, `begin`, and their writes; and the checkpointer, which gives entries their leaf
ENGINE = (
    "workflows/engine.py",
    "workflows/begin.py",
    "workflows/record.py",
    "workflows/checkpoints.py",
    "workflows/noting.py",
)
MOVING = {"state", "version", "head", "due_at", "due_step", "due_from"}
CLOCK_EDGE = {"models/drift.py": "holds the machine's clock against the database's, and lives by neither"}
CLOCKS = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "time.time_ns"}


def ends_a_transaction(source: Source) -> list[str]:
    ends = {"commit", "rollback", "begin"}
    calls = [call for call in source.calls() if isinstance(call.func, ast.Attribute) and call.func.attr in ends]
    return [at(source, call) for call in calls]


def reads_a_clock(source: Source) -> list[str]:
    return [at(source, call) for call in source.calls() if ".".join(dotted(call.func).split(".")[-2:]) in CLOCKS]


def moves_a_case(source: Source) -> list[str]:
    """Assignments to an attribute `state`, and SQL that writes an entry, or what an entry says of its case."""
    assigned = [
        at(source, target)
        for node in ast.walk(source.tree)
        for target in _targets(node)
        if isinstance(target, ast.Attribute) and target.attr == "state"
    ]
    written = [at(source, call) for call in source.calls() if _writes_history(call)]
    return sorted({*assigned, *written})


def _targets(node: ast.AST) -> Iterator[ast.expr]:
    if isinstance(node, ast.Assign):
        yield from node.targets
    elif isinstance(node, ast.AugAssign | ast.AnnAssign):
        yield node.target


def _writes_history(call: ast.Call) -> bool:
    verb = dotted(call.func).split(".")[-1] or getattr(call.func, "attr", "")
    if verb in {"insert", "delete", "write"}:
        return bool(_tables(call) & {"entries", "cases"})
    if verb == "update":
        return "entries" in _tables(call)
    # Other columns of a case may be set anywhere, by name: a list of rows could hold anything.
    named = {keyword.arg for keyword in call.keywords}
    return verb == "values" and _updates_cases(call.func) and (bool(call.args) or None in named or bool(named & MOVING))


def _tables(call: ast.Call) -> set[str]:
    """What stands directly in a call, or before its dot: `update(cases)`, `m.cases.update()`."""
    before = call.func.value if isinstance(call.func, ast.Attribute) else None
    return {dotted(node).split(".")[-1] for node in (*call.args, before) if node is not None}


def _updates_cases(chain: ast.expr) -> bool:
    calls = [node for node in ast.walk(chain) if isinstance(node, ast.Call)]
    return any(dotted(c.func).split(".")[-1] == "update" and "cases" in _tables(c) for c in calls)


def everywhere(rule: Callable[[Source], list[str]], *, but: Iterable[str] = ()) -> list[str]:
    return [place for s in packages() if not s.path.startswith(tuple(but)) for place in rule(s)]


def test_only_the_edge_begins_and_commits() -> None:
    assert everywhere(ends_a_transaction, but=EDGE) == []


def test_only_the_engine_moves_a_case() -> None:
    assert everywhere(moves_a_case, but=ENGINE) == []


def test_nobody_reads_a_clock() -> None:
    assert everywhere(reads_a_clock, but=CLOCK_EDGE) == []


@pytest.mark.parametrize(
    "line",
    [
        "case.state = 'certified'",
        "update(cases).where(x).values(state='certified')",
        "m.cases.update().values(version=2)",
        "update(cases).values(**row)",
        "update(cases).values(row)",
        "write(connection, 'update', cases, rows)",
        "write(connection, 'insert', entries, rows)",
        "connection.execute(insert(entries), rows)",
        "connection.execute(case.entries.delete())",
    ],
)
def test_moving_a_case_is_noticed(line: str) -> None:
    assert moves_a_case(read("web/case.py", line)) != []


@pytest.mark.parametrize(
    "line",
    [
        "select(cases.c.state)",
        "state = case.state",
        "update(cases).where(cases.c.version == 2).values(data=form)",
        "write(connection, 'insert', materials, rows)",
    ],
)
def test_reading_a_case_is_not(line: str) -> None:
    assert moves_a_case(read("web/case.py", line)) == []


def test_a_clock_and_a_commit_are_noticed() -> None:
    source = read("web/case.py", "datetime.datetime.now(UTC)\ntime.time()\nconnection.commit()\nengine.begin()")
    assert reads_a_clock(source) == ["web/case.py:1", "web/case.py:2"]
    assert ends_a_transaction(source) == ["web/case.py:3", "web/case.py:4"]
