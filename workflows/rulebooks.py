"""The registry: every rule book that stands under workflows/books, found by itself."""

import importlib
import pkgutil
from functools import cache

from sqlalchemy import Connection, select

from models.case import definitions
from models.rows import write
from workflows import books
from workflows.definition import rules
from workflows.lifecycle import Lifecycle
from workflows.rulebook import Rulebook


@cache
def rulebooks() -> dict[str, Rulebook]:
    """Every edition of every book by key, such as guangzhou/2025; a new folder is found without a line changed."""
    found = {}
    for region in pkgutil.iter_modules(books.__path__, books.__name__ + "."):
        package = importlib.import_module(region.name)
        for edition in pkgutil.iter_modules(package.__path__, region.name + "."):
            book: Rulebook = importlib.import_module(edition.name).BOOK
            found[book.key] = book
    return found


@cache
def lifecycles() -> dict[str, Lifecycle]:
    """Every lifecycle by key, such as guangzhou/2025/certification."""
    return {lc.key: lc for book in rulebooks().values() for lc in book.lifecycles}


def rulebook_of(lifecycle: Lifecycle) -> Rulebook:
    return rulebooks()[f"{lifecycle.book}/{lifecycle.edition}"]


def editions(book: str) -> list[Rulebook]:
    """A book's editions, newest first."""
    return sorted((b for b in rulebooks().values() if b.book == book), key=lambda b: b.edition, reverse=True)


def keep_definitions(connection: Connection) -> None:
    """Store every definition in use by its digest, once: an entry names the digest that it was written under."""
    known = set(connection.execute(select(definitions.c.digest)).scalars())
    rows = [
        {"digest": name, "lifecycle": lifecycle.key, "body": body}
        for lifecycle in lifecycles().values()
        for name, body in [rules(lifecycle)]
        if name not in known
    ]
    write(connection, "insert", definitions, rows)
