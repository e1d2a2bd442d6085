"""Appeals summed up: what is asked for most, by kind; what a station or an office reports upward."""

import json
from collections import Counter
from collections.abc import Mapping

from sqlalchemy import Connection, select

from models.case import cases
from models.reference import Reference


def appeals_by_kind(
    connection: Connection, reference: Reference, office: str, *, book: str, since: int, until: int
) -> Mapping[str, Mapping[str, int]]:
    """Kind -> how many appeals were registered from `since` until before `until`, and how many of them are open.

    Those that wait at this office or below it, or were filed there: an appeal that climbed counts below, too.
    """
    c, below = cases.c, reference.below(office)
    asked = select(c.data, c.state).where(
        c.lifecycle.like(f"{book}/%/appeal"),
        c.home.in_(below) | c.office.in_(below),
        c.state.notin_(("draft", "withdrawn")),
        c.opened_at >= since,
        c.opened_at < until,
    )
    rows = [(str(json.loads(data)["kind"]), state) for data, state in connection.execute(asked)]
    total, still = Counter(k for k, _ in rows), Counter(k for k, state in rows if state != "closed")
    return {kind: {"total": n, "open": still[kind]} for kind, n in total.most_common()}
