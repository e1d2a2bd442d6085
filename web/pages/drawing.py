"""A lifecycle's picture inside a page, with the way of a case on it."""

from collections.abc import Iterable, Mapping
from typing import Any

from markupsafe import Markup

from diagrams.history import diagram_svg
from web.language import language
from workflows.lifecycle import Lifecycle


def drawing_of(lifecycle: Lifecycle, history: Iterable[Mapping[str, Any]] = (), state: str | None = None) -> Markup:
    """In the visitor's language; without history and state it is the lifecycle as such."""
    drawn = diagram_svg(lifecycle, history, state, lang=language())
    return Markup(drawn)
