"""What an office says of itself: the short name in its notices' numbers, and where the public reaches it."""

from collections.abc import Mapping

from sqlalchemy import Connection, update

from models.office import offices
from models.reference import changed
from workflows.errors import Reason
from workflows.form import Label

LENGTHS = {"short": 20, "address": 200, "phone": 40}  # characters


def wrong(told: Mapping[str, str]) -> list[Reason]:
    """What can't stand in print: a text that is too long, or holds what no printer shows."""
    bad = [name for name, most in LENGTHS.items() if len(text := told.get(name, "")) > most or not text.isprintable()]
    return [Reason("field_wrong", *_must_be(LENGTHS[name]), name) for name in bad]


def _must_be(most: int) -> Label:
    return Label(f"最多 {most} 字，且不含不可见字符。", f"{most} characters at most, all of them visible.")


def describe(connection: Connection, code: str, told: Mapping[str, str]) -> bool:
    """Keep these of LENGTHS, an empty one as none; False where there is no such office. What was published keeps its
    number."""
    given = {name: told[name] or None for name in LENGTHS if name in told}
    there = connection.execute(update(offices).where(offices.c.code == code).values(given)).rowcount == 1
    if there:
        changed(connection)
    return there
