"""Checking what was filled in against what a step asks for: known fields only, each of its type."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from workflows.errors import Reason
from workflows.form import Field
from workflows.instants import YEARS

LARGEST = 2**53 - 1  # canonical JSON holds no larger integer
# C0 and C1 controls, lone surrogates, and marks that turn the reading direction of what follows.
UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")


class Wrong(Exception):
    """A value is not of its field's type; carries the sentence in both languages."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh, self.en = zh, en


def checked(
    fields: Iterable[Field], sent: Mapping[str, Any], saved: Mapping[str, Any], *, partial: bool = False
) -> tuple[dict[str, Any], tuple[Reason, ...]]:
    """(clean values, reasons). `saved` was checked before; `partial` forgives what is still missing (a draft)."""
    known = {f.name: f for f in fields}
    clean: dict[str, Any] = {name: saved[name] for name in known if name in saved}
    reasons = [_unknown(name) for name in sent if name not in known]
    for name, value in sent.items():
        if name not in known:
            continue
        if _empty(value):
            clean.pop(name, None)
            continue
        try:
            clean[name] = value_of(known[name], value)
        except Wrong as wrong:
            reasons.append(_wrong(known[name], wrong))
    if not partial:
        reasons += [_missing(f) for f in known.values() if f.required and _absent(f, clean, reasons)]
    return clean, tuple(reasons)


def value_of(field: Field, value: Any) -> Any:
    """The value as history holds it (text NFC, decimals and dates as strings); Wrong if it isn't one."""
    clean = TYPES[field.type](field, value)
    if field.type in ("int", "decimal"):
        _in_range(field, Decimal(clean))
    return clean


def _empty(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip()) or value == []


def _absent(field: Field, clean: Mapping[str, Any], reasons: Iterable[Reason]) -> bool:
    # A box that must be ticked is missing while it is unticked; what is wrong needn't be called missing, too.
    if any(r.field == field.name for r in reasons):
        return False
    return field.name not in clean or clean[field.name] is False


def _text(field: Field, value: Any) -> str:
    if not isinstance(value, str):
        raise Wrong("应为文字", "must be text")
    clean = unicodedata.normalize("NFC", value.replace("\r\n", "\n")).strip()
    if UNSAFE.search(clean):
        raise Wrong("含有不能使用的控制字符", "holds control characters, which cannot be used")
    if len(clean) > field.max_length:
        raise Wrong(
            f"最多 {field.max_length} 字，现为 {len(clean)} 字",
            f"may have {field.max_length} characters at most, and has {len(clean)}",
        )
    return clean


def _int(_field: Field, value: Any) -> int:
    if isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,16}", value.strip()):
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or abs(value) > LARGEST:
        raise Wrong("应为整数", "must be a whole number")
    return value


def _decimal(_field: Field, value: Any) -> str:
    try:
        number = Decimal(str(value).strip()) if not isinstance(value, bool | float) else None
    except InvalidOperation:
        number = None
    if number is None or not number.is_finite() or abs(number) > LARGEST:
        raise Wrong("应为数字", 'must be a number (as a string, such as "0.75")')
    return f"{number:f}"


def _in_range(field: Field, number: Decimal) -> None:
    if field.minimum is not None and number < field.minimum:
        raise Wrong(f"不得小于 {field.minimum}", f"must be at least {field.minimum}")
    if field.maximum is not None and number > field.maximum:
        raise Wrong(f"不得大于 {field.maximum}", f"must be at most {field.maximum}")


def _date(_field: Field, value: Any) -> str:
    try:
        day = date.fromisoformat(value)
    except (TypeError, ValueError):
        day = None
    if day is None or day.year not in YEARS:
        raise Wrong("应为日期，如 2026-09-28", "must be a date such as 2026-09-28")
    return day.isoformat()


def _datetime(_field: Field, value: Any) -> str:
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        moment = None
    if moment is None or moment.tzinfo is None or moment.year not in YEARS:
        raise Wrong(
            "应为带时区的时刻，如 2026-09-28T09:00:00+08:00",
            "must be an instant with its zone, such as 2026-09-28T09:00:00+08:00",
        )
    return moment.isoformat()


def _bool(_field: Field, value: Any) -> bool:
    if not isinstance(value, bool):
        raise Wrong("应为是或否", "must be true or false")
    return value


def _choice(field: Field, value: Any) -> str:
    allowed = [name for name, _ in field.choices]
    if value not in allowed:
        raise Wrong("请在所列选项中选择", "must be one of: " + ", ".join(allowed))
    return str(value)


def _list(field: Field, value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise Wrong("应为列表", "must be a list")
    if len(value) > field.max_length:
        raise Wrong(f"最多 {field.max_length} 项", f"may have {field.max_length} items at most")
    item = Field(field.name, field.label, field.of or ("choice" if field.choices else "text"), choices=field.choices)
    found = [value_of(item, one) for one in value]
    return list(dict.fromkeys(found))


def _code(_field: Field, value: Any) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"[A-Za-z0-9._-]{1,80}", value.strip()):
        raise Wrong("应为编号或代码", "must be a number or code as the system gives it")
    return value.strip()


TYPES: dict[str, Callable[[Field, Any], Any]] = {
    "text": _text, "int": _int, "decimal": _decimal, "date": _date, "datetime": _datetime, "bool": _bool,
    "choice": _choice, "list": _list, "case": _code, "office": _code, "person": _code,
}  # fmt: skip


def _unknown(name: str) -> Reason:
    shown = name[:80]
    return Reason("field_unknown", f"没有“{shown}”这一栏", f"There is no field “{shown}” here.", shown)


def _missing(field: Field) -> Reason:
    return Reason("field_missing", f"请填写“{field.label.zh}”", f"Fill in “{field.label.en}”.", field.name)


def _wrong(field: Field, wrong: Wrong) -> Reason:
    return Reason("field_wrong", f"“{field.label.zh}”{wrong.zh}", f"“{field.label.en}” {wrong.en}.", field.name)
