"""What a reader of the public registers may ask for, as it stands in the address, and its words."""

import re
from collections.abc import Container
from typing import NamedTuple

from werkzeug.datastructures import MultiDict

from workflows.form import Label
from workflows.rulebooks import rulebooks
from workflows.words import LEVELS

YEAR = re.compile("(19|20|21)[0-9]{2}")
KINDS = {
    "station": Label("服务站", "Stations"),
    "institution": Label("服务机构", "Institutions"),
    "commissioner": Label("服务专员", "Commissioners"),
}
STANDINGS = {
    "in_force": Label("有效", "in force"),
    "expiring": Label("有效，半年内到期", "in force, ends within half a year"),
    "expired": Label("已过有效期", "expired"),
    "ended": Label("称号已终止", "title ended"),
}
POSTS = {"resident": Label("驻站", "resident"), "mobile": Label("机动", "mobile")}


class Wanted(NamedTuple):
    """What a reader asked to see, as it stands in the address."""

    kind: str = "station"
    q: str = ""
    office: str = ""
    standing: str = ""
    book: str = ""
    level: str = ""  # at which the title is certified: province, city
    year: str = ""  # of the certification
    post: str = ""  # of a commissioner: resident, mobile
    before: str = ""  # the row that the page before ended with: a title's id, a commissioner's number

    @classmethod
    def of(cls, given: MultiDict[str, str]) -> "Wanted":
        """What isn't one of a filter's values filters nothing."""
        year = given.get("year", "")
        return cls(
            _one_of(KINDS, given.get("kind")) or "station", given.get("q", "").strip()[:100],
            given.get("office", "")[:60], _one_of(STANDINGS, given.get("standing")), given.get("book", "")[:20],
            _one_of(levels(), given.get("level")), year if YEAR.fullmatch(year) else "",
            _one_of(POSTS, given.get("post")), given.get("before", "")[:40],
        )  # fmt: skip

    @property
    def filters(self) -> dict[str, str]:
        """For an address: what isn't asked isn't said."""
        return {name: value for name, value in self._asdict().items() if value and name != "before"}

    @property
    def books(self) -> list[str]:
        """The regions asked for."""
        return books_at(self.book, self.level)


def level_of() -> dict[str, str]:
    """The level at which each region certifies, by its book."""
    return {book.book: book.level for book in rulebooks().values()}


def books_at(book: str | None, level: str | None) -> list[str]:
    """The regions of this name, where one is given, that certify at this level, where one is given."""
    return [one for one, its in level_of().items() if (book or one) == one and (level or its) == its]


def levels() -> dict[str, Label]:
    """Those at which any region certifies, highest first."""
    known = set(level_of().values())
    return {level: words for level, words in LEVELS.items() if level in known}


def _one_of(known: Container[str], value: str | None) -> str:
    return value if value is not None and value in known else ""
