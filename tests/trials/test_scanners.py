"""Wapiti and sqlmap against the running demo, on loopback: nothing of medium weight or higher."""

import csv
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

# `make trials` puts both beside the environment of the tests: what they depend on is not ours.
TOOLS = Path(sys.prefix) / "trials" / "bin"
MEDIUM = 2  # of wapiti's 1 to 4
MINUTES = 4
QUERIES = (
    *("/register?q=a", "/notices?kind=a&after=1-1", "/verify/GZ*", "/rulebooks/guangzhou*", "/accounts?q=a&after=a"),
    "/work?q=a&view=office&state=a&after=1-1",
    "/api/v1/register/stations?q=a&office=a&cursor=a",
    "/api/v1/deadlines/explain?start=2026-09-28&amount=5&unit=wd",
    "/api/v1/public/objections/GZ-2026-000001?code=a",
)

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not (TOOLS / "wapiti").exists(), reason="make trials installs them")]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a demo of its own, just filled."""
    data = tmp_path_factory.mktemp("demo")
    ours = {"YIZHAN_ENV": "demo", "YIZHAN_CLOCK": "simulated", "YIZHAN_DATA_DIR": str(data)}
    run = [str(Path(sys.prefix) / "bin" / "yizhan")]
    for command in (["db", "upgrade"], ["demo"]):
        subprocess.run([*run, *command], env={**os.environ, **ours}, check=True, capture_output=True)
    with (data / "log").open("wb") as log:
        server = subprocess.Popen(
            [*run, "serve", "--port", "0"], env={**os.environ, **ours}, stdout=subprocess.PIPE, stderr=log, text=True
        )
        assert server.stdout
        found = re.search(r"http://\S+", server.stdout.readline())
        assert found
        yield found[0]
        server.terminate()
        server.wait(timeout=30)
        server.stdout.close()
    said = (data / "log").read_text("utf-8")
    assert "Traceback" not in said, said[-3000:]


def signed_in(address: str, name: str) -> str:
    """The cookie of a session of one of the demo's people."""
    with requests.Session() as browser:
        token = re.search(r'name="csrf_token" value="([^"]+)"', browser.get(f"{address}/sign-in").text)
        assert token
        sent = {"csrf_token": token[1], "name": name, "password": "yizhan-demo"}
        browser.post(f"{address}/sign-in", data=sent, allow_redirects=False)
        return f"yizhan={browser.cookies['yizhan']}"


@pytest.mark.parametrize("name", ["", "bureau-1", "applicant-1"])
def test_wapiti_finds_nothing(demo: str, tmp_path: Path, name: str) -> None:
    report = tmp_path / "report.json"
    wapiti = [TOOLS / "wapiti", "-u", demo, "--scope", "folder", "-f", "json", "-o", report, "--flush-session",
              "--no-bugreport", "--max-scan-time", str(60 * MINUTES), "--max-attack-time", "15",
              "--max-links-per-page", "15", "--max-files-per-dir", "8", "-d", "2",
              "--store-session", tmp_path / "session", "-v", "0", "-x", f"{demo}/sign-out"]  # fmt: skip
    cookie = ["-H", f"Cookie: {signed_in(demo, name)}"] if name else []
    done = subprocess.run([*wapiti, *cookie], check=False, capture_output=True, text=True, timeout=60 * MINUTES + 120)
    found = json.loads(report.read_text("utf-8")) if report.exists() else pytest.fail(done.stderr[-2000:])
    heavy = [
        (kind, one["path"], one["info"], one.get("parameter"))
        for group in ("vulnerabilities", "anomalies")
        for kind, many in found[group].items()
        for one in many
        if one["level"] >= MEDIUM
    ]
    assert heavy == [] and found["infos"]["crawled_pages_nbr"] > 5


def test_sqlmap_finds_nothing(demo: str, tmp_path: Path) -> None:
    targets = tmp_path / "targets"
    targets.write_text("".join(f"{demo}{query}\n" for query in QUERIES), "utf-8")
    sqlmap = [TOOLS / "sqlmap", "-m", targets, "--batch", "--flush-session", "--output-dir", tmp_path / "out",
              "--technique", "BEU", "--threads", "2", "--disable-coloring",
              "--ignore-code", "401,404,429",
              "--cookie", signed_in(demo, "bureau-1")]  # fmt: skip
    done = subprocess.run(sqlmap, check=False, capture_output=True, text=True, timeout=60 * MINUTES * 2)
    assert "testing URL" in done.stdout, done.stdout[-2000:]
    # Its own table of results; a page that changes by the second raises alarms that it takes back itself.
    tables = [file.read_text("utf-8").splitlines() for file in (tmp_path / "out").glob("results*.csv")]
    rows = [row for lines in tables for row in csv.DictReader(lines)]
    held = [row for row in rows if row["Technique(s)"] and "false positive" not in row["Note(s)"]]
    assert held == [] and "identified the following injection" not in done.stdout
