"""Telling an office of something that isn't at its desk: a row of the outbox, in the transaction of what it tells."""

from collections.abc import Iterable

from sqlalchemy import Connection, insert

from models.outbox import outbox
from workflows.moves import Move

TO_OFFICE = "office:"  # what a topic begins with that names its reader


def tell(connection: Connection, move: Move, offices: Iterable[str]) -> None:
    """Let these offices know of this entry."""
    rows = [
        {"case_id": move.case.id, "seq": move.cause.seq, "topic": TO_OFFICE + office, "made_at": move.at}
        for office in offices
    ]
    if rows:
        connection.execute(insert(outbox), rows)
