"""Verification, whole: signatures and tree, every case and its replay, what holds across cases, and the files."""

from collections.abc import Iterator
from itertools import chain, islice

from sqlalchemy import Connection, func, or_, select

from models.case import entries
from workflows import stored_files
from workflows.invariants import breaches
from workflows.looking import Finding, Look, Report
from workflows.looking_at_cases import NOBODY, Hands, looking, named
from workflows.looking_at_the_tree import signed, tree
from workflows.replaying_registers import registers

MOST = 20  # findings that are told; the first is where to begin


def verify(look: Look, *, replay: bool = False, hands: Hands = NOBODY) -> Report:
    """Everything, in order; the first finding is the first place that is wrong.

    It reads page by page, each in a transaction of its own: its memory is flat, and nobody who writes waits for it.
    What it says holds up to the last checkpoint when it began; entries that came after it are counted. `hands` look
    at the cases of a long history in processes of their own.
    """
    report = Report()
    with looking(look, replay=replay, hands=hands) as in_cases:
        whole = chain(signed(look, report), tree(look, report), in_cases, _across(look), _files(look),
                      _registers(look) if replay else ())  # fmt: skip
        report.findings = list(islice(whole, MOST))
    report.after = look.read(lambda connection: _after(connection, report.entries))
    return report


def _after(connection: Connection, size: int) -> int:
    e = entries.c
    return connection.scalar(select(func.count()).where(or_(e.leaf.is_(None), e.leaf >= size))) or 0


def _across(look: Look) -> Iterator[Finding]:
    yield from map(named, breaches(look.read))


def _registers(look: Look) -> Iterator[Finding]:
    yield from (Finding(place, said) for place, said in registers(look.read))


def _files(look: Look) -> Iterator[Finding]:
    """Each file that a row names is in the store, whole."""
    done, whole = 0, look.read(stored_files.how_many)
    for some in stored_files.named(look.rows):
        for name, number, id, least, most in some:
            if wrong := stored_files.file_wrong(look.files, name, least, most):
                yield Finding(f"{number}, material {id}", wrong)
        done += len(some)
        look.told("files", done, whole)
