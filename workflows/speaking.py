"""Whom somebody may speak for, told by its number alone: a unit, an enterprise, a commissioner or a station."""

from collections.abc import Callable

from sqlalchemy import Connection, select
from stdnum.cn import uscc

from models.case import cases
from models.people import commissioners, enterprises
from models.register import stations
from workflows.form import Label

Subject = tuple[str, str, str]  # kind, number, name
KINDS = {
    "organisation": Label("单位", "Organisation"),
    "enterprise": Label("企业", "Enterprise"),
    "commissioner": Label("服务专员", "Commissioner"),
    "station": Label("服务站", "Station"),
}
UNKNOWN = Label(
    "没有这个对象：单位和企业填写有效的统一社会信用代码，服务专员和服务站填写名册编号。",
    "There is none of this number: give a valid unified social credit code, or a number of the register.",
)


def known(connection: Connection, kind: str, number: str) -> Subject | None:
    """Its number as it is written, and its name as a register or an earlier case knows it, else the number."""
    asked = KNOWN.get(kind)
    return asked(connection, number.strip()) if asked else None


def _organisation(connection: Connection, number: str) -> Subject | None:
    if not uscc.is_valid(number):
        return None
    code: str = uscc.compact(number)
    named = select(cases.c.subject_name).where(cases.c.subject_kind == "organisation", cases.c.subject_number == code)
    name: str | None = connection.execute(named.order_by(cases.c.id.desc()).limit(1)).scalar()
    return "organisation", code, name or code


def _enterprise(connection: Connection, number: str) -> Subject | None:
    if not uscc.is_valid(number):
        return None
    code: str = uscc.compact(number)
    name = connection.execute(select(enterprises.c.name).where(enterprises.c.credit_code == code)).scalar()
    return "enterprise", code, name or code


def _commissioner(connection: Connection, number: str) -> Subject | None:
    name = connection.execute(select(commissioners.c.name).where(commissioners.c.number == number)).scalar()
    return ("commissioner", number, name) if name else None


def _station(connection: Connection, number: str) -> Subject | None:
    name = connection.execute(select(stations.c.name).where(stations.c.plaque == number)).scalar()
    return ("station", number, name) if name else None


KNOWN: dict[str, Callable[[Connection, str], Subject | None]] = {
    "organisation": _organisation,
    "enterprise": _enterprise,
    "commissioner": _commissioner,
    "station": _station,
}
