"""Packaging: everything that runs is in the wheel, and an installed wheel works from any folder."""

import shutil
import subprocess
import sys
import venv
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.house.sources import PACKAGES, ROOT

PARTS = (*PACKAGES, "setup.cfg", "pyproject.toml", "README.md")
# What a folder carries beside Python, and must not lose on the way.
CARRIED = {
    "web/templates": "*.html",
    "web/static": "*",
    "diagrams/generated": "*.svg",
    "documents/templates": "*",
    "migrations": "*.mako",
    "models": "*.json",
}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel, built from a copy: nothing is left behind in the tree."""
    copy, made = tmp_path_factory.mktemp("tree"), tmp_path_factory.mktemp("wheel")
    for part in PARTS:
        where = ROOT / part
        if where.is_dir():
            shutil.copytree(where, copy / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(where, copy)
    build = ["-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", str(made), str(copy)]
    subprocess.run([sys.executable, *build], check=True, capture_output=True)
    return next(made.glob("*.whl"))


def expected() -> Iterator[str]:
    for package in PACKAGES:
        yield from (file.relative_to(ROOT).as_posix() for file in (ROOT / package).rglob("*.py"))
    for folder, pattern in CARRIED.items():
        files = (file for file in (ROOT / folder).rglob(pattern) if file.is_file())
        yield from (file.relative_to(ROOT).as_posix() for file in files if "__pycache__" not in file.parts)


def test_the_wheel_carries_every_file_that_runs(wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        inside = set(archive.namelist())
    assert sorted(set(expected()) - inside) == []


def test_the_wheel_carries_nothing_else(wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        tops = {name.split("/")[0] for name in archive.namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == set(PACKAGES)


@pytest.mark.slow
def test_an_installed_wheel_works_from_any_folder(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "venv", with_pip=True)
    scripts = tmp_path / "venv" / ("Scripts" if sys.platform == "win32" else "bin")
    subprocess.run([scripts / "python", "-m", "pip", "install", "--quiet", str(wheel)], check=True)
    folder, data = tmp_path / "elsewhere", tmp_path / "data"
    folder.mkdir()

    def says(*arguments: str) -> str:
        run = subprocess.run(
            [scripts / "yizhan", *arguments],
            cwd=folder,
            env={"YIZHAN_DATA_DIR": str(data), "PATH": "", "PYTHONUTF8": "1"},
            check=True,
            capture_output=True,
            text=True,
        )
        return run.stdout

    assert "serve" in says("--help")
    assert "upgraded" in says("db", "upgrade")
    assert (data / "yizhan.db").exists()
    assert list(folder.iterdir()) == []
