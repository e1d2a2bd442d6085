"""How a case begins: who may open it where, and its first entry."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from models.case import cases, links, parties
from models.crash_points import Point, passing
from models.numbering import take_numbers
from models.reference import Reference, current
from models.rows import Row, write
from workflows.actors import FILERS, SYSTEM, Role
from workflows.answers import Answers, answered
from workflows.dues import Due, due_in, target_in
from workflows.errors import Invalid, KeyReused, NotFound, NotPermitted, OpenedBySystem, Reason, Refused, StepError
from workflows.forms import checked
from workflows.instants import day_of, iso
from workflows.issuing import marks, not_open, unissued
from workflows.lifecycle import ANY, Lifecycle
from workflows.moves import Entry, Opening, Standing
from workflows.record import Writes, add_entry, cause_of, head_of
from workflows.rulebooks import lifecycles, rulebook_of
from workflows.seal import commit, seal, text_of
from workflows.seeking import case_search
from workflows.standing import may_open
from workflows.subjects import party_rows, subject_wrong, with_parties


class Birth(NamedTuple):
    """An opening that nothing has refused."""

    opening: Opening
    lifecycle: Lifecycle
    standing: Standing
    data: Mapping[str, Any]
    office: str
    due: Due
    target_at: int | None


def begin(connection: Connection, openings: Sequence[Opening], *, at: int) -> list[Entry | StepError]:
    """Open cases, each with its first entry and the deadline of its initial state; or say why not."""
    if not openings:
        return []
    reference = current(connection)
    answers = answered(connection, openings)
    openings = with_parties(connection, openings)
    drafts = unissued(connection, {o.lifecycle for o in openings})
    judged = [_answer(o, answers) or _judge(o, reference, at, drafts) for o in openings]
    births = [b for b in judged if isinstance(b, Birth)]
    passing(Point.JUDGED)
    entries = iter(_record(connection, births, at))
    return [next(entries) if isinstance(b, Birth) else b for b in judged]


def _answer(o: Opening, answers: Answers) -> Entry | StepError | None:
    """What the same key was answered with before."""
    before = answers.get((o.actor.account, o.key)) if o.key else None
    if before is None:
        return None
    return before[1] if before[0] == o.digest else KeyReused()


def _judge(o: Opening, reference: Reference, at: int, drafts: frozenset[str]) -> Birth | StepError:
    lifecycle = lifecycles().get(o.lifecycle)
    if lifecycle is None:
        return NotFound()
    book, today = rulebook_of(lifecycle), day_of(at)
    if nobody := _for_nobody(o, lifecycle, reference, today, drafts=drafts):
        return nobody
    held = _standing(o, lifecycle)
    if isinstance(held, StepError):
        return held
    # What another case's effect or a duty lays down isn't bound to the form that a person fills in.
    own = lifecycle.initial.form and o.actor.account != "system"
    data, reasons = checked(lifecycle.form.values(), o.data, {}, partial=True) if own else (dict(o.data), ())
    if reasons:
        return Invalid(*reasons)
    data = {**data, **marks(book, today)}
    office = reference.desk(o.office, lifecycle.initial.level)
    start = at if o.counts_from is None else o.counts_from
    due = due_in(lifecycle, lifecycle.initial, lambda: data, start, reference)
    target = target_in(lifecycle, lifecycle.initial, lambda: data, office, at, reference)
    return Birth(o, lifecycle, held, data, office, due, target)


def _for_nobody(
    o: Opening, lifecycle: Lifecycle, reference: Reference, today: date, *, drafts: frozenset[str]
) -> StepError | None:
    """Why such a case can't be opened there and then, whoever asks."""
    caused = o.cause is not None
    if not caused and o.actor is not SYSTEM and lifecycle.initial.name != "draft":
        return OpenedBySystem()
    if wrong := _office_wrong(o, lifecycle, reference) or subject_wrong(o):
        return Invalid(wrong)
    if closed := not_open(rulebook_of(lifecycle), lifecycle, today, caused=caused, drafts=drafts):
        return Refused(closed)
    return None


def _office_wrong(o: Opening, lifecycle: Lifecycle, reference: Reference) -> Reason | None:
    office = reference.offices.get(o.office)
    if office is None or office.book != lifecycle.book:
        return Reason("office", "请选择本地区的机构", "Choose an office of this region.", "office")
    if o.actor.account != "system" and lifecycle.home not in (ANY, office.level):
        return Reason(
            "office", "该类办件不在这一级机构提交", "Cases of this kind are filed at another level of office.", "office"
        )
    return None


def _standing(o: Opening, lifecycle: Lifecycle) -> Standing | StepError:
    if o.cause is not None or o.actor is SYSTEM:
        return Standing(Role(o.actor.account) if o.actor.account in ("system", "public") else Role.SYSTEM)
    if lifecycle.subject is not None and o.subject is None:
        return Invalid(Reason("subject", "请说明为哪个单位或个人办理", "Say for whom it is.", "subject"))
    held = may_open(o.actor, lifecycle, o.office, set(o.parties))
    return NotPermitted(held) if isinstance(held, Reason) else held


def _record(connection: Connection, births: Sequence[Birth], at: int) -> list[Entry]:
    if not births:
        return []
    numbers = _numbers(connection, births, at)
    sealed = [_seal(b, number, at) for b, number in zip(births, numbers, strict=True)]
    rows = [_row(b, n, head, at) for b, n, (_, head, _) in zip(births, numbers, sealed, strict=True)]
    write(connection, "insert", cases, rows)
    ids = {n: id for id, n in connection.execute(select(cases.c.id, cases.c.number).where(cases.c.number.in_(numbers)))}
    writes = Writes()
    for b, number, (body, head, opened) in zip(births, numbers, sealed, strict=True):
        entry = {"kind": "begin", "step": None, "actor": b.opening.actor.account, "key": b.opening.key,
                 "digest": b.opening.digest, "effective_at": at}  # fmt: skip
        add_entry(writes, ids[number], 1, entry, at, body, head, opened)
    writes.send(connection)
    write(connection, "insert", parties, party_rows([b.opening for b in births], [ids[n] for n in numbers]))
    tied = [{"from_id": ids[n], "to_id": to, "kind": kind} for b, n in zip(births, numbers, strict=True)
            for to, kind in b.opening.links]  # fmt: skip
    write(connection, "insert", links, tied)
    return [
        Entry(ids[n], n, 1, b.lifecycle.initial.name, head)
        for b, n, (_, head, _) in zip(births, numbers, sealed, strict=True)
    ]


def _numbers(connection: Connection, births: Sequence[Birth], at: int) -> list[str]:
    """One sequence a book and year of opening in Shanghai, six digits, never used again."""
    year, prefixes = day_of(at).year, [rulebook_of(b.lifecycle).prefix for b in births]
    taken = {p: iter(take_numbers(connection, p, year, prefixes.count(p))) for p in sorted(set(prefixes))}
    return [f"{p}-{year}-{next(taken[p]):06d}" for p in prefixes]


def _seal(b: Birth, number: str, at: int) -> tuple[bytes, bytes, dict[str, Any]]:
    o = b.opening
    commitments, opened = commit(b.data)
    subject = {"kind": o.subject[0], "number": o.subject[1]} if o.subject else None
    body, head = seal(
        {
            **head_of(number, 1, "", b.lifecycle, at),
            "kind": "begin",
            "step": None,
            "source": None,
            "target": b.lifecycle.initial.name,
            "actor": o.actor.account,
            "role": b.standing.role.value,
            "on_behalf_of": b.standing.on_behalf_of.value if b.standing.on_behalf_of else None,
            "office": b.office,
            "law": [],
            "effective": iso(at),
            "due": b.due.body,
            "data": commitments,
            "cause": cause_of(o.cause),
            "subject": subject,
            "parent": o.parent[1] if o.parent else None,
        }
    )
    return body, head, opened


def _row(b: Birth, number: str, head: bytes, at: int) -> Row:
    o, own = b.opening, b.standing.role in FILERS
    kind, subject, name = o.subject or (None, None, None)
    return {
        "number": number, "lifecycle": b.lifecycle.key, "state": b.lifecycle.initial.name, "version": 1,
        "home": o.office, "office": b.office,
        "subject_kind": kind, "subject_number": subject, "subject_name": name,
        "parties": text_of([list(p) for p in o.parties]),
        "filers": text_of([o.actor.account] if own else []),
        "passed": "[]", "parent": o.parent[0] if o.parent else None, "data": text_of(dict(b.data)), "slot": None,
        "head": head, "opened_at": at, "entered_at": at, **b.due.columns, "target_at": b.target_at,
        "tries": 0, "last_error": None, "search": case_search(b.lifecycle, number, (subject, name), b.data),
    }  # fmt: skip
