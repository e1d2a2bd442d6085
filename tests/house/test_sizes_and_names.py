"""House rules: how long a thing may be, and what nothing may be called."""

import ast
import re
from pathlib import Path

from tests.house.sources import PACKAGES, ROOT, Source, at, packages, read, sources

LINES_OF_A_FILE = 200
LINES_OF_THE_VERIFIER = 300  # one file, so that an auditor can read and run it alone
LINES_OF_A_FUNCTION = 30
EMPTY_WORDS = {"utils", "util", "helpers", "helper", "common", "manager", "base"}
LEFT_OPEN = re.compile(r"\b(TODO|FIXME|XXX)\b|raise NotImplementedError")


def words(name: str) -> set[str]:
    """`CaseManager` and `case_manager` are both {case, manager}."""
    return set(re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower().split("_"))


def own_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """From `def` to the end, without the docstring."""
    documented = isinstance(function.body[0], ast.Expr) and ast.get_docstring(function, clean=False) is not None
    first = function.body[0]
    taken = (first.end_lineno or 0) - first.lineno + 1 if documented else 0
    return (function.end_lineno or 0) - function.lineno + 1 - taken


def badly_named(source: Source) -> list[str]:
    definitions = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    found = [
        f"{at(source, node)} {node.name}"
        for node in ast.walk(source.tree)
        if isinstance(node, definitions) and words(node.name) & EMPTY_WORDS
    ]
    file = Path(source.path)
    empty = words(file.stem) & EMPTY_WORDS or {part for part in file.parts[:-1] if part in EMPTY_WORDS}
    return found + ([source.path] if empty and source.path != "models/base.py" else [])


def test_a_file_stops_at_200_lines() -> None:
    long = {s.path: n for s in (*packages(), *sources("tests")) if (n := s.text.count("\n")) > LINES_OF_A_FILE}
    assert long.pop("documents/offline/verify.py", 0) < LINES_OF_THE_VERIFIER
    assert not long


def test_a_function_stops_at_30_lines() -> None:
    long = [
        f"{at(source, function)} {function.name}: {own_lines(function)}"
        for source in packages()
        for function in source.functions()
        if own_lines(function) > LINES_OF_A_FUNCTION
    ]
    assert not long


def test_nothing_has_an_empty_name() -> None:
    assert [name for source in packages() for name in badly_named(source)] == []


def test_the_search_for_empty_names_finds_them() -> None:
    found = badly_named(read("web/case_utils.py", "class CaseManager: ...\ndef based(): ...\ndef help_common(): ..."))
    assert found == ["web/case_utils.py:1 CaseManager", "web/case_utils.py:3 help_common", "web/case_utils.py"]


def test_every_file_says_what_it_owns() -> None:
    assert [source.path for source in packages() if not ast.get_docstring(source.tree)] == []


def test_nothing_is_left_open() -> None:
    assert [source.path for source in packages() if LEFT_OPEN.search(source.text)] == []


def test_every_folder_with_python_is_a_package() -> None:
    # setuptools drops a folder without __init__.py from the wheel, in silence.
    folders = {file.parent for package in PACKAGES for file in (ROOT / package).rglob("*.py")}
    assert [str(folder) for folder in folders if not (folder / "__init__.py").exists()] == []
