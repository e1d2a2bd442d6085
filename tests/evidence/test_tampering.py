"""Whatever the database's owner changes under a checkpoint is found and its place named, and nothing else is."""

import shutil
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest
from sqlalchemy import Connection, Engine, func, insert, select

from models.case import entries
from models.database import connect, transaction
from models.files import Files
from models.material import materials
from scheduler.checkpointing import Checkpointer
from tests.databases import Postgres
from tests.evidence.tampering import KINDS, Touched, open_up
from tests.walk import Walk
from tests.workflows.guangzhou.roads import drafted, in_publicity, object_to, open_call
from tests.world import settle
from workflows.looking import Look, Report, look_at
from workflows.outside import Outside
from workflows.signing import signer
from workflows.verifying import verify


class World(NamedTuple):
    engine: Engine
    folder: Path
    path: pytest.TempPathFactory


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def world(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, filled_file: Path
) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("data")
    if request.param == "sqlite":
        shutil.copy(filled_file, folder / "test.db")
        url = f"sqlite:///{folder / 'test.db'}"
    else:
        server: Postgres = request.getfixturevalue("postgres")
        url = server.cleared()
    engine = connect(url, simulated=True)
    _live(engine, folder)
    yield World(engine, folder, tmp_path_factory)
    engine.dispose()


def _live(engine: Engine, folder: Path) -> None:
    """A call, an application in publicity, an objection, drafts with files; a checkpoint after each."""
    settle(engine)
    checkpointer = Checkpointer(engine, folder)
    open_call(engine)
    checkpointer(at_once=True)
    case = in_publicity(engine)
    checkpointer(at_once=True)
    object_to(case)
    for n in range(4):
        _with_file(engine, folder, drafted(engine), n)
        checkpointer(at_once=True)


def _with_file(engine: Engine, folder: Path, draft: Walk, n: int) -> None:
    stored = Files(folder / "files").put(BytesIO(f"示例文件 {n}".encode()))
    row = {"case_id": draft.id, "kind": "premises_proof", "name": "a.pdf", "media": "application/pdf",
           "size": stored.size, "sha256": stored.sha256, "version": 1, "uploaded_by": "u-applicant",
           "uploaded_at": 0}  # fmt: skip
    transaction(engine, lambda p: p.connection.execute(insert(materials).values(row)))


def looked(connection: Connection, folder: Path, *, replay: bool = False) -> Report:
    """A whole look within the one transaction that holds what was changed."""
    files = Files(folder / "files")
    return verify(Look(lambda work: work(connection), Outside(folder), signer(folder).verifier, files), replay=replay)


def tampered(world: World, kind: int, seed: int) -> tuple[Touched, Report]:
    folder = world.folder
    if KINDS[kind].__name__ == "file_swapped":
        folder = world.path.mktemp("swapped") / "data"
        shutil.copytree(world.folder, folder)
    with world.engine.connect() as connection, connection.begin() as begun:
        open_up(connection)
        touched = KINDS[kind](connection, Random(seed), folder)
        report = looked(connection, folder)
        begun.rollback()
    return touched, report


def missed(world: World, kind: int, times: range) -> list[str]:
    found = []
    for seed in times:
        touched, report = tampered(world, kind, seed)
        said = " ".join(f"{place} {said.en}" for place, said in report.findings)
        if not any(word in said for word in touched.words):
            found.append(f"seed {seed}: {touched.words} not in {said or 'nothing'}")
    return found


@pytest.mark.parametrize("kind", range(len(KINDS)), ids=[kind.__name__ for kind in KINDS])
def test_it_is_found_and_the_place_named(world: World, kind: int) -> None:
    times = 20 if world.engine.dialect.name == "sqlite" else 2
    assert missed(world, kind, range(times)) == []


@pytest.mark.slow
@pytest.mark.parametrize("kind", range(len(KINDS)), ids=[kind.__name__ for kind in KINDS])
def test_it_is_found_a_thousand_times(world: World, kind: int) -> None:
    assert missed(world, kind, range(1000)) == []


def clean(world: World, times: int) -> None:
    with world.engine.connect() as connection, connection.begin():
        for _ in range(times):
            assert looked(connection, world.folder, replay=True).findings == []


def test_there_is_no_false_alarm_and_what_came_after_is_declared(world: World) -> None:
    clean(world, 20 if world.engine.dialect.name == "sqlite" else 2)
    drafted(world.engine)
    report = verify(look_at(world.engine, world.folder, lambda *_: None), replay=True)
    with world.engine.connect() as connection:
        whole = connection.scalar(select(func.count()).select_from(entries))
    assert (report.findings, report.after, report.entries) == ([], 1, (whole or 0) - 1)
    assert report.checkpoints == report.outside == 6
    Checkpointer(world.engine, world.folder)(at_once=True)


@pytest.mark.slow
def test_there_is_no_false_alarm_in_a_thousand_looks(world: World) -> None:
    clean(world, 1000)
