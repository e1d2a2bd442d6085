"""`yizhan demo`: fills an empty database with a made-up year, and tells its offices and sign-ins."""

import json
from typing import Any

import click
from sqlalchemy import Connection, insert, select, update

from commands import demo_hubei, demo_jiangsu, demo_wuhan
from commands.demo_inboxes import fill_inboxes
from commands.demo_people import JOINT, PASSWORD, SHORT, STARTS, Person, offices, people
from commands.demo_stage import Stage
from commands.demo_year import stories
from commands.installed import installed
from models import office, reference
from models.accounts import Account, add_account, demo_accounts
from models.case import cases
from models.database import Present, transaction
from models.files import Files
from models.settings import Settings
from models.user import contacts, grants, users
from web.passwords import make
from workflows.actors import PUBLIC, Actor
from workflows.instants import instant, local
from workflows.rulebooks import keep_definitions

SPEAKERS = {"organisation": "applicant", "person": "applicant"}  # the others are called as whom they speak for
SHOWN = 3  # of the applicants, in the short list
REGIONS = (demo_wuhan, demo_jiangsu, demo_hubei)  # beside Guangzhou


@click.command()
@click.option("--if-empty", is_flag=True, help="已有演示数据时不重复放入 · Do nothing where the demo is in already")
@click.option("--offices", "only_offices", is_flag=True, help="列出机构 · List the offices")
@click.option("--users", "only_users", is_flag=True, help="列出账号 · List the sign-ins")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 列出 · List as JSON")
def demo(if_empty: bool, only_offices: bool, only_users: bool, as_json: bool) -> None:
    """演示数据 · Fill an empty database with a made-up year; the clock then starts on its last day."""
    settings = Settings()
    if settings.production:
        raise click.ClickException(
            "演示数据不得用于生产环境：请设 YIZHAN_ENV=demo · Not in production: set YIZHAN_ENV=demo"
        )
    listed = only_offices or only_users
    if not (listed or settings.simulated):
        raise click.ClickException(
            "演示数据有自己的时间：请设 YIZHAN_CLOCK=simulated · "
            "The demo has a time of its own: set YIZHAN_CLOCK=simulated"
        )
    with installed(settings, make=not listed) as (_, engine):
        if listed:
            work = _offices if only_offices else _sign_ins
            _list(transaction(engine, lambda p: work(p.connection), writes=False), as_json)
            return
        password = make(PASSWORD)
        if transaction(engine, lambda p: _fill(p, Files(settings.data_dir / "files"), password, if_empty)):
            fill_inboxes(engine, at=instant(STARTS))
            click.echo("演示数据已放入 · The demo is in")
        _tell(transaction(engine, lambda p: _sign_ins(p.connection), writes=False))
        click.echo(f"系统时钟 · The clock: {local(transaction(engine, lambda p: p.at, writes=False))[:16]}")


def _fill(present: Present, files: Files, password: str, if_empty: bool) -> bool:
    """Everything or nothing, in one transaction; False where the demo is in already and that was allowed."""
    connection = present.connection
    filled = demo_accounts(connection)
    if filled and if_empty:
        return False
    if filled or any(
        connection.execute(select(1).select_from(t).limit(1)).first() for t in (users, office.offices, cases)
    ):
        raise click.ClickException(
            "数据库不是空的，演示数据只放入空库；请另设 YIZHAN_DATA_DIR · "
            "The database isn't empty, and the demo fills only an empty one: set another YIZHAN_DATA_DIR"
        )
    click.echo("正在放入演示数据，约需二十秒 · Filling in the demo, some twenty seconds ...", err=True)
    start = instant(STARTS)
    keep_definitions(connection)
    connection.execute(insert(office.offices), [*offices(), *(row for region in REGIONS for row in region.OFFICES)])
    for code, short in SHORT.items():
        connection.execute(update(office.offices).where(office.offices.c.code == code).values(short=short))
    reference.changed(connection)
    everybody = _everybody()
    actors = {person.name: _enrol(connection, person, password, present.now) for person in everybody}
    for region in REGIONS:
        region.settle(connection)
    stage = Stage(connection, files, {**actors, "public": PUBLIC}, everybody)
    stage.play([*stories(stage), *(story for region in REGIONS for story in region.stories(stage))], until=start)
    reference.start_clock(connection, at=start, now=present.now)
    return True


def _everybody() -> list[Person]:
    return [*people(), *(person for region in REGIONS for person in region.PEOPLE), JOINT]


def _enrol(connection: Connection, person: Person, password: str, now: int) -> Actor:
    granted = tuple((person.role, office) for office in (person.office, *person.also) if office)
    account = Account(person.name, person.display, password, granted, person.speaks_for, demo=STARTS)
    id = add_account(connection, account, now=now)
    return Actor(id, frozenset(granted), frozenset((kind, number) for kind, number, _ in person.speaks_for))


def _offices(connection: Connection) -> list[dict[str, Any]]:
    rows = reference.current(connection).offices.values()
    return [
        {"code": o.code, "book": o.book, "level": o.level, "parent": o.parent, "name": o.zh, "name_en": o.en}
        for o in rows
    ]


def _sign_ins(connection: Connection) -> list[dict[str, Any]]:
    """One line for each role that an account holds, or subject that it speaks for."""
    u, g, c = users.c, grants.c, contacts.c
    made = u.demo.is_not(None)
    held = select(u.name, g.role, g.office, u.display).join(grants, g.user_id == u.id).where(made)
    spoken = select(u.name, c.kind, c.number, u.display).join(contacts, c.user_id == u.id).where(made)
    found = [
        {"name": r.name, "role": r.role, "office": r.office, "subject": None, "display": r.display}
        for r in connection.execute(held)
    ]
    found += [
        {
            "name": r.name,
            "role": SPEAKERS.get(r.kind, r.kind),
            "office": None,
            "subject": r.number,
            "display": r.display,
        }
        for r in connection.execute(spoken)
    ]
    order = {person.name: n for n, person in enumerate(_everybody())}
    return [{**row, "password": PASSWORD} for row in sorted(found, key=lambda row: order.get(row["name"], 0))]


def _list(rows: list[dict[str, Any]], as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for row in rows:
        click.echo("  ".join(str(value) for value in row.values() if value is not None))


def _tell(rows: list[dict[str, Any]]) -> None:
    """A short list for whoever starts the demo: one of each kind, and where the rest is."""
    click.echo(f"演示账号，密码均为 {PASSWORD} · Demo sign-ins, the password of all is {PASSWORD}:")
    roles: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        roles.setdefault(row["role"], []).append(row)
    for role, held in roles.items():
        for row in held[:SHOWN]:
            click.echo(f"  {row['name']:<18} {role:<18} {row['display']}")
        if len(held) > SHOWN:
            click.echo(f"  … {held[-1]['name']:<16} {'':<18} 共 {len(held)} 个 · {len(held)} in all")
    click.echo("全部列出 · To list them all: yizhan demo --users")
