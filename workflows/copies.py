"""Where a case's values stand a second time: the register, the public notice, an objection's subject, a slot."""

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, select, update

from models.case import cases, links
from models.notice import notices
from models.people import commissioners
from models.register import register_values, titles
from models.search import searched_row
from workflows.moves import Case
from workflows.rulebooks import lifecycles
from workflows.seal import text_of
from workflows.seeking import searched_anew

# The registers that cases enter, and their columns that hold what a form said.
REGISTERS = {titles: ("name", "operator", "address"), commissioners: ("name",)}


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
    _registers(connection, case, texts)
    _children(connection, case, texts)
    _notices(connection, case, texts)
    held = case.slot is not None and any(text in case.slot for text in texts)
    return gone(case.number) if held else case.slot


def _children(connection: Connection, case: Case, texts: set[str]) -> None:
    """The cases that this one opened, where they call their subject so."""
    c = cases.c
    asked = select(cases).where(c.parent == case.id, c.subject_name.in_(texts))
    for child in [Case(*row) for row in connection.execute(asked)]:
        left = child._replace(subject_name=None)
        search = searched_anew(left, lifecycles()[child.lifecycle], child.form)
        connection.execute(update(cases).where(c.id == child.id).values(subject_name=None, search=search))


def _registers(connection: Connection, case: Case, texts: set[str]) -> None:
    """The rows that this case entered or changed, and every value that it, or a change of them, wrote there."""
    v = register_values.c
    written = select(v.number).where(v.case_number == case.number)
    for table, names in REGISTERS.items():
        t = table.c
        for row in connection.execute(select(table).where((t.case_id == case.id) | t.number.in_(written))).all():
            new: dict[str, Any] = {name: _cleaned(row._mapping[name], case.number, texts) for name in names}
            new["data"] = text_of(_cleaned(json.loads(row.data), case.number, texts))
            new["search"] = searched_row(table.name, {**row._mapping, **new})
            connection.execute(update(table).where(t.number == row.number).values(new))
    told = select(v.id, v.value).where((v.case_number == case.number) | (v.number == case.number))
    for id, value in connection.execute(told).all():
        left = text_of(_cleaned(json.loads(value), case.number, texts))
        if left != value:
            connection.execute(update(register_values).where(v.id == id).values(value=left))


def _notices(connection: Connection, case: Case, texts: set[str]) -> None:
    n = notices.c
    listing = select(links.c.from_id).where(links.c.to_id == case.id, links.c.kind == "notice")
    asked = select(n.case_id, n.title, n.content).where((n.case_id == case.id) | n.case_id.in_(listing))
    for of, title, content in connection.execute(asked).all():
        told = json.loads(content)
        left = _cleaned(told, case.number, texts) if of == case.id else _listed_without(told, case.number, texts)
        new = {"content": text_of(left), "title": gone(case.number) if of == case.id and title in texts else title}
        connection.execute(update(notices).where(n.case_id == of).values(new))


def _listed_without(told: dict[str, Any], number: str, texts: set[str]) -> dict[str, Any]:
    listed = [_cleaned(one, number, texts) if one["number"] == number else one for one in told["cases"]]
    return {**told, "cases": listed}


def _cleaned(value: Any, number: str, texts: set[str]) -> Any:
    """A value of JSON without these texts, however deep they stand in it."""
    if isinstance(value, dict):
        return {name: _cleaned(one, number, texts) for name, one in value.items()}
    if isinstance(value, list):
        return [_cleaned(one, number, texts) for one in value]
    return gone(number) if isinstance(value, str) and value in texts else value


def _texts(value: Any) -> list[str]:
    found = value if isinstance(value, list) else [value]
    return [one for one in found if isinstance(one, str) and one]
