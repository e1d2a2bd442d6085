"""A browser's form read back into values: the other half of templates/parts/fields.html."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from werkzeug.datastructures import MultiDict

from web.language import SHANGHAI
from workflows.form import Field

OURS = frozenset({"csrf_token", "version", "comment", "kept"})


def values(fields: Iterable[Field], form: MultiDict[str, str]) -> dict[str, Any]:
    """What was typed, in the shapes that the API takes, for the engine to check.

    Fields that the step doesn't know are passed on, so that the engine can refuse them; those of the page itself
    (token, version, comment) are not. An unticked box is sent by no browser: it reads as None, "take it back".
    """
    known = {field.name: field for field in fields}
    sent: dict[str, Any] = {name: form[name] for name in form if name not in known and name not in OURS}
    for name, field in known.items():
        if name in form or field.type in ("bool", "list"):
            sent[name] = _value(field, form.getlist(name))
    return sent


def _value(field: Field, typed: list[str]) -> Any:
    if field.type == "list":
        lines = typed if field.choices else "\n".join(typed).splitlines()
        return [line.strip() for line in lines if line.strip()]
    if field.type == "bool":
        return True if typed == ["true"] else None
    return _instant(typed[0]) if field.type == "datetime" else typed[0]


def _instant(typed: str) -> str:
    """Shanghai's wall clock with its zone; what is no time stays as typed, and is refused by its words."""
    try:
        at = datetime.fromisoformat(typed)
    except ValueError:
        return typed
    return (at if at.tzinfo else at.replace(tzinfo=SHANGHAI)).isoformat()
