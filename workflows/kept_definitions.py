"""The definitions that entries were written under, each taken apart once, so that its parts are found at once."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Connection, select

from models.case import definitions
from workflows.seal import digest


class Definition(NamedTuple):
    """What a history is held to."""

    lifecycle: str
    initial: str
    final: frozenset[str]
    clocks: Mapping[str, list[str]]  # state -> the steps that its clock takes
    laws: Mapping[tuple[str, str, str], list[str]]  # (step, source, target) -> the rules that it stands on
    does: Mapping[tuple[str, str], list[str]]  # (source, step) -> its effects


NONE = Definition("", "", frozenset(), {}, {}, {})


def kept(connection: Connection) -> dict[str, Definition]:
    """By digest, those whose bytes are still its own."""
    return {name: _taken_apart(orjson.loads(body)) for name, body in _stored(connection) if _is(name, body)}


def changed(connection: Connection) -> Iterator[str]:
    """Each other."""
    yield from (f"definition {name}: its bytes changed" for name, body in _stored(connection) if not _is(name, body))


def _stored(connection: Connection) -> list[tuple[str, bytes]]:
    d = definitions.c
    return [(row.digest, bytes(row.body)) for row in connection.execute(select(d.digest, d.body).order_by(d.digest))]


def _is(name: str, body: bytes) -> bool:
    return digest(body).hex() == name


def _taken_apart(definition: dict[str, Any]) -> Definition:
    clocks: dict[str, list[str]] = {}
    laws: dict[tuple[str, str, str], list[str]] = {}
    does = {(step["source"], step["name"]): step["does"] for step in definition["steps"]}
    for step in definition["steps"]:
        laws.setdefault((step["name"], step["source"], step["target"]), step["law"])
        if step["who"] == ["clock"]:
            clocks.setdefault(step["source"], []).append(step["name"])
    final = frozenset(state["name"] for state in definition["states"] if state["final"])
    return Definition(definition["key"], definition["initial"], final, clocks, laws, does)
