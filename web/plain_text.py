"""Text that no database keeps and nobody types: a page's request that holds the zero character is refused at once."""

from collections.abc import Iterator

from flask import Flask, request

from web.problems import Problem

ZERO = "\0"


def refuse() -> None:
    """The API's shapes say the same of its calls, field by field."""
    if request.blueprint != "api" and any(ZERO in text for text in _texts()):
        raise Problem


def _texts() -> Iterator[str]:
    yield request.path
    for sent in (request.args, request.form):
        for name, value in sent.items(multi=True):
            yield from (name, value)


def install(app: Flask) -> None:
    app.before_request(refuse)
