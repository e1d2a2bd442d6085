"""Accounts as their administrators see them: made, granted roles, disabled; each deed is kept with who did it."""

import re
import secrets
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import Column, Connection, ForeignKey, Index, Table, Text, delete, insert, select, update

from models import passes, second_factor, sign_in
from models.alone import ADMIN_ROLES
from models.base import Id, Instant, metadata
from models.user import grants, tokens, users

Grant = tuple[str, str]  # role, office

NAME = re.compile(r"[\w.@-]{2,64}")
LONGEST_DISPLAY = 100

account_acts = Table(
    "account_acts",
    metadata,
    Column("id", Id, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("by", Text, nullable=False),  # an account's id, or "command": whoever has the machine
    Column("user_id", Text, ForeignKey("users.id"), nullable=False),
    Column("act", Text, nullable=False),
    Column("role", Text),
    Column("office", Text),
    Index("account_acts_user", "user_id", "id"),
)


class AccountRefused(ValueError):
    """What an account can't be; a sentence in each language, nothing was changed."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{zh} · {en}")
        self.zh, self.en = zh, en


class By(NamedTuple):
    """Who administers, and when."""

    actor: str
    now: int


BAD_NAME = (
    "登录名为 2 至 64 个字母、汉字、数字或 . _ - @，不含空格。",
    "A sign-in name is 2 to 64 letters, digits or . _ - @, without spaces.",
)
TAKEN = ("这个登录名已有人使用。", "This sign-in name is taken.")
BAD_DISPLAY = (f"姓名不得为空，最多 {LONGEST_DISPLAY} 字。", f"A display name has 1 to {LONGEST_DISPLAY} characters.")
NOT_ALONE = (
    "账号、设置、审计三种管理角色互不兼任，也不与办件角色兼任：请先收回原有角色，或者另建账号。",
    "The roles for accounts, settings and audit are held by different accounts, and not with any other role: "
    "revoke the other role first, or make another account.",
)


def name_of(typed: str) -> str:
    """A sign-in name as it is kept and compared: full-width letters of an input method are the plain ones."""
    return unicodedata.normalize("NFKC", typed).strip()


def create(
    connection: Connection, *, name: str, display: str, keeper: str | None, roles: Iterable[Grant], by: By
) -> str:
    """Make an account that has no password yet; its id. AccountRefused where it can't be."""
    name, display = name_of(name), " ".join(display.split())
    if not NAME.fullmatch(name):
        raise AccountRefused(*BAD_NAME)
    if not (display.isprintable() and 1 <= len(display) <= LONGEST_DISPLAY):
        raise AccountRefused(*BAD_DISPLAY)
    if connection.execute(select(users.c.id).where(users.c.name == name)).first():
        raise AccountRefused(*TAKEN)
    user_id = f"u-{secrets.token_hex(8)}"
    row = {"id": user_id, "name": name, "display": display, "keeper": keeper, "created_at": by.now}
    connection.execute(insert(users).values(row))
    note(connection, by, user_id, "create")
    for role, office in roles:
        grant(connection, user_id, role, office, by)
    return user_id


def held(connection: Connection, user_id: str) -> set[Grant]:
    """What the account was granted; its row is locked where the database can, so that grants come one by one."""
    connection.execute(select(users.c.id).where(users.c.id == user_id).with_for_update())
    rows = connection.execute(select(grants.c.role, grants.c.office).where(grants.c.user_id == user_id))
    return {(row.role, row.office) for row in rows}


def grant(connection: Connection, user_id: str, role: str, office: str, by: By) -> None:
    """Grant a role at an office; an administrator's role stands alone (models/alone.py is its constraint)."""
    before = held(connection, user_id)
    if (role, office) in before:
        return
    others = {other for other, _ in before} - {role}
    if others and ({role, *others} & set(ADMIN_ROLES)):
        raise AccountRefused(*NOT_ALONE)
    connection.execute(insert(grants).values(user_id=user_id, role=role, office=office))
    note(connection, by, user_id, "grant", role, office)


def revoke(connection: Connection, user_id: str, role: str, office: str, by: By) -> None:
    g = grants.c
    gone = delete(grants).where(g.user_id == user_id, g.role == role, g.office == office)
    if connection.execute(gone).rowcount:
        note(connection, by, user_id, "revoke", role, office)


def disable(connection: Connection, user_id: str, by: By) -> None:
    """Nobody gets in by this account any more: sessions, tokens and open invitations end."""
    connection.execute(update(users).where(users.c.id == user_id).values(disabled_at=by.now))
    sign_in.end_sessions(connection, user_id, by.now)
    open_tokens = tokens.c.user_id == user_id, tokens.c.ended_at.is_(None)
    connection.execute(update(tokens).where(*open_tokens).values(ended_at=by.now))
    passes.withdraw(connection, user_id)
    note(connection, by, user_id, "disable")


def enable(connection: Connection, user_id: str, by: By) -> None:
    """The account may sign in again, anew: what was ended stays so."""
    connection.execute(update(users).where(users.c.id == user_id).values(disabled_at=None))
    note(connection, by, user_id, "enable")


def end_sessions(connection: Connection, user_id: str, by: By) -> None:
    sign_in.end_sessions(connection, user_id, by.now)
    note(connection, by, user_id, "end_sessions")


def invite(connection: Connection, user_id: str, by: By) -> str:
    """The secret of a one-time link by which the account sets its password."""
    note(connection, by, user_id, "invite")
    return passes.issue(connection, "invitation", user_id, by.now)


def reset_second_factor(connection: Connection, user_id: str, by: By) -> None:
    """Forget the second factor, and end what was opened with it."""
    second_factor.reset(connection, user_id)
    sign_in.end_sessions(connection, user_id, by.now)
    note(connection, by, user_id, "reset_second_factor")


def note(
    connection: Connection, by: By, user_id: str, act: str, role: str | None = None, office: str | None = None
) -> None:
    """Keep what was done to an account."""
    row = {"at": by.now, "by": by.actor, "user_id": user_id, "act": act, "role": role, "office": office}
    connection.execute(insert(account_acts).values(row))
