"""What always holds of one case and its history: each breach is a sentence."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import Any

from workflows.actors import DESK_ROLES
from workflows.definition import rules
from workflows.instants import iso
from workflows.kept_definitions import NONE, Definition
from workflows.moves import Case
from workflows.rulebooks import lifecycles
from workflows.seal import ENTRY, again, digest
from workflows.stored import Line

Definitions = Mapping[str, Definition]


def history(case: Case, lines: Sequence[Line], known: Definitions) -> Iterator[str]:
    """State, version, deadline, chain, legality, separation of duties; `known` are the definitions by digest."""
    yield from _stands(case, lines)
    yield from _deadline(case, lines[-1], known)
    yield from _slot(case, lines[-1], known)
    for line, before in zip(lines, (None, *lines), strict=False):
        yield from (f"{line.at}: {wrong}" for wrong in _line(line, before))
        yield from (f"{line.at}: {wrong}" for wrong in _lawful(line, before, known))
    yield from _duties(lines)


def _stands(case: Case, lines: Sequence[Line]) -> Iterator[str]:
    last = lines[-1]
    if (case.version, case.head) != (len(lines), last.row.hash):
        yield f"{case.number}: its version or head is not its last entry's"
    if case.state != last.body["target"]:
        yield f"{case.number}: stands at {case.state}, its last entry at {last.body['target']}"
    for a, b in pairwise(lines):
        if a.row.recorded_at > b.row.recorded_at:
            yield f"{b.at}: was recorded before the one before it"


def _deadline(case: Case, last: Line, known: Definitions) -> Iterator[str]:
    """A due step exactly where the state has a clock, and the one that the last entry gave."""
    clocks = known.get(last.body["rules"], NONE).clocks.get(case.state, [])
    if clocks != ([case.due_step] if case.due_step else []):
        yield f"{case.number}: waits for {case.due_step}, its state for {clocks}"
    due = {
        "step": case.due_step,
        "from": _iso(case.due_from),
        "at": _iso(case.due_at),
        "provisional": bool(case.provisional),
    }
    if last.body["due"] != (due if case.due_step else None):
        yield f"{case.number}: its deadline is not the one that its last entry gave"


def _slot(case: Case, last: Line, known: Definitions) -> Iterator[str]:
    """What only one open case may hold is free again when the case has ended."""
    if case.slot is not None and case.state in known.get(last.body["rules"], NONE).final:
        yield f"{case.number}: has ended, and still holds {case.slot}"


def _iso(instant: int | None) -> str | None:
    return None if instant is None else iso(instant)


def _line(line: Line, before: Line | None) -> Iterator[str]:
    """Bytes, hash and link; and the columns beside them, which must say the same."""
    row, body = line.row, line.body
    if again(body) != row.body:
        yield "its bytes are not canonical"
    if digest(row.body, ENTRY) != row.hash:
        yield "its hash is not that of its bytes"
    if body["prev"] != (before.row.hash.hex() if before else ""):
        yield "it does not follow from the entry before it"
    if body["seq"] != row.seq or row.seq != (before.row.seq + 1 if before else 1):
        yield "the sequence has a gap"
    told = (body["kind"], body["step"], body["actor"], body["effective"], body["recorded"])
    if told != (row.kind, row.step, row.actor, iso(row.effective_at), iso(row.recorded_at)):
        yield "its columns say something else than its bytes"


def _lawful(line: Line, before: Line | None, known: Definitions) -> Iterator[str]:
    """The step leaves the state that the case stood in, by the definition that it was written under."""
    body = line.body
    definition = known.get(body["rules"])
    if definition is None:
        yield "its definition is not kept"
    elif before is None or body["kind"] == "begin":
        if before or body["kind"] != "begin" or body["target"] != definition.initial:
            yield "a case begins once, in its initial state"
    elif body["source"] != before.body["target"]:
        yield f"it leaves {body['source']}, and the case stood at {before.body['target']}"
    elif body["kind"] == "step":
        yield from _step(body, before, definition)


def _step(body: Mapping[str, Any], before: Line, definition: Definition) -> Iterator[str]:
    of = (body["step"], body["source"], body["target"])
    law = definition.laws.get(of)
    if law is None:
        yield f"there is no step {' '.join(of)}"
        return
    if body["law"] != law:
        yield "it cites another rule than its step"
    if body["step"] not in definition.clocks.get(body["source"], ()):
        return
    due = before.body["due"]
    if (
        due is None
        or due["step"] != body["step"]
        or body["effective"] < due["at"]
        or body["recorded"] < body["effective"]
    ):
        yield "the clock took it before its time"


@cache
def _excluded(lifecycle: str, name: str, source: str, rulebook: str) -> frozenset[str]:
    """The steps whose taker may not take this one, as the definition in force says; of older ones nothing is known."""
    now = lifecycles().get(lifecycle)
    if now is None or rules(now)[0] != rulebook or (source, name) not in now.at:
        return frozenset()
    return frozenset(step for guard in now.at[source, name].needs for step in getattr(guard, "excludes", ()))


def _duties(lines: Sequence[Line]) -> Iterator[str]:
    """Who filed a case, or took a step that this one must be apart from, did not take it."""
    filers: set[str] = set()
    took: dict[str, set[str]] = {}
    for line in lines:
        body, actor = line.body, line.body["actor"]
        apart = _excluded(body["lifecycle"], body["step"], body["source"], body["rules"]) if body["step"] else ()
        if any(actor in took.get(step, ()) for step in apart):
            yield f"{line.at}: {body['step']} was taken by who may not take it, too"
        if body["role"] in DESK_ROLES and body["on_behalf_of"] is None and actor in filers:
            yield f"{line.at}: {body['step']} was taken by who filed the case"
        if body["role"] == "applicant":
            filers.add(actor)
        took.setdefault(body["step"], set()).add(actor)
