"""A case gathered for its evidence package: what this reader may see, the dossier's words, and the diagram."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import IO, Any

from sqlalchemy import Connection, Row, select

from diagrams.history import diagram_svg
from documents.dossier import dossier_pdf
from documents.package import Given, Paper, write_package
from models.case import cases, disclosures, entries, links
from models.files import Files
from models.notice import notices
from web.history_view import history_view
from web.media import MEDIA
from web.pages.dossier_view import Asked, Counted, files_of, gathered
from web.sight import WITHHELD, Sight
from workflows.deadline_ledger import Day, explain
from workflows.deadlines import Period
from workflows.form import Label
from workflows.instants import instant
from workflows.signing import Signer, Verifier

KINDS = {media: kind for kind, media in MEDIA.items()}
EVERYTHING = Sight("machine", frozenset({"case", "form", "materials", "history", "comments", "scores", "personal"}),
                   frozenset(), "open")  # fmt: skip


def write_evidence(connection: Connection, asked: Asked, store: Files, signer: Signer, target: IO[bytes]) -> None:
    """Write the package of a case, with what this reader may see of it."""
    history = history_view(connection, asked.case, asked.seen)
    lines = _lines(connection, asked.case.id)
    named = _notices(connection, asked.case.id)
    beside = {
        "diagram.svg": diagram_svg(asked.lifecycle, history, asked.case.state, lang=asked.lang).encode(),
        "dossier.pdf": dossier_of(connection, asked, signer.verifier),
        "deadlines.json": _told([_deadline(*one) for one in _deadlines(asked, lines)]),
        **{f"notices/{row.number}.json": row.content.encode() for row in named},
    }
    opened = {line.seq: shown for line, entry in zip(lines, history, strict=True) if (shown := _shown(line, entry))}
    papers = list(_papers(connection, asked, store))
    write_package(connection, Given(asked.case.number, lines, opened, papers, beside), signer, target)


def dossier_of(connection: Connection, asked: Asked, verifier: Verifier) -> bytes:
    """The dossier as a PDF."""
    history, lines = history_view(connection, asked.case, asked.seen), _lines(connection, asked.case.id)
    counted, named = list(_deadlines(asked, lines)), _notices(connection, asked.case.id)
    dossier = gathered(connection, asked, history, counted, named, verifier)
    return dossier_pdf(dossier, lang=asked.lang, at=asked.at)


def _lines(connection: Connection, case: int) -> Sequence[Any]:
    e, d = entries.c, disclosures.c
    tied = (d.case_id == e.case_id) & (d.seq == e.seq)
    asked = select(e.seq, e.leaf, e.body, e.hash, d.opened).join(disclosures, tied, isouter=True)
    return connection.execute(asked.where(e.case_id == case).order_by(e.seq)).all()


def _shown(line: Row[Any], entry: Mapping[str, Any]) -> dict[str, Any]:
    """The openings of what this reader is told: a value without its salt proves nothing."""
    told = {**entry["values"], **({"comment": entry["comment"]} if entry["comment"] is not None else {})}
    return {name: own for name, own in json.loads(line.opened or "{}").items() if told.get(name, WITHHELD) != WITHHELD}


def _papers(connection: Connection, asked: Asked, store: Files) -> Iterator[Paper]:
    if asked.seen.files != "open":
        return
    for row in files_of(connection, asked.case.id):
        if (path := store.path(row.sha256)).exists():
            yield Paper(row.id, f"materials/{row.id}.{KINDS.get(row.media, 'bin')}", path)


def _notices(connection: Connection, case: int) -> Sequence[Any]:
    """Those that list the case, and its own, if it is one."""
    n = notices.c
    listing = select(links.c.from_id).where(links.c.to_id == case, links.c.kind == "notice")
    asked = select(cases.c.number, n.title, n.digest, n.content).join(cases, cases.c.id == n.case_id)
    return connection.execute(asked.where(n.case_id.in_(listing) | (n.case_id == case)).order_by(n.case_id)).all()


def _deadlines(asked: Asked, lines: Sequence[Row[Any]]) -> Iterator[Counted]:
    """Each deadline that an entry set, with its days by the calendar as it is."""
    before = None
    for line in lines:
        body = json.loads(bytes(line.body))
        due = body["due"]
        clock = asked.lifecycle.at.get((body["target"], due["step"])) if due else None
        if clock is not None and due != before:
            days: list[Day] = []
            if isinstance(clock.after, Period):
                days = explain(asked.reference.calendar, instant(due["from"]), clock.after)
            yield line.seq, clock.label, due, days
        before = due


def _deadline(seq: int, label: Label, due: dict[str, Any], days: list[Day]) -> dict[str, Any]:
    counted = [{"date": d.date.isoformat(), "counted": d.counted, "zh": d.zh, "en": d.en, "source": d.source}
               for d in days]  # fmt: skip
    return {"seq": seq, "zh": label.zh, "en": label.en, **due, "days": counted}


def _told(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode()
