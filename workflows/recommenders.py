"""Hubei's recommending units as they are set up: each one's kind, its area, its members (HB-9, HB-21)."""

from collections.abc import Collection, Mapping
from typing import NamedTuple

from sqlalchemy import Connection, delete, insert, select
from stdnum.cn import uscc

from models.recommending import recommending_units, unit_members
from workflows.errors import Reason
from workflows.form import Label

LEVEL = "recommender"  # of the offices that can be such a unit
KINDS = {
    "city_centre": Label("市州中心，推荐本地区的机构", "city centre: those of its area"),
    "association": Label("协会、商会，推荐本会会员", "association or chamber: its members"),
    "department": Label("省中心业务部门，推荐不限", "department of the provincial centre: anybody"),
}
u, m = recommending_units.c, unit_members.c


class Unit(NamedTuple):
    """What is set for an office; `code`: its own credit code, where it may apply itself (HB-21)."""

    kind: str
    area: str = ""
    code: str = ""
    members: tuple[str, ...] = ()


def units(connection: Connection, offices: Collection[str]) -> Mapping[str, Unit]:
    """Those of these offices that are set up, by office."""
    members: dict[str, list[str]] = {}
    asked = select(m.office, m.credit_code).where(m.office.in_(offices)).order_by(m.credit_code)
    for office, code in connection.execute(asked):
        members.setdefault(office, []).append(code)
    rows = connection.execute(select(recommending_units).where(u.office.in_(offices)))
    return {r.office: Unit(r.kind, r.area or "", r.credit_code or "", tuple(members.get(r.office, ()))) for r in rows}


def wrong(connection: Connection, office: str, unit: Unit) -> list[Reason]:
    """Why an office can't be set up so; each reason names its field."""
    found = []
    if unit.kind not in KINDS:
        found.append(Reason("kind", "请选择推荐单位类别", "Choose the kind of unit.", "kind"))
    if (unit.kind == "city_centre") != bool(unit.area):
        said = "市州中心须填写所辖市州，其他单位不填", "A city centre has an area, no other unit has one."
        found.append(Reason("area", *said, "area"))
    return [*found, *_own_code_wrong(connection, office, unit.code), *_members_wrong(unit)]


def _own_code_wrong(connection: Connection, office: str, code: str) -> list[Reason]:
    if code and not uscc.is_valid(code):
        return [Reason("code", "本单位信用代码有误，请核对", "The unit's own code is wrong: check it.", "code")]
    if code and connection.execute(select(u.office).where(u.credit_code == code, u.office != office)).first():
        return [Reason("taken", "该信用代码已属另一推荐单位", "Another unit has this code.", "code")]
    return []


def _members_wrong(unit: Unit) -> list[Reason]:
    if unit.members and unit.kind != "association":
        return [Reason("members", "只有协会、商会登记会员", "Only an association has members.", "members")]
    if bad := [code for code in unit.members if not uscc.is_valid(code)]:
        told = "、".join(bad[:5])
        return [Reason("members", f"会员信用代码有误：{told}", f"Codes of members that are wrong: {told}", "members")]
    return []


def set_unit(connection: Connection, office: str, unit: Unit) -> None:
    """From now on the office recommends so; cases that run are judged by it at their next step."""
    connection.execute(delete(unit_members).where(m.office == office))
    connection.execute(delete(recommending_units).where(u.office == office))
    row = {"office": office, "kind": unit.kind, "area": unit.area or None, "credit_code": unit.code or None}
    connection.execute(insert(recommending_units).values(row))
    if unit.members:
        connection.execute(insert(unit_members), [{"office": office, "credit_code": code} for code in unit.members])
