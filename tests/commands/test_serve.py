"""The long-running processes: they answer, they end when told to, and they refuse what production must not be."""

import json
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from commands.serve import THREADS
from tests.commands.conftest import Run

COMMAND = [sys.executable, "-c", "from commands.cli import main; main()"]
SECRET = "0123456789abcdefghijklmnopqrstuvwxyz"


@contextmanager
def running(*arguments: str) -> Iterator[tuple["subprocess.Popen[str]", str]]:
    """The process, and what it said first."""
    process = subprocess.Popen([*COMMAND, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield process, process.stdout.readline()
    finally:
        process.kill()
        process.communicate()


@pytest.fixture(scope="module")
def serving(upgraded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, int]]:
    """Where an installation of its own is served."""
    folder = shutil.copytree(upgraded, tmp_path_factory.mktemp("serving"), dirs_exist_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {"ENV": "test", "CLOCK": "simulated", "DATA_DIR": str(folder)}.items():
            patch.setenv(f"YIZHAN_{name}", value)
        with running("serve", "--port", "0") as (_, said):
            yield "127.0.0.1", int(said.split("127.0.0.1:")[1].split()[0])


def test_the_scheduler_runs_alone(run: Run) -> None:
    with running("scheduler") as (process, said):
        assert "scheduler" in said
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0


def test_a_port_in_use_is_one_clear_line(run: Run, serving: tuple[str, int]) -> None:
    again = subprocess.run(
        [*COMMAND, "web", "--port", str(serving[1])], capture_output=True, text=True, timeout=60, check=False
    )
    assert again.returncode == 1
    assert "Cannot listen there" in again.stderr.splitlines()[-1]


def test_web_alone_wants_an_upgraded_database(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.setenv("YIZHAN_DATA_DIR", str(tmp_path / "elsewhere"))
    said = run("web")
    assert said.exit_code == 1
    assert "db upgrade" in said.output


def test_production_takes_neither_a_weak_secret_nor_demo_accounts(demo: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    run = demo
    monkeypatch.setenv("YIZHAN_ENV", "production")
    monkeypatch.setenv("YIZHAN_CLOCK", "real")
    assert "YIZHAN_SECRET_KEY" in run("serve").output
    monkeypatch.setenv("YIZHAN_SECRET_KEY", SECRET)
    said = run("serve")
    assert said.exit_code == 1
    assert "demo accounts" in said.output


def test_slow_and_endless_requests_hold_up_nobody(serving: tuple[str, int]) -> None:
    """Whoever sends a drop at a time holds a connection, never a thread; what is too long is not read to its end."""
    slow = [socket.create_connection(serving, timeout=20) for _ in range(3 * THREADS)]
    for one in slow:
        one.sendall(b"POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n\r\nname=")
    with urlopen(f"http://{serving[0]}:{serving[1]}/healthz", timeout=20) as answer:
        assert answer.status == 200
    for one in slow:
        one.close()
    assert _first_line(serving, b"Content-Length: 999999999999\r\n") == b"HTTP/1.1 413 Request Entity Too Large"
    assert b" 431 " in _first_line(serving, b"X-Long: " + b"x" * 70_000 + b"\r\n")


def _first_line(where: tuple[str, int], header: bytes) -> bytes:
    with socket.create_connection(where, timeout=20) as connection, suppress(ConnectionError):
        connection.sendall(b"POST /sign-in HTTP/1.1\r\nHost: x\r\n" + header + b"\r\n")
        return connection.recv(1000).partition(b"\r\n")[0]
    return b""


def test_it_answers_ends_in_peace_and_its_log_is_json_in_utc(run: Run) -> None:
    with running("serve", "--port", "0") as (process, said):
        found = re.search(r"http://127\.0\.0\.1:\d+", said)
        assert found is not None
        address = found[0]
        with urlopen(f"{address}/healthz", timeout=20) as answer:
            assert answer.status == 200
        with suppress(HTTPError):
            urlopen(f"{address}/work%0afaked%20line", timeout=20)
        with suppress(HTTPError):
            urlopen(f"{address}/api/v1/cases", timeout=20)
        process.send_signal(signal.SIGTERM)
        lines = process.communicate(timeout=20)[1].splitlines()
        assert process.returncode == 0
    (refused,) = [told for told in map(json.loads, lines) if told["logger"] == "web.access_log"]
    assert refused["event"].startswith("refused account=- right=case.list case=- status=401")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z", refused["timestamp"]) and refused["level"] == "warning"


def test_what_few_requests_need_is_not_loaded_at_the_start() -> None:
    """What changes the schema, sets type, draws or knows pinyin comes when it is asked for: the start is quick."""
    heavy = ["alembic", "authlib", "pygal", "pypinyin", "typst", "xlsxwriter", "zxcvbn"]
    start = "import sys, commands.cli, commands.serve, scheduler.beside, scheduler.clock, web.app"
    asked = f"{start}; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "[]"
