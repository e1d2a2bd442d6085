"""Wuhan 2026: what a site was promised or paid in a year, summed up from the rewards themselves (measures, art. 23)."""

import json
from collections import Counter
from collections.abc import Iterator

from sqlalchemy import Connection, select

from models.case import cases
from models.reward import reward_sums
from workflows.books.wuhan.v2026.rewarding import LIMIT

COUNTS = ("approval", "approved", "paid")
Site = tuple[str, int]  # number of the title, or code of the district's office; year of the assessment


def sums_hold(connection: Connection) -> Iterator[str]:
    """Each sum is that of its rewards, and none is above the limit; a sum of which an amount was erased is left."""
    summed, unknown = _summed(connection)
    r = reward_sums.c
    asked = select(r.site, r.year, r.amount).where(r.book == "wuhan")
    kept = {(site, year): amount for site, year, amount in connection.execute(asked)}
    for site in sorted((summed.keys() | kept.keys()) - unknown):
        place = f"{site[0]}, {site[1]}"
        if summed[site] != kept.get(site, 0):
            yield f"{place}: its rewards come to {summed[site]} CNY, and {kept.get(site, 0)} are counted"
        if summed[site] > LIMIT:
            yield f"{place}: its rewards come to {summed[site]} CNY, above the {LIMIT} of a year"


def _summed(connection: Connection) -> tuple[Counter[Site], set[Site]]:
    """What each site's rewards come to, and the sites of which something isn't known any more."""
    c, summed, unknown = cases.c, Counter[Site](), set[Site]()
    years = _years(connection)
    asked = select(c.subject_number, c.data).where(c.lifecycle == "wuhan/2026/reward", c.state.in_(COUNTS))
    for number, data in connection.execute(asked):
        form = json.loads(data)
        site = (number, years.get(form.get("assessment"), 0))
        summed[site] += int(form.get("amount") or 0)
        if not form.get("amount"):
            unknown.add(site)
    return summed, unknown


def _years(connection: Connection) -> dict[str, int]:
    asked = select(cases.c.number, cases.c.data).where(cases.c.lifecycle == "wuhan/2026/assessment")
    return {number: int(json.loads(data).get("year") or 0) for number, data in connection.execute(asked)}
