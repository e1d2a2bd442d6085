"""Lists that people keep under a name: an address each, and nothing of what it lists."""

from typing import NamedTuple

from sqlalchemy import Connection, delete, insert, select

from models.desk import saved_lists

MOST = 20  # of one person
NAME, QUERY = 40, 600  # characters
SEARCH = "audit:"  # with which the query of an auditor's search begins: it is no list of a desk


class Saved(NamedTuple):
    name: str
    query: str


def saved(connection: Connection, account: str) -> list[Saved]:
    """A person's own lists, by name."""
    return [one for one in _all(connection, account) if not one.query.startswith(SEARCH)]


def searches(connection: Connection, account: str) -> list[Saved]:
    """An auditor's own searches, by name."""
    own = (one for one in _all(connection, account) if one.query.startswith(SEARCH))
    return [Saved(one.name, one.query.removeprefix(SEARCH)) for one in own]


def _all(connection: Connection, account: str) -> list[Saved]:
    s = saved_lists.c
    asked = select(s.name, s.query).where(s.account == account).order_by(s.name).limit(MOST)
    return [Saved(*row) for row in connection.execute(asked)]


def keep(connection: Connection, account: str, name: str, query: str) -> bool:
    """Keep the list under this name, in place of what it named before; False where there are too many."""
    forget(connection, account, name)
    if len(_all(connection, account)) >= MOST:
        return False
    row = {"account": account, "name": name[:NAME], "query": query[:QUERY]}
    connection.execute(insert(saved_lists).values(row))
    return True


def forget(connection: Connection, account: str, name: str) -> None:
    s = saved_lists.c
    connection.execute(delete(saved_lists).where(s.account == account, s.name == name[:NAME]))
