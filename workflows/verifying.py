"""Verification, whole: signatures and tree, what always holds, the files, and the replay."""

from collections.abc import Iterator
from hashlib import sha256

from sqlalchemy import Connection, func, select

from models.case import cases, entries
from models.material import materials
from workflows.erasing import NO_FILE
from workflows.form import Label
from workflows.invariants import broken
from workflows.looking import Finding, Look, Report, signed, tree
from workflows.replaying import differences
from workflows.replaying_registers import registers

MOST = 20  # findings that are told; the first is where to begin
CHUNK = 1 << 20
SOME = 200  # cases that are replayed in one transaction


def verify(look: Look, *, replay: bool = False) -> Report:
    """Everything, in order; the first finding is the first place that is wrong.

    It reads page by page, so that its memory is flat and nobody who writes waits long; entries that are committed
    meanwhile count as coming after the last checkpoint.
    """
    report = Report()
    for part in (signed(look, report), tree(look, report), _invariants(look), _files(look),
                 *([_replayed(look)] if replay else [])):  # fmt: skip
        for finding in part:
            report.findings.append(finding)
            if len(report.findings) == MOST:
                return report
    report.after = look.read(lambda c: c.scalar(select(func.count()).where(entries.c.leaf.is_(None))))
    return report


def _invariants(look: Look) -> Iterator[Finding]:
    look.told("invariants", 0, 0)
    for said in look.read(lambda connection: list(broken(connection))):
        place, _, what = said.partition(": ")
        yield Finding(place, Label(what, what))


def _files(look: Look) -> Iterator[Finding]:
    """Each file that a row names is in the store, whole."""
    m = materials.c
    asked = select(m.sha256, func.min(cases.c.number), func.min(m.id)).join(cases, cases.c.id == m.case_id)
    rows = look.read(lambda c: c.execute(asked.where(m.sha256 != NO_FILE).group_by(m.sha256).order_by(m.sha256)).all())
    for done, (name, number, id) in enumerate(rows, 1):
        look.told("files", done, len(rows))
        if wrong := _file_wrong(look, name):
            yield Finding(f"{number}, material {id}", wrong)


def _file_wrong(look: Look, name: str) -> Label | None:
    try:
        with look.files.open(name) as file:
            found = sha256()
            while chunk := file.read(CHUNK):
                found.update(chunk)
    except FileNotFoundError:
        return Label("文件缺失", "the file is not in the store")
    return None if found.hexdigest() == name else Label("文件被替换", "the file is another than the one handed in")


def _replayed(look: Look) -> Iterator[Finding]:
    c, after, done = cases.c, 0, 0
    whole = look.read(lambda connection: connection.scalar(select(func.count()).select_from(cases)))

    def some(connection: Connection) -> tuple[list[int], list[tuple[str, Label]]]:
        ids = list(connection.execute(select(c.id).where(c.id > after).order_by(c.id).limit(SOME)).scalars())
        return ids, list(differences(connection, ids))

    while (found := look.read(some))[0]:
        ids, wrong = found
        yield from (Finding(place, said) for place, said in wrong)
        after, done = ids[-1], done + len(ids)
        look.told("replay", done, whole)
    yield from (Finding(place, said) for place, said in look.read(lambda connection: list(registers(connection))))
