"""Whom an account speaks for, told by its number alone: a credit code, or a plaque in the register."""

import click
from sqlalchemy import Connection

from workflows.speaking import Subject, known

WRONG = "不是有效的统一社会信用代码，也不在登记册中 · Neither a valid unified social credit code nor in the register"


def subject_of(connection: Connection, number: str) -> Subject:
    """(kind, number, name): the name as the register or an earlier case knows it, else the number."""
    found = known(connection, "station", number) or known(connection, "organisation", number)
    if found is None:
        raise click.ClickException(f"{WRONG}: {number}")
    return found
