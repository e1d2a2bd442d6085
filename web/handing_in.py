"""Files laid with a case: what may be handed in now, the row of each, and taking one back before it is committed."""

from collections.abc import Iterable

from sqlalchemy import Connection, select, update
from werkzeug.datastructures import FileStorage, MultiDict

from models.material import materials
from web import kept_files
from web.problems import Problem
from web.uploads import Upload, take
from workflows import laying
from workflows.errors import Reason
from workflows.form import Paper

m = materials.c


def taken(asked: Iterable[Paper], sent: MultiDict[str, FileStorage]) -> tuple[list[tuple[str, Upload]], list[Reason]]:
    """(kind, file) of what was sent and can be taken, and a reason for each that cannot; empty boxes pass.

    What came along with an earlier try of the same form is among it (web/kept_files.py).
    """
    asked = tuple(asked)
    found, reasons = kept_files.arrived(paper.kind for paper in asked)
    for paper in asked:
        for file in sent.getlist(paper.kind):
            if not file.filename:
                continue
            try:
                found.append((paper.kind, take(file)))
            except Problem as refusal:
                code = refusal.reasons[0].code if refusal.reasons else refusal.code
                reasons.append(Reason(code, refusal.zh, refusal.en, paper.kind))
    return found, reasons


def lay(connection: Connection, case: int, files: Iterable[tuple[str, Upload]], account: str, at: int) -> None:
    """Lay files with a case; the same name again is the next version of its kind."""
    for kind, file in files:
        laying.lay(connection, case, kind, laying.Paper(*file), by=account, at=at)


def take_back(connection: Connection, case: int, paper: int, at: int) -> bool:
    """Whether there was such a file that no entry has committed yet; it is no longer with the case."""
    own = update(materials).where(m.id == paper, m.case_id == case, m.seq.is_(None), m.removed_at.is_(None))
    return bool(connection.execute(own.values(removed_at=at)).rowcount)


def upload_of(connection: Connection, case: int, paper: int) -> Upload | None:
    asked = select(m.name, m.media, m.size, m.sha256).where(m.id == paper, m.case_id == case, m.removed_at.is_(None))
    row = connection.execute(asked).first()
    return Upload(*row) if row else None
