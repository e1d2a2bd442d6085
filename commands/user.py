"""`yizhan user` and `yizhan token`: accounts, what they are granted, and their keys for the API."""

import sys
from collections.abc import Sequence

import click
from sqlalchemy import Connection

from commands.installed import installed
from commands.subjects import subject_of
from models.accounts import (
    Account,
    AccountRefused,
    account_id,
    add_account,
    disable,
    invite,
    reset_second_factor,
)
from models.database import Present, transaction
from models.reference import current
from models.settings import Settings
from models.tokens import LASTS, give_token
from models.tokens import LONGEST as LONGEST_TOKEN
from web.passwords import LONGEST, make, unfit
from workflows.actors import ADMIN_ROLES, DESK_ROLES, Role

SHORTEST = 8
GRANTED = tuple(sorted(role.value for role in DESK_ROLES | ADMIN_ROLES | {Role.EXPERT}))


@click.group()
def user() -> None:
    """账号 · Accounts."""


@user.command()
@click.argument("name")
@click.option(
    "--role",
    "roles",
    multiple=True,
    type=click.Choice(GRANTED),
    metavar="ROLE",
    help=f"角色，与 --office 成对 · A role, each with its --office: {', '.join(GRANTED)}",
)
@click.option("--office", "offices", multiple=True, metavar="CODE", help="机构代码 · An office's code")
@click.option("--subject", metavar="NUMBER", help="代表的单位或个人 · Credit code, or number in the register")
@click.option("--display", help="显示的姓名 · The name as shown; left out: NAME")
def add(
    name: str, roles: tuple[str, ...], offices: tuple[str, ...], subject: str | None, display: str | None
) -> None:  # fmt: skip
    """新建账号 · A new account; the password is asked for, or read from stdin."""
    if len(roles) != len(offices):
        raise click.UsageError("每个 --role 配一个 --office · Each --role needs its --office")
    with installed() as (settings, engine):
        password = make(_password(settings, name, display or name))
        granted = tuple(dict.fromkeys(zip(roles, offices, strict=True)))

        def work(present: Present) -> None:
            _require_known(present.connection, offices)
            speaks_for = (subject_of(present.connection, subject),) if subject else ()
            add_account(
                present.connection, Account(name, display or name, password, granted, speaks_for), now=present.now
            )

        try:
            transaction(engine, work)
        except AccountRefused as error:
            raise click.ClickException(f"{error.zh} · {error.en}") from error
    click.echo(f"账号已建立 · The account was added: {name}")


@user.command("disable")
@click.argument("name")
def disable_command(name: str) -> None:
    """停用账号 · End an account, its sessions and its tokens."""
    with installed() as (_, engine):
        transaction(engine, lambda p: disable(p.connection, _known(p.connection, name), now=p.now))
    click.echo(f"账号已停用 · The account was disabled: {name}")


@user.command("invite")
@click.argument("name")
def invite_command(name: str) -> None:
    """一次性邀请链接，用于设置或重设密码 · A one-time link, by which the account sets a password anew."""
    with installed() as (settings, engine):
        secret = transaction(engine, lambda p: invite(p.connection, _known(p.connection, name), now=p.now))
    click.echo(
        "链接仅显示这一次，72 小时内有效 · The link is shown this once only, and works within 72 hours:", err=True
    )
    click.echo(f"{settings.base_url.rstrip('/')}/invitation/{secret}")


@user.command("reset-second-factor")
@click.argument("name")
def reset_command(name: str) -> None:
    """重置身份验证器 · Forget an account's authenticator; the next sign-in sets up another."""
    with installed() as (_, engine):
        transaction(engine, lambda p: reset_second_factor(p.connection, _known(p.connection, name), now=p.now))
    click.echo(f"身份验证器已重置 · The authenticator was reset: {name}")


@click.command()
@click.argument("name")
@click.option(
    "--days",
    default=LASTS,
    show_default=True,
    type=click.IntRange(1, LONGEST_TOKEN),
    help="有效天数 · Days that it holds",
)
def token(name: str, days: int) -> None:
    """接口令牌，仅显示一次 · A bearer token for the API, printed once."""
    with installed() as (_, engine):
        secret = transaction(
            engine, lambda p: give_token(p.connection, _known(p.connection, name), now=p.now, days=days)
        )
    click.echo(
        f"令牌仅显示这一次，{days} 天内有效 · The token is shown this once only, and holds for {days} days:", err=True
    )
    click.echo(secret)


def _known(connection: Connection, name: str) -> str:
    id = account_id(connection, name)
    if id is None:
        raise click.ClickException(f"没有这个账号，或者已停用 · No such account, or it is disabled: {name}")
    return id


def _require_known(connection: Connection, offices: Sequence[str]) -> None:
    known = current(connection).offices
    for office in offices:
        if office not in known:
            raise click.ClickException(f"没有这个机构 · No such office: {office}")


def _password(settings: Settings, *names: str) -> str:
    """As the pages want one in production; elsewhere a short one will do."""
    if sys.stdin.isatty():
        asked: str = click.prompt("密码 · Password", hide_input=True, confirmation_prompt="再输一次 · Again")
    else:
        asked = sys.stdin.readline().rstrip("\r\n")
    if not SHORTEST <= len(asked) <= LONGEST:
        raise click.ClickException(f"密码至少 {SHORTEST} 个字符 · A password has {SHORTEST} characters at least")
    if settings.production and (why := unfit(asked, *names, leaked=settings.leaked_passwords)):
        raise click.ClickException(f"{why.zh} · {why.en}")
    return asked
