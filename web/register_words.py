"""What a register holds, as people read it: its fields by the words of the forms that they came from."""

import json
from collections.abc import Iterable
from functools import cache
from typing import Any

from sqlalchemy import Row

from models.reference import Reference
from web.language import day, moment, t
from web.register_filters import POSTS
from workflows.form import Field, Label
from workflows.rulebooks import lifecycles
from workflows.title_state import ENDED, EXPIRED

FIELDS = {
    "name": Label("名称", "Name"),
    "operator": Label("运营单位", "Operator"),
    "address": Label("地址", "Address"),
    "office": Label("机构", "Office"),
    "area": Label("所在地", "Place"),
    "level": Label("级别", "Level"),
    "lists": Label("名单", "Lists"),
    "kind": Label("类别", "Kind"),
    "station": Label("所属服务站", "Station"),
    "plaque": Label("牌匾编号", "Plaque"),
    "plaque_state": Label("牌匾", "The plaque is"),
    "valid_until": Label("有效期至", "Valid until"),
    "ended_at": Label("终止时间", "Ended at"),
    "ended_how": Label("终止方式", "How it ended"),
    "service_rules": Label("服务制度", "Service rules"),
    "convention_signed_on": Label("服务公约签署日期", "Convention signed on"),
    "honour_withdrawn": Label("称号已撤回，依据", "Honour withdrawn by"),
    "unit": Label("单位", "Unit"),
    "position": Label("职务", "Position"),
    "contact_name": Label("联系人", "Contact"),
    "contact_phone": Label("联系电话", "Telephone"),
}
HIDDEN = frozenset({"ended_by"})  # an internal number: the case stands beside it
PLAQUES = {
    "out": Label("在外", "out"),
    "returned": Label("已交回", "returned"),
    "void": Label("已作废（遗失或拒交）", "void (lost or withheld)"),
}
LEVELS = {"national": Label("国家级", "national"), "provincial": Label("省级", "provincial")}
CODES = {
    "plaque_state": PLAQUES, "kind": POSTS, "level": LEVELS, "lists": LEVELS,
    "ended_how": {**ENDED, "expired": EXPIRED},
}  # fmt: skip


def words_of(value: Row[Any], book: str) -> Label:
    """What a field is called: by us, else by a form of its region, else by its own name."""
    asked = _asked(book).get(value.field, ())
    return FIELDS.get(value.field) or next((f.label for f in asked), Label(value.field, value.field))


def told(value: Row[Any], book: str, reference: Reference) -> str:
    """A value as people read it."""
    held = json.loads(value.value)
    if value.field == "lists" and isinstance(held, str):
        held = json.loads(held)
    if held in (None, []):
        return "—"
    if value.field == "ended_at":
        return moment(held)
    if value.field in ("valid_until", "convention_signed_on"):
        return day(held)
    if isinstance(held, list):
        return t("、", ", ").join(_coded(value.field, one, book, reference) for one in held)
    return _coded(value.field, held, book, reference)


def _coded(field: str, held: Any, book: str, reference: Reference) -> str:
    """A code in words: an office, one of ours, a form's choice; anything else is as somebody wrote it."""
    if field in ("office", "area") and held in reference.offices:
        return t(reference.offices[held].zh, reference.offices[held].en)
    if field == "service_rules":  # the law's own words, in both languages
        return t(*held.split(" · ")) if held.count(" · ") == 1 else str(held)
    choices = (dict(asked.choices).get(held) for asked in _asked(book).get(field, ()) if isinstance(held, str))
    ending = _ends(book).get(held) if field == "ended_how" else None
    words = CODES.get(field, {}).get(held) or ending or next(filter(None, choices), None)
    return t(*words) if words else str(held)


@cache
def _asked(book: str) -> dict[str, list[Field]]:
    """The fields of a region's forms, by name."""
    found: dict[str, list[Field]] = {}
    for field in _fields(book):
        found.setdefault(field.name, []).append(field)
    return found


@cache
def _ends(book: str) -> dict[str, Label]:
    """Steps by which somebody leaves a register, by name: who left by one is told so."""
    return {s.name: s.label for lc in lifecycles().values() if lc.book == book for s in lc.steps if s.does}


def _fields(book: str) -> Iterable[Field]:
    return (f for lc in lifecycles().values() if lc.book == book for s in lc.steps for f in s.asks.fields)
