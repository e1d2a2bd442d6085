"""`yizhan office`: the offices of a new installation."""

import click
from sqlalchemy import insert

from commands.installed import installed
from models.database import Present, transaction
from models.office import offices
from models.reference import changed, current
from workflows.importing.tree import office_wrong
from workflows.offices import LENGTHS, describe, wrong


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
@click.option("--short", help="公告文号简称 · Short name in the numbers of its notices; left out: its name")
def add(
    code: str, book: str, level: str, parent: str | None, name: str, name_en: str | None, short: str | None
) -> None:
    """新建机构 · A new office; a code is never used again."""
    row = {"code": code, "book": book, "level": level, "parent": parent, "zh": name, "en": name_en or name,
           "short": short}  # fmt: skip

    def work(present: Present) -> None:
        if wrong := office_wrong(code, book, level, parent, current(present.connection).offices):
            raise click.ClickException(f"{wrong.zh} · {wrong.en}")
        present.connection.execute(insert(offices).values(row))
        changed(present.connection)

    with installed() as (_, engine):
        transaction(engine, work)
    click.echo(f"机构已建立 · The office was added: {code}")


@office.command()
@click.argument("code")
@click.argument("short")
def number(code: str, short: str) -> None:
    """公告文号简称，如“穗工信” · The short name with which an office's next notices are numbered."""
    told = {"short": short.strip()}
    if not told["short"] or wrong(told):
        most = LENGTHS["short"]
        raise click.ClickException(f"简称为 1 到 {most} 个字 · A short name has 1 to {most} characters")

    def work(present: Present) -> None:
        if not describe(present.connection, code, told):
            raise click.ClickException(f"没有这个机构 · No such office: {code}")

    with installed() as (_, engine):
        transaction(engine, work)
    click.echo(f"以后的公告编为 · The next notices are numbered: {told['short']}公告〔…〕…号")
