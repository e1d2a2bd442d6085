"""Accounts as a list for their administrators: which are theirs to see, a page at a time."""

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, exists, or_, select

from models.user import contacts, grants, users

PAGE = 50


class Seen(NamedTuple):
    """An account, and every office that it belongs to."""

    id: str
    name: str
    display: str
    keeper: str | None
    disabled_at: int | None
    grants: tuple[tuple[str, str], ...]  # (role, office)
    contacts: tuple[tuple[str, str, str], ...]  # (kind, number, name)

    @property
    def offices(self) -> set[str]:
        return {office for _, office in self.grants} | ({self.keeper} if self.keeper else set())


def page(
    connection: Connection, offices: Collection[str], *, homeless: bool, search: str = "", after: str = ""
) -> list[Seen]:
    """Accounts of these offices (and, if `homeless`, those of none) in the order of their names, PAGE + 1 at most."""
    asked = _theirs(offices, homeless).where(users.c.name > after).order_by(users.c.name).limit(PAGE + 1)
    if search:
        asked = asked.where(
            or_(users.c.name.contains(search, autoescape=True), users.c.display.contains(search, autoescape=True))
        )
    return _read(connection, asked)


def one(connection: Connection, offices: Collection[str], id: str, *, homeless: bool) -> Seen | None:
    """The account, where it is among theirs."""
    return next(iter(_read(connection, _theirs(offices, homeless).where(users.c.id == id))), None)


def _theirs(offices: Collection[str], homeless: bool) -> Select[tuple[str, str, str, str | None, int | None]]:
    granted = exists().where(grants.c.user_id == users.c.id)
    ours: list[ColumnElement[bool]] = [users.c.keeper.in_(offices), granted.where(grants.c.office.in_(offices))]
    if homeless:
        ours.append(users.c.keeper.is_(None) & ~granted)
    u = users.c
    return select(u.id, u.name, u.display, u.keeper, u.disabled_at).where(or_(*ours))


def _read(connection: Connection, asked: Select[tuple[str, str, str, str | None, int | None]]) -> list[Seen]:
    rows = connection.execute(asked).all()
    ids = [row.id for row in rows]
    held: dict[str, list[tuple[str, str]]] = {}
    for row in connection.execute(select(grants).where(grants.c.user_id.in_(ids)).order_by(grants.c.role)):
        held.setdefault(row.user_id, []).append((row.role, row.office))
    told: dict[str, list[tuple[str, str, str]]] = {}
    for row in connection.execute(select(contacts).where(contacts.c.user_id.in_(ids))):
        told.setdefault(row.user_id, []).append((row.kind, row.number, row.name))
    return [
        Seen(r.id, r.name, r.display, r.keeper, r.disabled_at, tuple(held.get(r.id, ())), tuple(told.get(r.id, ())))
        for r in rows
    ]
