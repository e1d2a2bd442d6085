"""The files that rows name: each lies in the store, whole, and as long as its rows say."""

from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Select, func, select

from models.case import cases
from models.files import Files
from models.material import materials
from workflows.erasing import NO_FILE
from workflows.form import Label

CHUNK = 1 << 20
SOME = 500  # looked up in one transaction
m = materials.c


def named(rows: Callable[[Select[Any]], Sequence[Any]]) -> Iterator[Sequence[Any]]:
    """Every file that is not erased, once, some at a time: (digest, case, id, least and greatest size)."""
    of = (m.sha256, func.min(cases.c.number), func.min(m.id), func.min(m.size), func.max(m.size))
    asked = select(*of).join(cases, cases.c.id == m.case_id).where(m.sha256 != NO_FILE)
    asked, after = asked.group_by(m.sha256).order_by(m.sha256).limit(SOME), ""
    while some := rows(asked.where(m.sha256 > after)):
        yield some
        after = some[-1][0]


def how_many(connection: Connection) -> int:
    return connection.scalar(select(func.count(m.sha256.distinct()))) or 0


def file_wrong(files: Files, name: str, least: int, most: int) -> Label | None:
    """What is wrong with the bytes under this digest, if anything."""
    found, size = sha256(), 0
    try:
        with files.open(name) as file:
            while chunk := file.read(CHUNK):
                found.update(chunk)
                size += len(chunk)
    except FileNotFoundError:
        return Label("文件缺失", "the file is not in the store")
    if found.hexdigest() != name:
        return Label("文件被替换", "the file is another than the one handed in")
    if not least == size == most:
        return Label("所记文件大小不符", "the file is not as long as its row says")
    return None


def unkept(connection: Connection, files: Files) -> Iterator[str]:
    """Every breach, as a sentence."""
    for name, number, id, least, most in (row for some in named(lambda a: connection.execute(a).all()) for row in some):
        if wrong := file_wrong(files, name, least, most):
            yield f"{number}, material {id}: {wrong.en}"
