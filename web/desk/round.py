"""A call's whole round: who applied within its window, where each case stands, and what its experts gave.

Ranks need all of a round, so it is read whole, in as many statements for twenty applicants as for two.
"""

from collections.abc import Mapping, Sequence
from statistics import fmean
from typing import NamedTuple

from sqlalchemy import Connection, select, text

from models.case import cases, entries
from models.reference import Reference
from models.user import appointments, users
from workflows.actors import DESK_ROLES, Actor, Role
from workflows.dates import end_of, start_of
from workflows.form import Label
from workflows.lifecycle import Lifecycle, State
from workflows.moves import Case
from workflows.reading import case_by_number
from workflows.rights import PARTS, relations
from workflows.rulebooks import lifecycles

MOST = 2_000  # applicants read of one round
ON = 4  # calls that are on at once
OFFICERS = {"desk", "below", "passed"}
HELD = ("scheduled", "open", "closed", "finished")  # where a call has a window


class Given(NamedTuple):
    """What one expert gave."""

    expert: str
    total: int | None
    recused: bool


class Applicant(NamedTuple):
    """One application of the round."""

    case: Case
    lifecycle: Lifecycle
    state: State
    name: str
    home: Label
    handed_in: int  # µs UTC: when it counts as handed in
    given: Sequence[Given] | None  # None: this reader isn't told scores
    rank: int | None = None  # by the mean; None where it has none, or the reader doesn't see all of the round

    @property
    def counted(self) -> list[int]:
        return [one.total for one in self.given or () if one.total is not None and not one.recused]

    @property
    def asked(self) -> int:
        return sum(not one.recused for one in self.given or ())

    @property
    def mean(self) -> float | None:
        return round(fmean(self.counted), 1) if self.counted else None


class Round(NamedTuple):
    """All of it that this reader sees, in the order in which it was handed in."""

    call: Case
    lifecycle: Lifecycle  # of the applications
    applicants: Sequence[Applicant]
    whole: bool  # whether the reader sees every application of it


def round_of(connection: Connection, number: str, actor: Actor, reference: Reference) -> Round | None:
    """None where there is no such call, or the reader works at no office of its region."""
    call = case_by_number(connection, number)
    book, _, name = call.lifecycle.rpartition("/") if call else ("", "", "")
    if call is None or name != "call" or call.state not in HELD or not _works_in(book, actor, reference):
        return None
    lifecycle = lifecycles()[f"{book}/certification"]
    handed_in = _handed_in(connection, call, lifecycle)
    ties = {case.id: relations(actor, case, lifecycle.states[case.state], reference) for case, _ in handed_in}
    seen = [(case, when) for case, when in handed_in if ties[case.id] & OFFICERS]
    given = _given(connection, [case.id for case, _ in seen if _told_scores(ties[case.id])])
    found = [
        Applicant(
            case, lifecycle, lifecycle.states[case.state], _name(case, lifecycle), _office(case.home, reference), when,
            given.get(case.id, ()) if _told_scores(ties[case.id]) else None,
        )
        for case, when in seen
    ]  # fmt: skip
    whole = len(seen) == len(handed_in)
    return Round(call, lifecycle, _ranked(found) if whole else found, whole)


class Call(NamedTuple):
    """A call that could be looked at."""

    number: str
    title: str


def calls_of(connection: Connection, actor: Actor, reference: Reference) -> list[Call]:
    """Those that are on at the regions whose offices this visitor works at, the newest first."""
    offices = {o for role, o in actor.grants if role in DESK_ROLES or role == Role.AUDITOR}
    books = {reference.offices[o].book for o in offices if o in reference.offices}
    kinds = [key for key, lc in lifecycles().items() if lc.name == "call" and lc.book in books]
    if not kinds:
        return []
    on = cases.c.lifecycle.in_(kinds) & cases.c.state.in_(("open", "closed"))
    # Few are on: in order of id, cut short, SQLite would go through all cases backwards.
    found = sorted((Case(*row) for row in connection.execute(select(cases).where(on))), key=lambda call: -call.id)
    return [Call(case.number, str(case.form.get("title", case.number))) for case in found[:ON]]


def _works_in(book: str, actor: Actor, reference: Reference) -> bool:
    offices = {o for role, o in actor.grants if role in DESK_ROLES or role == Role.AUDITOR}
    return any(reference.offices[o].book == book.partition("/")[0] for o in offices if o in reference.offices)


def _told_scores(ties: set[str]) -> bool:
    """Never somebody who speaks for the applicant, whatever else they are."""
    return "party" not in ties and any("scores" in PARTS[tie] for tie in ties)


def _handed_in(connection: Connection, call: Case, lifecycle: Lifecycle) -> list[tuple[Case, int]]:
    """The applications that were handed in while the window was open; one decided anew needed none."""
    e = entries.c
    window = e.effective_at.between(start_of(call.form["opens_on"]), end_of(call.form["closes_on"]) - 1)
    asked = (
        select(e.effective_at, cases)
        .join(cases, cases.c.id == e.case_id)
        # A literal: SQLite takes a partial index only where it can read its condition.
        .where(text("entries.step = 'submit'"), window, cases.c.lifecycle == lifecycle.key)
        .order_by(e.effective_at, e.case_id)
        .limit(MOST)
    )
    found = [(Case(*row), when) for when, *row in connection.execute(asked)]
    return [(case, when) for case, when in found if "anew" not in case.form]


def _given(connection: Connection, ids: Sequence[int]) -> Mapping[int, list[Given]]:
    """Case -> what each expert who was appointed gave, in the order of appointment."""
    a, found = appointments.c, dict[int, list[Given]]()
    asked = select(a.case_id, users.c.display, a.score, a.recused_seq).join(users, users.c.id == a.expert)
    for case, display, score, recused in connection.execute(asked.where(a.case_id.in_(ids)).order_by(a.id)):
        found.setdefault(case, []).append(Given(display, score, recused is not None))
    return found


def _ranked(found: Sequence[Applicant]) -> list[Applicant]:
    """Equal means share a rank, and the next is counted on: 1, 2, 2, 4."""
    means = [one.mean for one in found if one.mean is not None]
    return [one._replace(rank=1 + sum(m > one.mean for m in means)) if one.mean is not None else one for one in found]


def _name(case: Case, lifecycle: Lifecycle) -> str:
    return str((case.form.get(lifecycle.title) if lifecycle.title else None) or case.subject_name or case.number)


def _office(code: str, reference: Reference) -> Label:
    office = reference.offices[code]
    return Label(office.zh, office.en)
