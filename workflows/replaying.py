"""A case as its entries alone tell it, after each of them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from workflows.lifecycle import Lifecycle
from workflows.stored import Line


class Stand(NamedTuple):
    """Where a case stood after an entry."""

    seq: int
    state: str
    head: bytes
    due: dict[str, Any] | None  # as the body has it: step, from, at, provisional
    form: Mapping[str, Any]  # what is still disclosed of it
    effective: str
    body: Mapping[str, Any]
    opened: Mapping[str, Any]  # what this entry gave, as far as it is disclosed


def replay(lifecycle: Lifecycle, lines: Sequence[Line]) -> Iterator[Stand]:
    """The case after each entry, oldest first."""
    form: dict[str, Any] = {}
    for line in lines:
        body = line.body
        opened = {name: value for name, (_, value) in line.opened.items()}
        given = _given(lifecycle, body, opened)
        form = {**form, **given} if given else form
        yield Stand(line.row.seq, body["target"], line.row.hash, body["due"], form, body["effective"], body, opened)


def _given(lifecycle: Lifecycle, body: Mapping[str, Any], opened: Mapping[str, Any]) -> dict[str, Any]:
    """What an entry gives to the case's own form."""
    if body["kind"] == "begin":
        return dict(opened)
    step = lifecycle.at.get((body["source"], body["step"]))
    if step is None:
        return {}
    own = {name: value for name, value in opened.items() if name in lifecycle.form or name == "late"}
    return {**own, **dict(step.marks)}
