"""How often one address may do what: a rate for each right, counted in the store that the settings name."""

import logging
from typing import Any, NamedTuple

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address


class Rate(NamedTuple):
    """So many requests of a right, all its routes together, from one address."""

    limit: str
    methods: frozenset[str] = frozenset({"GET", "POST", "PATCH"})


POSTS = frozenset({"POST"})
# Far above what people do, an office behind one address included; far below what guessing and flooding need.
# An account is locked after its fifth wrong try besides (models/sign_in.py).
RATES = {
    "public.object": Rate("20 per minute"),  # objections, and the look-up of one by its code
    "session.begin": Rate("60 per minute; 600 per hour", POSTS),
    "account.join": Rate("10 per minute; 60 per hour", POSTS),
    "account.own": Rate("60 per minute", POSTS),
    "list.export": Rate("30 per minute"),  # a workbook reads a whole list
    "case.upload": Rate("120 per minute", POSTS),
    "case.file": Rate("600 per minute"),  # files read: a committee goes through a call's, one office behind one address
}
EXPORT = Rate("60 per minute")  # every right that ends in .export: whole tables and documents, made when asked for
API = Rate("1200 per minute")  # every other call of the API that asks the database


def rate_of(right: str, *, api: bool = False) -> Rate | None:
    """What holds for a route of this right."""
    if right.endswith(".export"):
        return EXPORT
    return RATES.get(right) or (API if api and right != "health.read" else None)


def _without_addresses(record: logging.LogRecord) -> bool:
    """Too many are logged by our own log of refusals, which names no address; a store that is away still is."""
    return not str(record.msg).startswith("ratelimit")


def install(app: Flask, store: str) -> None:
    """Count at every route that has a rate. While a shared store is away, each process counts for itself."""
    limiter = Limiter(get_remote_address, storage_uri=store, headers_enabled=True, in_memory_fallback_enabled=True)
    limiter.init_app(app)
    logging.getLogger("flask-limiter").addFilter(_without_addresses)
    for endpoint, view in list(app.view_functions.items()):
        right = getattr(view, "right", "")
        rate = rate_of(right, api=endpoint.startswith("api."))
        if rate:
            scope = right if right in RATES else "export" if rate is EXPORT else "api"
            counted: Any = limiter.shared_limit(rate.limit, scope, methods=sorted(rate.methods))
            app.view_functions[endpoint] = counted(view)
