"""`yizhan office`: the offices of a new installation."""

import click
from sqlalchemy import insert

from commands.installed import installed
from models.database import Present, transaction
from models.office import offices
from models.reference import changed, current
from workflows.importing.tree import office_wrong


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
        if wrong := office_wrong(code, book, level, parent, current(present.connection).offices):
            raise click.ClickException(f"{wrong.zh} · {wrong.en}")
        present.connection.execute(insert(offices).values(row))
        changed(present.connection)

    with installed() as (_, engine):
        transaction(engine, work)
    click.echo(f"机构已建立 · The office was added: {code}")
