"""For whom a case is: its parties and its name by the register, whatever a person sends along."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, select

from models.case import cases
from models.office import offices
from models.people import assignments, commissioners, enterprises
from models.register import titles
from models.rows import Row
from workflows.errors import Reason
from workflows.moves import Case, Opening

Party = tuple[str, str]
Found = Mapping[str, tuple[str, tuple[Party, ...]]]  # number -> name, parties


def with_parties(connection: Connection, openings: Sequence[Opening]) -> list[Opening]:
    """A person's openings with the name and parties that the register gives their subject; "" where it knows none."""
    found = {
        kind: known(connection, {o.subject[1] for o in openings if o.subject and o.subject[0] == kind})
        for kind, known in KNOWN.items()
        if any(_asked(o) and o.subject and o.subject[0] == kind for o in openings)
    }
    return [_by_register(o, found) if _asked(o) else o for o in openings]


def subject_wrong(o: Opening) -> Reason | None:
    """Why nobody can be meant: the register knows no such number, or none that has a name."""
    if o.subject is None or not _asked(o):
        return None
    if not o.subject[1]:
        return Reason("subject", "名册中没有这个主体", "The register knows no such subject.", "subject")
    if not o.subject[2]:
        return Reason("field_missing", "请填写办理对象的名称", "Say the subject's name.", "subject.name")
    return None


def _asked(o: Opening) -> bool:
    """Effects and duties know whom they mean."""
    return o.cause is None and o.actor.account != "system" and o.subject is not None


def _by_register(o: Opening, found: Mapping[str, Found]) -> Opening:
    kind, number, called = o.subject or ("", "", "")
    if kind not in found:
        return o
    if number not in found[kind]:
        return replace(o, subject=(kind, "", ""), parties=())
    name, parties = found[kind][number]
    joins = () if kind == "enterprise" else tuple(p for p in o.parties if p[0] == "enterprise" and _may_join(o, p))
    return replace(o, subject=(kind, number, name or called), parties=(*parties, *joins))


def _may_join(o: Opening, party: Party) -> bool:
    """An enterprise may open a case about somebody else, as in a complaint; at the counter an officer does for it."""
    return party in o.actor.contacts or bool(o.actor.grants)


def _organisations(connection: Connection, numbers: set[str]) -> Found:
    """An applicant speaks for itself and nobody else; its name is what it says until something registers it."""
    return {n: ("", (("organisation", n),)) for n in numbers}


def _titles(connection: Connection, numbers: set[str]) -> Found:
    t = titles.c
    asked = select(t.number, t.name, t.subject_number).where(t.number.in_(numbers))
    return {r.number: (r.name, (("organisation", r.subject_number),)) for r in connection.execute(asked)}


def _districts(connection: Connection, numbers: set[str]) -> Found:
    """A district by the code of its office; it speaks through its officers alone."""
    o = offices.c
    asked = select(o.code, o.zh).where(o.code.in_(numbers), o.level == "district")
    return {row.code: (row.zh, ()) for row in connection.execute(asked)}


def _enterprises(connection: Connection, numbers: set[str]) -> Found:
    """An enterprise and who serves it; one that is in no register still speaks for itself."""
    a, e = assignments.c, enterprises.c
    serving = (a.enterprise == e.credit_code) & a.ended_at.is_(None)
    asked = select(e.credit_code, e.name, a.commissioner).join(assignments, serving, isouter=True)
    known = {r.credit_code: r for r in connection.execute(asked.where(e.credit_code.in_(numbers)))}
    return {n: _enterprise(n, known.get(n)) for n in numbers}


def _enterprise(number: str, row: Any) -> tuple[str, tuple[Party, ...]]:
    own: Party = ("enterprise", number)
    if row is None:
        return "", (own,)
    return row.name, (own, ("commissioner", row.commissioner)) if row.commissioner else (own,)


def _commissioners(connection: Connection, numbers: set[str]) -> Found:
    """A commissioner, and for a station's own the unit that runs it; who isn't filed yet speaks for themself."""
    c, t = commissioners.c, titles.c
    asked = select(c.number, c.name, c.kind, t.subject_number).join(titles, t.number == c.station, isouter=True)
    known = {r.number: r for r in connection.execute(asked.where(c.number.in_(numbers)))}
    return {n: _commissioner(n, known.get(n)) for n in numbers}


def _commissioner(number: str, row: Any) -> tuple[str, tuple[Party, ...]]:
    own: Party = ("commissioner", number)
    if row is None:
        return "", (own,)
    unit = row.kind == "resident" and row.subject_number
    return row.name, (own, ("organisation", row.subject_number)) if unit else (own,)


def _cases(connection: Connection, numbers: set[str]) -> Found:
    found = [Case(*row) for row in connection.execute(select(cases).where(cases.c.number.in_(numbers)))]
    return {case.number: (case.subject_name or case.number, tuple(sorted(case.party))) for case in found}


KNOWN: dict[str, Callable[[Connection, set[str]], Found]] = {
    "organisation": _organisations,
    "station": _titles,
    "institution": _titles,
    "district": _districts,
    "enterprise": _enterprises,
    "commissioner": _commissioners,
    "case": _cases,
}


def party_rows(openings: Sequence[Opening], ids: Sequence[int]) -> list[Row]:
    """The parties of cases just opened, to be found by (models/case.py)."""
    return [
        {"kind": kind, "number": number, "case_id": id}
        for opening, id in zip(openings, ids, strict=True)
        for kind, number in dict.fromkeys(opening.parties)
    ]
