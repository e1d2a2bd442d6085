"""Verification, whole: signatures and tree, every case and its replay, what holds across cases, and the files."""

from collections.abc import Iterator
from functools import partial
from itertools import islice

from sqlalchemy import Connection, func, or_, select

from models.case import cases, entries
from workflows.form import Label
from workflows.invariants import breaches, broken_case
from workflows.kept_definitions import kept
from workflows.looking import Finding, Look, Report
from workflows.looking_at_the_tree import signed, tree
from workflows.recomputing import Beside, beside, differences
from workflows.replaying_registers import registers
from workflows.stored import Stored, pages
from workflows.stored_files import file_wrong, how_many, named

MOST = 20  # findings that are told; the first is where to begin


def verify(look: Look, *, replay: bool = False) -> Report:
    """Everything, in order; the first finding is the first place that is wrong.

    It reads page by page, each in a transaction of its own: its memory is flat, and nobody who writes waits for it.
    What it says holds up to the last checkpoint when it began; entries that came after it are counted.
    """
    report = Report()
    report.findings = list(islice(_findings(look, report, replay=replay), MOST))
    report.after = look.read(lambda connection: _after(connection, report.entries))
    return report


def _findings(look: Look, report: Report, *, replay: bool) -> Iterator[Finding]:
    for part in (signed(look, report), tree(look, report), _cases(look, replay=replay), _across(look), _files(look),
                 *([_registers(look)] if replay else [])):  # fmt: skip
        yield from part


def _after(connection: Connection, size: int) -> int:
    e = entries.c
    return connection.scalar(select(func.count()).where(or_(e.leaf.is_(None), e.leaf >= size))) or 0


def _cases(look: Look, *, replay: bool) -> Iterator[Finding]:
    """Each case by its own history: what always holds, and, where all does, that its entries give what is stored."""
    known, done = look.read(kept), 0
    whole = look.read(lambda connection: connection.scalar(select(func.count()).select_from(cases)))
    for page in pages(look.read):
        found = look.read(partial(beside, page=page)) if replay else None
        done += len(page)
        while page:
            one = page.pop(0)  # what was parsed of it goes with it: few objects, and little for Python's collector
            wrong = [_named(said) for said in broken_case(one, known)]
            yield from wrong or _replayed(one, found)
        look.told("cases", done, whole)


def _replayed(one: Stored, found: Beside | None) -> Iterator[Finding]:
    if found is not None:
        yield from (Finding(place, said) for place, said in differences(one, found))


def _across(look: Look) -> Iterator[Finding]:
    yield from map(_named, breaches(look.read))


def _named(said: str) -> Finding:
    place, _, what = said.partition(": ")
    return Finding(place, Label(what, what))


def _registers(look: Look) -> Iterator[Finding]:
    yield from (Finding(place, said) for place, said in registers(look.read))


def _files(look: Look) -> Iterator[Finding]:
    """Each file that a row names is in the store, whole."""
    done, whole = 0, look.read(how_many)
    for some in named(look.rows):
        for name, number, id, least, most in some:
            if wrong := file_wrong(look.files, name, least, most):
                yield Finding(f"{number}, material {id}", wrong)
        done += len(some)
        look.told("files", done, whole)
