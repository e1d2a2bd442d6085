"""Accounts: made, granted roles, disabled; pages and commands go through the same functions."""

import re
import secrets
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import Connection, delete, insert, select, update

from models import passes, second_factor, sign_in
from models.account_acts import MACHINE, note
from models.alone import ADMIN_ROLES
from models.user import contacts, grants, tokens, users

NAME = re.compile(r"[\w.@-]{2,64}")
LONGEST_DISPLAY = 100


class AccountRefused(ValueError):
    """What an account can't be; a sentence in each language, nothing was changed."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{zh} · {en}")
        self.zh, self.en = zh, en


BAD_NAME = (
    "登录名为 2 至 64 个字母、汉字、数字或 . _ - @，不含空格。",
    "A sign-in name is 2 to 64 letters, digits or . _ - @, without spaces.",
)
TAKEN = ("这个登录名已有人使用。", "This sign-in name is taken.")
BAD_DISPLAY = (
    f"姓名不得为空，最多 {LONGEST_DISPLAY} 字。",
    f"A display name has 1 to {LONGEST_DISPLAY} characters.",
)
NOT_ALONE = (
    "账号、设置、审计三种管理角色互不兼任，也不与办件角色兼任：请先收回原有角色，或者另建账号。",
    "The roles for accounts, settings and audit are each held alone, never with one another or with any other role: "
    "revoke the other role first, or make another account.",
)


class Account(NamedTuple):
    """An account to be made; without a password it waits for its invitation."""

    name: str
    display: str
    password: str | None = None  # a hash
    granted: Iterable[tuple[str, str]] = ()  # (role, office)
    speaks_for: Iterable[tuple[str, str, str]] = ()  # (kind of subject, number, name)
    keeper: str | None = None  # the office whose administrators keep it; left out: the first that it was granted at
    demo: str | None = None


def name_of(typed: str) -> str:
    """A sign-in name as it is kept and compared: full-width letters of an input method are the plain ones."""
    return unicodedata.normalize("NFKC", typed).strip()


def add_account(connection: Connection, account: Account, *, now: int, by: str = MACHINE) -> str:
    """Make an account; its id. AccountRefused where it can't be."""
    name, display = name_of(account.name), " ".join(account.display.split())
    if not NAME.fullmatch(name):
        raise AccountRefused(*BAD_NAME)
    if not (display.isprintable() and 1 <= len(display) <= LONGEST_DISPLAY):
        raise AccountRefused(*BAD_DISPLAY)
    if is_taken(connection, name):
        raise AccountRefused(*TAKEN)
    id = f"u-{secrets.token_hex(8)}"
    row = {"id": id, "name": name, "display": display, "password": account.password, "created_at": now}
    granted = tuple(account.granted)
    keeper = account.keeper or next((office for _, office in granted), None)
    connection.execute(insert(users).values(**row, keeper=keeper, demo=account.demo))
    note(connection, id, "create", by=by, now=now)
    for role, office in granted:
        grant(connection, id, role, office, now=now, by=by)
    for kind, number, words in account.speaks_for:
        connection.execute(insert(contacts).values(user_id=id, kind=kind, number=number, name=words))
    return id


def is_taken(connection: Connection, name: str) -> bool:
    return connection.execute(select(users.c.id).where(users.c.name == name_of(name))).first() is not None


def account_id(connection: Connection, name: str) -> str | None:
    """The id of an account that isn't disabled."""
    known = users.c.name == name_of(name), users.c.disabled_at.is_(None)
    found: str | None = connection.execute(select(users.c.id).where(*known)).scalar()
    return found


def demo_accounts(connection: Connection) -> list[str]:
    """The names of accounts that the demo made."""
    return list(connection.scalars(select(users.c.name).where(users.c.demo.is_not(None)).order_by(users.c.name)))


def held(connection: Connection, id: str) -> set[tuple[str, str]]:
    """What the account was granted; its row is locked where the database can, so that grants come one by one."""
    connection.execute(select(users.c.id).where(users.c.id == id).with_for_update(key_share=True))
    rows = connection.execute(select(grants.c.role, grants.c.office).where(grants.c.user_id == id))
    return {(row.role, row.office) for row in rows}


def grant(connection: Connection, id: str, role: str, office: str, *, now: int, by: str = MACHINE) -> None:
    """Grant a role at an office; an administrator's role stands alone (models/alone.py is its constraint)."""
    before = held(connection, id)
    others = {other for other, _ in before} - {role}
    if others and ({role, *others} & set(ADMIN_ROLES)):
        raise AccountRefused(*NOT_ALONE)
    if (role, office) not in before:
        connection.execute(insert(grants).values(user_id=id, role=role, office=office))
        note(connection, id, "grant", by=by, now=now, role=role, office=office)


def revoke(connection: Connection, id: str, role: str, office: str, *, now: int, by: str = MACHINE) -> None:
    g = grants.c
    gone = delete(grants).where(g.user_id == id, g.role == role, g.office == office)
    if connection.execute(gone).rowcount:
        note(connection, id, "revoke", by=by, now=now, role=role, office=office)


def disable(connection: Connection, id: str, *, now: int, by: str = MACHINE) -> None:
    """Nobody gets in by this account any more: sessions, tokens and open invitations end."""
    connection.execute(update(users).where(users.c.id == id, users.c.disabled_at.is_(None)).values(disabled_at=now))
    sign_in.end_sessions(connection, id, now)
    theirs = tokens.c.user_id == id, tokens.c.ended_at.is_(None)
    connection.execute(update(tokens).where(*theirs).values(ended_at=now))
    passes.withdraw(connection, id)
    note(connection, id, "disable", by=by, now=now)


def enable(connection: Connection, id: str, *, now: int, by: str = MACHINE) -> None:
    """The account may sign in again, anew: what was ended stays so."""
    connection.execute(update(users).where(users.c.id == id).values(disabled_at=None))
    note(connection, id, "enable", by=by, now=now)


def end_sessions(connection: Connection, id: str, *, now: int, by: str = MACHINE) -> None:
    sign_in.end_sessions(connection, id, now)
    note(connection, id, "end_sessions", by=by, now=now)


def invite(connection: Connection, id: str, *, now: int, by: str = MACHINE) -> str:
    """The secret of a one-time link by which the account sets its password."""
    note(connection, id, "invite", by=by, now=now)
    return passes.issue(connection, "invitation", id, now)


def reset_second_factor(connection: Connection, id: str, *, now: int, by: str = MACHINE) -> None:
    """Forget the second factor, and end what was opened with it."""
    second_factor.reset(connection, id)
    sign_in.end_sessions(connection, id, now)
    note(connection, id, "reset_second_factor", by=by, now=now)
