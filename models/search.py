"""By which words a row is found: names and numbers as they are typed, and the initials of their pinyin."""

import os
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, and_

LONGEST = 120  # characters kept of one name: PostgreSQL indexes no more than some 2,700 bytes
WORDS = 8  # of a search; more narrow nothing any more

# Table -> the names and the numbers by which its rows are found.
OF_REGISTERS = {
    "titles": (("name", "operator"), ("number", "plaque", "subject_number")),
    "commissioners": (("name",), ()),  # the public searches them, too, and learns no number
    "enterprises": (("name",), ("credit_code",)),
}


def searched(names: Iterable[str | None], numbers: Iterable[str | None]) -> str:
    """What a row's `search` holds: the initials of its names, the names, the numbers; folded, each once."""
    told = [name for name in names if name]
    words = [*(initials(name) for name in told), *(fold(name) for name in told), *(fold(n) for n in numbers if n)]
    return " ".join(dict.fromkeys(word for word in words if word))


def searched_row(table: str, row: Mapping[str, Any]) -> str:
    """The same for a register's row."""
    names, numbers = OF_REGISTERS[table]
    return searched((row[name] for name in names), (row[number] for number in numbers))


def sought(column: ColumnElement[str], text: str) -> ColumnElement[bool]:
    """Rows in which every word typed is found somewhere; a blank search finds all."""
    return and_(True, *(column.contains(fold(word), autoescape=True) for word in text.split()[:WORDS]))


def fold(text: str) -> str:
    """One writing for what is the same to a reader: full or half width, great or small."""
    return unicodedata.normalize("NFKC", text).casefold()[:LONGEST]


@lru_cache(maxsize=4096)
def initials(name: str) -> str:
    """示例服务站 -> slfwz; letters and digits stay, signs and blanks go; "" where nothing is Chinese."""
    folded = fold(name)
    if not any("\u3400" <= sign <= "\u9fff" for sign in folded):
        return ""
    return "".join(sign for sound in _first_letters(folded) for sign in sound if sign.isalnum() and sign.isascii())


def _first_letters(text: str) -> list[str]:
    # Its phrases (重庆 is cq, not zq) take 50 MB and half a second: only a process that stores a Chinese name pays.
    os.environ.setdefault("PYPINYIN_NO_DICT_COPY", "1")
    from pypinyin import Style, lazy_pinyin

    return lazy_pinyin(text, style=Style.FIRST_LETTER)
