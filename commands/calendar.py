"""`yizhan calendar`: what the calendar says of a year, and by which notice; a notice taken in."""

from datetime import date

import click
from rich import box
from rich.console import Console
from rich.table import Table
from sqlalchemy.exc import DBAPIError

from commands.calendar_import import import_notice
from models.calendar import WEEKDAYS_ZH, Calendar, load, runs
from models.database import Unavailable, connect, transaction
from models.settings import Settings

WIDEST = 200


@click.group()
def calendar() -> None:
    """节假日安排 · Holidays and make-up days."""


@calendar.command()
@click.argument("year", type=click.IntRange(1949, 2199))
def show(year: int) -> None:
    """某年的放假与调休 · A year's holidays and make-up days, with the notice that says so."""
    known = _known()
    if year not in known.covered:
        covered = sorted(known.covered)
        span = f"{covered[0]}–{covered[-1]}" if covered else "∅"
        raise click.ClickException(
            f"{year} 年的放假通知尚未录入（已有 {span}）；用到该年的期限均为暂定 · "
            f"The notice for {year} isn't in (there are {span}); deadlines that need that year are provisional"
        )
    click.echo(_text(_table(known, year)))


calendar.add_command(import_notice)


def _known() -> Calendar:
    engine = connect(Settings().database_url)
    try:
        return transaction(engine, lambda present: load(present.connection), writes=False)
    except (DBAPIError, Unavailable) as error:
        raise click.ClickException(
            "数据库不可用或尚未建立，请先运行 yizhan db upgrade · "
            "The database is away, or not made yet: run yizhan db upgrade first"
        ) from error
    finally:
        engine.dispose()


def _table(known: Calendar, year: int) -> Table:
    table = Table(box=box.SIMPLE, title=f"{year} · {known.notices[year]}", title_justify="left", title_style="bold")
    for heading in ("日期 · Days", "天 · n", "安排 · Arrangement", "依据 · Notice"):
        table.add_column(heading, no_wrap=True)
    for first, last, said in runs(known, year):
        zh, en = said.words
        count = (last - first).days + 1
        table.add_row(_span(first, last), str(count), f"{zh} · {en}", said.notice)
    return table


def _text(table: Table) -> str:
    """As wide as it needs to be, wherever it goes: a narrow terminal wraps, nothing is cut."""
    console = Console(width=WIDEST, color_system=None)
    with console.capture() as said:
        console.print(table)
    return "\n".join(line.rstrip() for line in said.get().splitlines())


def _span(first: date, last: date) -> str:
    return _day(first) if first == last else f"{_day(first)} – {_day(last)}"


def _day(day: date) -> str:
    return f"{day:%m-%d} 周{WEEKDAYS_ZH[day.weekday()]}"
