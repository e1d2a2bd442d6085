"""docs/security.md names nothing that there is not, forgets no requirement, and what it says of the code holds."""

import ast
import re
from collections import Counter
from pathlib import Path

import pytest
from flask import Flask, request
from sqlalchemy import Engine

from models.settings import Settings
from tests.house.sources import ROOT, dotted, packages
from web.app import create_app

PAGE = (ROOT / "docs/security.md").read_text("utf-8")
ROW = re.compile(r"^\| ((?:\d+\.\d+\.\d+ ?)+)\| ([^|]+)\| (\w[\w ]*) \|([^|]*)\|([^|]*)\|$", re.M)
STATES = {"holds", "partly", "not yet", "operator", "none"}
TEST = re.compile(r"(tests/[\w/]+\.py)::(\w+)")
# How many requirements of levels 1 and 2 each section of ASVS 5.0.0 has, and which numbers are level 3.
SECTIONS = {
    "1.1": 2, "1.2": 9, "1.3": 11, "1.4": 3, "1.5": 2, "2.1": 3, "2.2": 3, "2.3": 4, "2.4": 1, "3.2": 2, "3.3": 4,
    "3.4": 6, "3.5": 5, "3.7": 2, "4.1": 3, "4.2": 1, "4.3": 2, "4.4": 4, "5.1": 1, "5.2": 3, "5.3": 2, "5.4": 3,
    "6.1": 3, "6.2": 12, "6.3": 4, "6.4": 4, "6.5": 5, "6.6": 3, "6.8": 4, "7.1": 3, "7.2": 4, "7.3": 2, "7.4": 5,
    "7.5": 2, "7.6": 2, "8.1": 2, "8.2": 3, "8.3": 1, "8.4": 1, "9.1": 3, "9.2": 4, "10.1": 2, "10.2": 2, "10.3": 4,
    "10.4": 11, "10.5": 5, "10.6": 2, "10.7": 3, "11.1": 2, "11.2": 3, "11.3": 3, "11.4": 4, "11.5": 1, "11.6": 1,
    "12.1": 3, "12.2": 2, "12.3": 4, "13.1": 1, "13.2": 5, "13.3": 2, "13.4": 5, "14.1": 2, "14.2": 4, "14.3": 3,
    "15.1": 3, "15.2": 3, "15.3": 7, "16.1": 1, "16.2": 5, "16.3": 4, "16.4": 3, "16.5": 3, "17.1": 1, "17.2": 4,
    "17.3": 2,
}  # fmt: skip


def rows() -> list[tuple[list[str], str, str, str]]:
    return [(m[1].split(), m[3], m[4].strip(), m[5].strip()) for m in ROW.finditer(PAGE)]


def test_every_requirement_has_its_row_once() -> None:
    named = [number for numbers, *_ in rows() for number in numbers]
    assert [number for number, times in Counter(named).items() if times > 1] == []
    assert Counter(number.rpartition(".")[0] for number in named) == SECTIONS
    assert PAGE.count("\n| ") - len(rows()) < 40, "a row of the table is not read as one"


def test_every_test_that_the_page_names_is_there() -> None:
    named = set(TEST.findall(PAGE))
    assert len(named) > 50
    missing = [f"{file}::{name}" for file, name in named if f"def {name}(" not in (ROOT / file).read_text("utf-8")]
    assert missing == []


@pytest.mark.parametrize("row", rows(), ids=lambda row: row[0][0])
def test_a_row_that_holds_names_its_test_and_another_what_is_lacking(row: tuple[list[str], str, str, str]) -> None:
    _, state, where, test = row
    assert state in STATES
    if state == "holds":
        assert TEST.fullmatch(test)
    if state in ("partly", "not yet"):
        assert where, "what is lacking is said"


def test_every_file_that_the_page_names_is_there() -> None:
    named = re.findall(r"`((?:web|models|workflows|diagrams)/[\w/.]+)`", PAGE)
    assert named and [name for name in named if not (ROOT / name).exists()] == []


RUNS = (
    "diagrams/layout.py",  # Graphviz, when a lifecycle is drawn at build time; no request reaches it
    "documents/typesetting.py",  # Typst sets templates of ours; what people wrote reaches it as values alone
)


def test_nothing_runs_a_shell_or_text() -> None:
    forbidden = {"eval", "exec", "compile", "system", "popen", "render_template_string", "from_string"}
    patterns = {"re.compile", "re.fullmatch", "re.match", "re.search", "re.sub", "re.findall"}
    found = []
    for source in packages():
        for call in source.calls():
            name = dotted(call.func)
            last = name.split(".")[-1]
            made = name in patterns and not isinstance(call.args[0], ast.Constant)
            if (last in forbidden and not name.startswith(("re.", "statement."))) or made or "subprocess" in name:
                found.append(f"{source.path}:{call.lineno} {name}")
    assert [line for line in found if not line.startswith(("bench/", *RUNS))] == []


CONNECTS = {"socket", "requests", "urllib.request", "http.client", "smtplib", "ftplib", "authlib", "httpx"}
KNOWN = {
    "web/scanner.py": {"socket"},
    "web/oidc.py": {"authlib"},
    "scheduler/checkpointing.py": {"urllib.request"},  # the witness that the settings name
    "scheduler/smtp.py": {"smtplib"},  # the mail server that the settings name
}


def test_who_connects_to_what_is_known() -> None:
    """Beside database and store of rates: scanner, identity provider, witness and mail server, from one file each."""
    found: dict[str, set[str]] = {}
    for source in packages():
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Import | ast.ImportFrom):
                names = [a.name for a in node.names] if isinstance(node, ast.Import) else [node.module or ""]
                hits = {c for c in CONNECTS for name in names if name == c or name.startswith(f"{c}.")}
                if hits:
                    found.setdefault(source.path, set()).update(hits)
            if isinstance(node, ast.keyword) and node.arg == "verify":
                assert not (isinstance(node.value, ast.Constant) and node.value.value is False), source.path
    assert {path: hits for path, hits in found.items() if KNOWN.get(path) != hits} == {}


@pytest.mark.parametrize(("proxies", "seen"), [(0, "127.0.0.1"), (1, "192.0.2.7")])
def test_a_forwarded_address_counts_only_behind_declared_proxies(
    db: Engine, tmp_path: Path, proxies: int, seen: str
) -> None:
    app: Flask = create_app(Settings(env="test", data_dir=tmp_path, proxies=proxies), db)
    addresses: list[str | None] = []
    app.before_request(lambda: addresses.append(request.remote_addr))
    app.test_client().get("/healthz", headers={"X-Forwarded-For": "203.0.113.9, 192.0.2.7"})
    assert addresses == [seen]


def test_password_boxes_are_masked_and_take_helpers() -> None:
    boxes = [
        box
        for file in (ROOT / "web/templates").rglob("*.html")
        for box in re.findall(r"<input[^>]*password[^>]*>", file.read_text("utf-8"))
        if 'type="hidden"' not in box
    ]
    assert boxes and all('type="password"' in box and "autocomplete=" in box for box in boxes)
    assert not any("onpaste" in box or 'autocomplete="off"' in box for box in boxes)


def test_the_script_keeps_nothing_in_the_browser() -> None:
    scripts = [file.read_text("utf-8") for file in (ROOT / "web/static").glob("*.js")]
    assert scripts
    for word in ("localStorage", "sessionStorage", "indexedDB", "document.cookie", "innerHTML", "eval("):
        assert not [script for script in scripts if word in script], word
