"""The project's own Python files, parsed once for all house rules."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = (
    "models",
    "workflows",
    "web",
    "scheduler",
    "diagrams",
    "documents",
    "commands",
    "migrations",
    "bench",
)
GENERATED = "migrations/versions/"


@dataclass(frozen=True)
class Source:
    path: str  # from the root, with slashes
    text: str
    tree: ast.Module

    def functions(self) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
        for node in ast.walk(self.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield node

    def calls(self) -> Iterator[ast.Call]:
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call):
                yield node


@cache
def sources(*folders: str) -> tuple[Source, ...]:
    """Every Python file under these folders, but what Alembic wrote."""
    files = sorted(file for folder in folders for file in (ROOT / folder).rglob("*.py"))
    named = [(file.relative_to(ROOT).as_posix(), file) for file in files]
    return tuple(read(path, file.read_text("utf-8")) for path, file in named if not path.startswith(GENERATED))


def read(path: str, text: str) -> Source:
    return Source(path, text, ast.parse(text))


def packages() -> tuple[Source, ...]:
    return sources(*PACKAGES)


def dotted(node: ast.expr) -> str:
    """`a.b.c` as it is written; what isn't a plain name shows as nothing."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def at(source: Source, node: ast.stmt | ast.expr) -> str:
    return f"{source.path}:{node.lineno}"
