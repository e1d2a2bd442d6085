"""Where a case's values stand a second time: the register, the public notice, an objection's subject, a slot."""

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, select, update

from models.case import cases, links
from models.notice import notices
from models.register import stations
from workflows.moves import Case
from workflows.seal import text_of


def gone(number: str) -> str:
    """In an erased value's place, where something must stand; no two cases have the same."""
    return f"（已删除 · erased {number}）"


def erase_copies(connection: Connection, case: Case, values: Iterable[Any]) -> str | None:
    """Erase these values of a case wherever its other rows repeat them; what its slot is then.

    A notice keeps the digest of what was published: it shows that something was taken out since.
    """
    texts = {text for value in values for text in _texts(value)}
    if not texts:
        return case.slot
    s, c = stations.c, cases.c
    for column in (s.name, s.operator, s.address):
        own = update(stations).where(s.case_id == case.id, column.in_(texts))
        connection.execute(own.values({column: gone(case.number)}))
    connection.execute(update(cases).where(c.parent == case.id, c.subject_name.in_(texts)).values(subject_name=None))
    _notices(connection, case, texts)
    held = case.slot is not None and any(text in case.slot for text in texts)
    return gone(case.number) if held else case.slot


def _notices(connection: Connection, case: Case, texts: set[str]) -> None:
    n = notices.c
    listing = select(links.c.from_id).where(links.c.to_id == case.id, links.c.kind == "notice")
    asked = select(n.case_id, n.title, n.content).where((n.case_id == case.id) | n.case_id.in_(listing))
    for of, title, content in connection.execute(asked).all():
        told = json.loads(content)
        left = _without(told, texts) if of == case.id else _listed_without(told, case.number, texts)
        new = {"content": text_of(left), "title": gone(case.number) if of == case.id and title in texts else title}
        connection.execute(update(notices).where(n.case_id == of).values(new))


def _listed_without(told: dict[str, Any], number: str, texts: set[str]) -> dict[str, Any]:
    return {**told, "cases": [_without(one, texts) if one["number"] == number else one for one in told["cases"]]}


def _without(told: dict[str, Any], texts: set[str]) -> dict[str, Any]:
    return {name: None if isinstance(value, str) and value in texts else value for name, value in told.items()}


def _texts(value: Any) -> list[str]:
    found = value if isinstance(value, list) else [value]
    return [one for one in found if isinstance(one, str) and one]
