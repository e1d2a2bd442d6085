"""Checkpoints: every committed entry has its leaf once, the root is signed and stands outside, whoever dies when."""

import base64
import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import Engine, select, text, update

from models.case import entries
from models.checkpoint import checkpoints
from models.database import transaction
from scheduler.checkpointing import Checkpointer
from tests.evidence.second_tree import root
from tests.house.sources import ROOT
from tests.workflows.guangzhou.roads import drafted, open_call
from tests.world import settle
from workflows import checkpoints as making
from workflows.checkpoints import take
from workflows.outside import Outside
from workflows.signing import BadNote, Verifier, signer


@pytest.fixture
def gz(db: Engine) -> Engine:
    settle(db)
    open_call(db)
    return db


def leaves(db: Engine) -> list[tuple[int | None, bytes]]:
    asked = select(entries.c.leaf, entries.c.hash).order_by(entries.c.leaf)
    with db.connect() as connection:
        return [(leaf, bytes(found)) for leaf, found in connection.execute(asked)]


def whole(db: Engine, folder: Path) -> int:
    """Every leaf is there once, and every checkpoint, inside and outside, signs the tree of its size; how many."""
    found = leaves(db)
    assert [leaf for leaf, _ in found] == list(range(len(found)))
    with db.connect() as connection:
        kept = dict(connection.execute(select(checkpoints.c.size, checkpoints.c.text)).all())
    told = {one.size: one.text for one in Outside(folder).all()}
    assert told == kept
    for size, note in kept.items():
        tip = signer(folder).verifier.read(note)
        assert tip == (size, root([h for _, h in found[:size]]))
    return len(kept)


def test_what_was_committed_is_signed_and_stands_outside(gz: Engine, tmp_path: Path) -> None:
    checkpointer = Checkpointer(gz, tmp_path)
    assert checkpointer() is not None  # the first has nothing to wait for
    assert checkpointer() is None
    drafted(gz)
    assert checkpointer() is None  # not before its minute is over,
    assert checkpointer(at_once=True) is not None
    assert whole(gz, tmp_path) == 2
    assert Checkpointer(gz, tmp_path)() is None


def test_a_minute_or_many_and_never_two_in_a_second(
    gz: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = signer(tmp_path)

    def at(now: int) -> bool:
        return transaction(gz, lambda p: take(p.connection, own, None, now=now)) is not None

    second, first = 1_000_000, 10**15
    assert at(first)
    drafted(gz)
    assert not at(first + 59 * second)
    assert at(first + 60 * second)
    monkeypatch.setattr(making, "MANY", 2)
    drafted(gz)
    drafted(gz)
    assert not at(first + 60 * second + second // 2)
    assert at(first + 61 * second)


def test_several_checkpointers_beside_people_who_commit(gz: Engine, tmp_path: Path) -> None:
    with ThreadPoolExecutor(6) as pool:
        working = [pool.submit(drafted, gz) for _ in range(6)]
        looking = [pool.submit(Checkpointer(gz, tmp_path), at_once=True) for _ in range(12)]
        assert all(one.result() is not None for one in working)
        assert any(one.result() for one in looking)
    Checkpointer(gz, tmp_path)(at_once=True)
    whole(gz, tmp_path)


def test_killed_between_commit_and_file_and_in_the_middle_of_a_line(gz: Engine, tmp_path: Path) -> None:
    transaction(gz, lambda p: take(p.connection, signer(tmp_path), None, now=p.now))
    url = gz.url.render_as_string(hide_password=False).replace("+psycopg", "")
    dying = subprocess.run(
        [sys.executable, "-m", "tests.evidence.dying_checkpointer", url, str(tmp_path)], cwd=ROOT, env=os.environ,
        check=False, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert dying.returncode == -9, dying.stderr
    assert None in {leaf for leaf, _ in leaves(gz)}  # what the dying one numbered was not committed
    with Outside(tmp_path).file.open("a") as file:
        file.write("\nyizhan/half\n12")
    Checkpointer(gz, tmp_path)(at_once=True)
    assert whole(gz, tmp_path) == 2


def test_a_changed_or_older_database_is_not_signed_for(gz: Engine, tmp_path: Path) -> None:
    checkpointer = Checkpointer(gz, tmp_path)
    first = checkpointer(at_once=True)
    drafted(gz)
    second = checkpointer(at_once=True)
    assert first and second
    drafted(gz)
    with gz.begin() as connection:  # a backup from before the second
        for trigger in ("update", "delete"):
            on = " ON checkpoints" if gz.dialect.name == "postgresql" else ""
            connection.execute(text(f"DROP TRIGGER checkpoints_{trigger}{on}"))
        connection.execute(checkpoints.delete().where(checkpoints.c.size == second.size))
    assert checkpointer(at_once=True) is None
    assert [one.size for one in Outside(tmp_path).all()] == [first.size, second.size]
    Outside(tmp_path).file.unlink()
    with gz.begin() as connection:
        connection.execute(update(checkpoints).values(peaks=checkpoints.c.peaks.op("||")("")))
        connection.execute(update(checkpoints).values(text="x"))
    assert checkpointer(at_once=True) is None


def test_the_text_and_the_key_are_what_other_tools_read(tmp_path: Path) -> None:
    own = signer(tmp_path)
    assert own == signer(tmp_path)
    assert (tmp_path / "checkpoint.key").stat().st_mode & 0o077 == 0
    name, number, key = str(own.verifier).split("+", 2)
    assert (name, len(number), base64.b64decode(key)[:1]) == (own.name, 8, b"\x01")
    with pytest.raises(BadNote):
        Verifier("yizhan/other", own.verifier.public).read("yizhan/other\n1\nAA==\n\n— yizhan/other AAAAAAAA\n")


@pytest.fixture
def witness() -> Iterator[tuple[str, list[bytes]]]:
    heard: list[bytes] = []

    class Listener(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            heard.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(204 if len(heard) > 1 else 500)
            self.end_headers()

        def log_message(self, *_: object) -> None: ...

    server = HTTPServer(("127.0.0.1", 0), Listener)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/checkpoints", heard
    server.shutdown()
    server.server_close()


def test_a_witness_is_told_until_it_has_heard(
    gz: Engine, tmp_path: Path, witness: tuple[str, list[bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scheduler.checkpointing.AGAIN", 0)
    address, heard = witness
    checkpointer = Checkpointer(gz, tmp_path, address)
    for _ in range(3):
        checkpointer(at_once=True)
    (note,) = {said.decode() for said in heard}
    assert len(heard) == 2 and signer(tmp_path).verifier.read(note).size == len(leaves(gz))
