"""Each case by its own history: one after the other here, or many at once in processes beside this one."""

import os
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from functools import cache, partial
from multiprocessing import get_context, parent_process
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from models.case import cases
from workflows.form import Label
from workflows.invariants import broken_case
from workflows.kept_definitions import Definition, kept
from workflows.looking import Finding, Look, Place, look_again
from workflows.recomputing import Beside, beside, differences
from workflows.stored import Stored, pages

EACH = 2000  # ids of cases that are given to a process at a time; up to so many are looked at here


class Hands(NamedTuple):
    """How many processes look at cases beside this one, and what each does first."""

    many: int
    ready: Callable[[], object] = bool


NOBODY = Hands(0)
APART = Hands(1)  # who serves pages meanwhile is not held up


@contextmanager
def looking(look: Look, *, replay: bool, hands: Hands = NOBODY) -> Iterator[Iterator[Finding]]:
    """What is wrong with each case, in the order of their beginning; hands begin at once, whatever is read first."""
    last: int = look.read(_last)
    if not hands.many or look.place is None or last <= EACH:
        yield _here(look, replay=replay)
        return
    context = get_context("spawn")  # a fork would take along threads' locks, and the database's connections
    with ProcessPoolExecutor(hands.many, context, _begin, (hands.ready,)) as pool:
        work = partial(_there, look.place, replay)
        # What is begun meanwhile comes with the last.
        jobs = [pool.submit(work, at, at + EACH if at + EACH < last else None) for at in range(0, last, EACH)]
        try:
            yield _gathered(look, jobs)
        finally:
            pool.shutdown(cancel_futures=True)


def _last(connection: Connection) -> int:
    return connection.scalar(select(func.max(cases.c.id))) or 0


def _whole(connection: Connection) -> int:
    return connection.scalar(select(func.count()).select_from(cases)) or 0


def _here(look: Look, *, replay: bool) -> Iterator[Finding]:
    done, whole = 0, look.read(_whole)
    for many, findings in _pages(look, replay, 0, None):
        yield from findings
        done += many
        look.told("cases", done, whole)


def _gathered(look: Look, jobs: Sequence[Future[tuple[int, list[Finding]]]]) -> Iterator[Finding]:
    done, whole = 0, look.read(_whole)
    for job in jobs:
        many, findings = job.result()
        yield from findings
        done += many
        look.told("cases", done, whole)


def _begin(ready: Callable[[], object]) -> None:
    """In a hand: it ends with whoever began it, be that one killed."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    ready()


def _end_with_parent() -> None:
    if parent := parent_process():
        parent.join()
        os._exit(1)


_look_from = cache(look_again)


def _there(place: Place, replay: bool, after: int, until: int | None) -> tuple[int, list[Finding]]:
    """In a hand: (how many cases, what is wrong with them)."""
    found = [(many, list(findings)) for many, findings in _pages(_look_from(place), replay, after, until)]
    return sum(many for many, _ in found), [finding for _, findings in found for finding in findings]


def _pages(look: Look, replay: bool, after: int, until: int | None) -> Iterator[tuple[int, Iterator[Finding]]]:
    known = look.read(kept)
    for page in pages(look.read, after=after, until=until):
        found = look.read(partial(beside, page=page, known=known)) if replay else None
        yield len(page), _wrong(page, known, found)


def _wrong(page: list[Stored], known: Mapping[str, Definition], found: Beside | None) -> Iterator[Finding]:
    """What always holds of a case, and, where all does, that its entries give what is stored."""
    while page:
        one = page.pop(0)  # what was parsed of it goes with it: few objects, and little for Python's collector
        wrong = [named(said) for said in broken_case(one, known)]
        yield from wrong or (Finding(*said) for said in (differences(one, found) if found else ()))


def named(said: str) -> Finding:
    """A breach, with its place apart."""
    place, _, what = said.partition(": ")
    return Finding(place, Label(what, what))
