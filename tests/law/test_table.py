"""The code and the tables typed by hand from the contract say the same, in both directions."""

import re

import pytest

from tests.law.table import COLUMNS, differences, lines, rows
from workflows.lifecycle import Lifecycle
from workflows.rulebook import Rulebook
from workflows.rulebooks import lifecycles, rulebooks

BOOKS = pytest.mark.parametrize("book", rulebooks().values(), ids=rulebooks())
LIFECYCLES = pytest.mark.parametrize("lifecycle", lifecycles().values(), ids=lifecycles())


@LIFECYCLES
def test_code_and_table_agree(lifecycle: Lifecycle) -> None:
    assert differences(lifecycle) == set()


@BOOKS
def test_a_table_has_its_books_lifecycles_and_no_other(book: Rulebook) -> None:
    assert {line["lifecycle"] for line in lines(book.book)} == {lifecycle.name for lifecycle in book.lifecycles}


@BOOKS
def test_a_table_is_whole(book: Rulebook) -> None:
    for line in lines(book.book):
        assert tuple(line) == COLUMNS
        assert all(line[name] for name in ("rule", "lifecycle", "step", "from", "to", "who")), line
        assert set(re.findall(r"(?:WH|GZC?|HB|JS)-[\w.]+", line["rule"])) <= book.known, line


@BOOKS
def test_no_row_stands_twice(book: Rulebook) -> None:
    for lifecycle in book.lifecycles:
        found = rows(book.book, lifecycle.name)
        assert len({(row.step, row.source) for row in found}) == len(found)


@BOOKS
def test_what_goes_beyond_the_contract_says_why(book: Rulebook) -> None:
    assert all(len(line["comment"]) > 20 for line in lines(book.book) if line["comment"])
