"""Files that no case came to hold go after a week; what is held, or arrived anew meanwhile, stays."""

import io
import os
from pathlib import Path

from sqlalchemy import Engine, insert

from models.database import Present, transaction
from models.files import Files
from models.material import materials
from scheduler.strays import DAY, GIVEN_UP, Strays
from tests.workflows.guangzhou.roads import open_call, submitted
from tests.world import settle

GONE, HELD, YOUNG, DROPPED = (f"%PDF-1.7 {n}".encode() for n in range(4))


def age(files: Files, sha256: str, now: int, days: int) -> None:
    moment = now * 1000 - days * DAY * 1000
    os.utime(files.path(sha256), ns=(moment, moment))


def test_what_nobody_came_to_hold_goes(db: Engine, tmp_path: Path) -> None:
    settle(db)
    open_call(db)
    case, files = submitted(db, "2026-03-02"), Files(tmp_path / "files")
    gone, held, young, dropped = (files.put(io.BytesIO(data)).sha256 for data in (GONE, HELD, YOUNG, DROPPED))

    def work(present: Present) -> int:
        row = {"case_id": case.id, "kind": "stray", "media": "application/pdf", "size": 1, "version": 1,
               "uploaded_by": "u", "uploaded_at": present.now}  # fmt: skip
        present.connection.execute(insert(materials), [
            row | {"name": "held.pdf", "sha256": held, "removed_at": None},
            row | {"name": "dropped.pdf", "sha256": dropped, "removed_at": present.now},
        ])  # fmt: skip
        return present.now

    now = transaction(db, work)
    for digest in (gone, held, dropped):
        age(files, digest, now, GIVEN_UP // DAY + 1)
    age(files, young, now, GIVEN_UP // DAY - 1)
    look = Strays(db, files)
    assert look() == 2 and look() == 0
    left = {path.name for path in files.folder.rglob("*") if path.is_file()}
    assert left == {held, young}


def test_what_arrives_anew_meanwhile_stays(tmp_path: Path) -> None:
    files = Files(tmp_path)
    digest = files.put(io.BytesIO(GONE)).sha256
    before = files.path(digest).stat().st_mtime_ns // 1000
    assert list(files.older(before)) == [] and not files.leave(digest, before)
    assert files.path(digest).read_bytes() == GONE


def test_what_a_process_that_ended_had_set_aside_is_put_back(tmp_path: Path) -> None:
    files = Files(tmp_path)
    digest = files.put(io.BytesIO(GONE)).sha256
    files.path(digest).replace(tmp_path / f"leaving-{digest}")
    files.stay()
    assert files.path(digest).read_bytes() == GONE
    assert not files.leave("0" * 64, 0)
