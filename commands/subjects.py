"""Whom an account speaks for, told by its number alone: a credit code, or a plaque in the register."""

import click
from sqlalchemy import Connection, select
from stdnum.cn import uscc

from models.case import cases
from models.register import stations

WRONG = "不是有效的统一社会信用代码，也不在登记册中 · Neither a valid unified social credit code nor in the register"


def subject_of(connection: Connection, number: str) -> tuple[str, str, str]:
    """(kind, number, name): the name as the register or an earlier case knows it, else the number."""
    asked = select(stations.c.plaque, stations.c.name).where(stations.c.plaque == number)
    if station := connection.execute(asked).first():
        return "station", station.plaque, station.name
    if not uscc.is_valid(number):
        raise click.ClickException(f"{WRONG}: {number}")
    code: str = uscc.compact(number)
    known = select(cases.c.subject_name).where(cases.c.subject_kind == "organisation", cases.c.subject_number == code)
    name: str | None = connection.execute(known.order_by(cases.c.id.desc()).limit(1)).scalar()
    return "organisation", code, name or code
