"""The rows of a list, kept as they were drawn: half of a list's time, and most rows are the same a moment later."""

from collections.abc import Collection
from functools import lru_cache

from flask import render_template, request
from markupsafe import Markup

from web.desk.urging import WORDS
from web.language import Language, language
from web.pages.listing import Row
from workflows.form import Label

KEPT = 1_000  # rows: some twenty desks' pages, in a few MB


def drawn(row: Row, desks: Collection[str], dated: Label | None) -> Markup:
    """A row in the visitor's language; `desks` are those at which they may choose and claim, `dated` says which date
    the list goes by, where that isn't when it is due."""
    return _drawn(row, language(), request.script_root, bool(desks), row.case.office in desks, dated)


@lru_cache(maxsize=KEPT)
def _drawn(row: Row, told_in: Language, root: str, picks: bool, claims: bool, dated: Label | None) -> Markup:
    """Everything that the template reads is an argument: what differs is another row."""
    page = render_template(
        "work/row.html", row=row, picks=picks, claims=claims, dated=dated, urging_words=WORDS
    )  # fmt: skip
    return Markup(page)  # noqa: S704 - a template's own markup, escaped there
