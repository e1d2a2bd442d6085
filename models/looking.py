"""A transaction that can't write, whatever runs in it: the database itself refuses."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection

READ_ONLY = "25006"  # PostgreSQL: read_only_sql_transaction


@contextmanager
def looking_only(connection: Connection) -> Iterator[None]:
    """From here on until the end of the block nothing is written; PostgreSQL holds it until the transaction's end."""
    sqlite = connection.dialect.name == "sqlite"
    connection.exec_driver_sql("PRAGMA query_only = ON" if sqlite else "SET TRANSACTION READ ONLY")
    try:
        yield
    finally:
        if sqlite:
            connection.exec_driver_sql("PRAGMA query_only = OFF")


def tried_to_write(error: Exception) -> bool:
    """Whether the database refused a write for that."""
    cause = getattr(error, "orig", None) or error
    said = str(cause)
    return getattr(cause, "sqlstate", None) == READ_ONLY or "attempt to write a readonly database" in said
