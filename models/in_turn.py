"""One at a time: transactions that do the same thing come one after the other."""

from hashlib import sha256

from sqlalchemy import Connection, func, select


def in_turn(connection: Connection, what: str, *, wait: bool = True) -> bool:
    """From here to its end this transaction alone does `what`; False where another does, and it should not `wait`.

    What was committed before is seen by what is read from here on. SQLite's writers wait for each other anyway, from
    their BEGIN on.
    """
    if connection.dialect.name != "postgresql":
        return True
    number = int.from_bytes(sha256(what.encode()).digest()[:8], signed=True)
    if wait:
        connection.execute(select(func.pg_advisory_xact_lock(number)))
        return True
    return bool(connection.scalar(select(func.pg_try_advisory_xact_lock(number))))
