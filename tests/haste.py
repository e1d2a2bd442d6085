"""What the tests do cheaper than production, because what is cheaper is none of what they hold."""

import gc
import os
import shutil
import tempfile
from pathlib import Path

import pytest
import sqlalchemy
from flask import Flask
from hypothesis import HealthCheck, settings
from jinja2 import FileSystemBytecodeCache
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from models import database
from web import passwords

MEMORY = Path("/dev/shm")
ROOM = 4 << 30  # bytes


def keep_files_in_memory() -> None:
    """Where there is room for them: no test cuts the power, and a commit waits for the disk four times."""
    if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM:
        os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)


def wait_for_a_busy_machine() -> None:
    """How long an example takes says nothing here: timed figures belong to the benchmarks."""
    settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
    settings.load_profile("patient")


def collect_seldom() -> None:
    """What is loaded stays to the end: the collector need not walk through it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def compile_statements_once(patch: pytest.MonkeyPatch) -> None:
    """Each engine of each test would compile them anew: they share the dialect of the first that has connected."""
    first: dict[str, sqlalchemy.Engine] = {}
    compiled: dict[object, object] = {}

    def create_engine(url: str, **settings: object) -> sqlalchemy.Engine:
        engine = sqlalchemy.create_engine(url, **settings)
        known = first.setdefault(engine.dialect.name, engine).dialect
        if known.server_version_info:
            engine.dialect = known
        return engine.execution_options(compiled_cache=compiled)

    patch.setattr(database, "create_engine", create_engine)


def compile_templates_once(patch: pytest.MonkeyPatch, folder: Path) -> None:
    """Each application of each test would compile them anew."""
    cache = FileSystemBytecodeCache(str(folder))
    patch.setattr(Flask, "jinja_options", {**Flask.jinja_options, "bytecode_cache": cache})


def hash_lightly(patch: pytest.MonkeyPatch) -> None:
    """Still argon2id; `tests/web/test_passwords.py` holds what the real one costs."""
    light = Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1)
    patch.setattr(passwords, "_hasher", PasswordHash((light,)))
