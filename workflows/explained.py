"""That nothing was taken out of what history disclosed, but by an entry that names the order."""

import json
from collections.abc import Iterator
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from models.case import disclosures, entries


class Told(NamedTuple):
    """An entry's number, what it committed to, and what of it is still disclosed."""

    seq: int
    body: dict[str, Any]
    opened: dict[str, Any]


def unexplained(connection: Connection) -> Iterator[str]:
    """Every value that was committed to and is disclosed no more, though no entry says that it was erased."""
    e, d = entries.c, disclosures.c
    tied = (d.case_id == e.case_id) & (d.seq == e.seq)
    asked = select(e.case_id, e.seq, e.body, d.opened).join(disclosures, tied, isouter=True)
    rows = connection.execute(asked.order_by(e.case_id, e.seq))
    for _, lines in groupby(rows, key=lambda row: row.case_id):
        told = [Told(row.seq, json.loads(bytes(row.body)), json.loads(row.opened or "{}")) for row in lines]
        erased = {place for line in told if line.body["kind"] == "erase" for place in _places(line)}
        for line in told:
            gone = (f"{line.seq}:{field}" for field in sorted(line.body["data"]) if field not in line.opened)
            yield from (f"{line.body['case']}: {place} left without an order" for place in gone if place not in erased)


def _places(line: Told) -> list[str]:
    """What an erasure names: `seq:field` of each value that left by it."""
    _, places = line.opened.get("erased", ("", []))
    return list(places)
