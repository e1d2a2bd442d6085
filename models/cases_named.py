"""Which of some numbers are cases': a register's value may also name an import, or a document."""

from collections.abc import Iterable

from sqlalchemy import Connection, select

from models.case import cases


def which_are_cases(connection: Connection, numbers: Iterable[str]) -> set[str]:
    return set(connection.execute(select(cases.c.number).where(cases.c.number.in_(set(numbers)))).scalars())
