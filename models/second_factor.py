"""Second factors: what is kept of an authenticator and of the recovery codes that stand in for it."""

import base64
import secrets
from typing import NamedTuple

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    ForeignKey,
    Index,
    LargeBinary,
    Table,
    Text,
    delete,
    func,
    insert,
    select,
)

from models.base import Instant, metadata
from models.sign_in import digest

CODES = 10
LETTERS = 24  # of base32: 120 bits, so that a plain digest is enough to keep them by

# The authenticator's secret is derived from a salt and the installation's secret key (web/second_factor.py): who
# reads this table alone can make no code.
second_factors = Table(
    "second_factors",
    metadata,
    Column("user_id", Text, ForeignKey("users.id"), primary_key=True),
    Column("salt", LargeBinary),  # NULL: not set up yet
    Column("offered", LargeBinary),  # of an authenticator that is being set up, perhaps in place of the one before
    Column("since", Instant),
    Column("last_step", BigInteger, nullable=False),  # of the last code taken: none is taken twice, nor an older one
)

recovery_codes = Table(
    "recovery_codes",
    metadata,
    Column("digest", LargeBinary, primary_key=True),
    Column("user_id", Text, ForeignKey("users.id"), nullable=False),
    Index("recovery_codes_user", "user_id"),
)


class Factor(NamedTuple):
    """An account's second factor, as far as it is set up."""

    salt: bytes | None
    offered: bytes | None
    since: int | None
    last_step: int
    codes_left: int


def factor(connection: Connection, user_id: str) -> Factor:
    left = select(func.count()).where(recovery_codes.c.user_id == user_id).scalar_subquery()
    f = second_factors.c
    row = connection.execute(select(f.salt, f.offered, f.since, f.last_step, left).where(f.user_id == user_id)).first()
    return Factor(*row) if row else Factor(None, None, None, 0, 0)


def offer(connection: Connection, user_id: str) -> None:
    """Have a new authenticator ready to be set up; the one in use goes on until the new one is confirmed."""
    salt = secrets.token_bytes(32)
    if not _update(connection, user_id, offered=salt):
        connection.execute(insert(second_factors).values(user_id=user_id, offered=salt, last_step=0))


def confirm(connection: Connection, user_id: str, step: int, now: int) -> list[str]:
    """The offered authenticator is in use from here on; its recovery codes, said this once."""
    _update(connection, user_id, salt=second_factors.c.offered, offered=None, since=now, last_step=step)
    connection.execute(delete(recovery_codes).where(recovery_codes.c.user_id == user_id))
    codes = [base64.b32encode(secrets.token_bytes(15)).decode() for _ in range(CODES)]
    connection.execute(insert(recovery_codes), [{"digest": digest(code), "user_id": user_id} for code in codes])
    return ["-".join(code[at : at + 4] for at in range(0, LETTERS, 4)) for code in codes]


def take_step(connection: Connection, user_id: str, step: int) -> bool:
    """Take a code's time step; False where it, or a later one, was taken before."""
    f = second_factors.c
    taken = second_factors.update().where(f.user_id == user_id, f.last_step < step).values(last_step=step)
    return connection.execute(taken).rowcount == 1


def take_code(connection: Connection, user_id: str, code: str) -> bool:
    """Take a recovery code, which is gone then."""
    r = recovery_codes.c
    typed = "".join(code.split()).replace("-", "").upper()
    return (
        connection.execute(delete(recovery_codes).where(r.user_id == user_id, r.digest == digest(typed))).rowcount == 1
    )


def reset(connection: Connection, user_id: str) -> None:
    """Forget authenticator and codes: the next sign-in sets them up anew."""
    for table in (second_factors, recovery_codes):
        connection.execute(delete(table).where(table.c.user_id == user_id))


def _update(connection: Connection, user_id: str, **values: object) -> bool:
    changed = second_factors.update().where(second_factors.c.user_id == user_id).values(**values)
    return connection.execute(changed).rowcount == 1
