"""`yizhan office`: the offices of a new installation."""

import re

import click
from sqlalchemy import insert

from commands.installed import installed
from models.database import Present, transaction
from models.office import offices
from models.reference import Reference, changed, current
from workflows.rulebook import Rulebook
from workflows.rulebooks import editions

CODE = re.compile(r"[a-z0-9-]{1,40}")


@click.group()
def office() -> None:
    """机构 · Offices."""


@office.command()
@click.argument("code")
@click.option("--book", required=True, help="规则手册 · The region's rule book, such as guangzhou")
@click.option("--level", required=True, help="层级 · Level, as the rule book has it")
@click.option("--parent", help="上级机构代码 · Code of the office above")
@click.option("--name", required=True, help="名称 · Name")
@click.option("--name-en", help="英文名称 · Name in English; left out: the same")
def add(code: str, book: str, level: str, parent: str | None, name: str, name_en: str | None) -> None:
    """新建机构 · A new office; a code is never used again."""
    row = {"code": code, "book": book, "level": level, "parent": parent, "zh": name, "en": name_en or name}

    def work(present: Present) -> None:
        if wrong := _wrong(code, book, level, parent, current(present.connection)):
            raise click.ClickException(wrong)
        present.connection.execute(insert(offices).values(row))
        changed(present.connection)

    with installed() as (_, engine):
        transaction(engine, work)
    click.echo(f"机构已建立 · The office was added: {code}")


def _wrong(code: str, book: str, level: str, parent: str | None, known: Reference) -> str | None:
    if not CODE.fullmatch(code) or code in known.offices:
        return f"机构代码只含小写字母、数字和连字符，且不得重复 · A code is [a-z0-9-], and new: {code}"
    if not (of := editions(book)):
        return f"没有这本规则手册 · No such rule book: {book}"
    if level not in of[0].levels:
        return f"该手册的层级为 · This book's levels are: {', '.join(of[0].levels)}"
    return _parent_wrong(of[0], level, parent, known)


def _parent_wrong(book: Rulebook, level: str, parent: str | None, known: Reference) -> str | None:
    """The top level has no office above it; every other has one of its book, at a higher level."""
    if level == book.levels[0]:
        return None if parent is None else f"最高层级没有上级机构 · The level {level} has no parent"
    above = known.offices.get(parent or "")
    higher = book.levels[: book.levels.index(level)]
    if above is None or above.book != book.book or above.level not in higher:
        return f"须指明上级机构，层级为 · Name the office above, of level: {', '.join(higher)}"
    return None
