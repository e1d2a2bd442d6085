"""What a process is stopped in: a step of each kind, done in a process of its own that dies at a named point."""

import io
import os
import signal
from collections.abc import Callable
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from models.account_acts import MACHINE
from models.crash_points import Point, watch
from models.database import Present, connect, transaction
from models.files import Files
from models.settings import Settings
from scheduler.sweep import sweep
from tests.web.api.program import pdf
from web.app import create_app
from web.installation import Installation
from workflows import drafts, reckoning
from workflows.actors import Actor
from workflows.begin import begin
from workflows.engine import fire
from workflows.erasing import erase
from workflows.errors import StepError
from workflows.moves import Attempt, Opening
from workflows.rulebooks import lifecycles

NEVER_PASSED = 3  # how a process ends that came to its commit without passing its point
STARTS = get_context("forkserver")
STARTS.set_forkserver_preload([__name__])
OBJECTION = {"by": "person", "name": "示例公民", "contact": "000-0000", "text": "场地不实"}
APP = create_app(Settings(env="test", clock="simulated"), connect("sqlite://"))
lifecycles()  # once, where processes are forked from, and not in each of them


def saves(engine: Engine, case: int, actor: Actor, data: dict[str, Any]) -> Any:
    saved = transaction(engine, lambda p: drafts.save(p.connection, case, actor, data, seen=1))
    return saved.form


def steps(engine: Engine, attempt: Attempt, at: int) -> Any:
    return _told(transaction(engine, lambda p: fire(p.connection, [attempt], at=at))[0])


def opens(engine: Engine, opening: Opening, at: int) -> Any:
    return _told(transaction(engine, lambda p: begin(p.connection, [opening], at=at))[0])


def sweeps(engine: Engine, at: int) -> Any:
    return sweep(engine, at=at)


def erases(engine: Engine, case: int, name: str, at: int) -> Any:
    def work(p: Present) -> Any:
        return erase(p.connection, case, name, order="示例〔2026〕1 号", by=Actor(MACHINE), at=at).places

    try:
        return transaction(engine, work)
    except StepError as error:
        return error.reasons[0].code


def reckons(engine: Engine, at: int, some: int) -> Any:
    """Follow what waits through the cases, so many in a set, until nothing is left."""
    reckoning.SET = some
    sets = 0
    while transaction(engine, lambda p: reckoning.carry_on(p.connection, at=at, now=p.now)):
        sets += 1
    return sets


def objects(engine: Engine, notice: str, folder: Path) -> Any:
    settings = Settings(env="test", clock="simulated", data_dir=folder, secret_key="示例" * 20)
    APP.extensions["yizhan"] = Installation(settings, engine, Files(folder / "files"))
    sent = {**OBJECTION, "files": [(io.BytesIO(pdf("照片")), "照片.pdf")]}
    path = f"/api/v1/public/notices/{notice}/objections"
    answer = APP.test_client().post(path, data=sent, headers={"Idempotency-Key": "k"})
    return answer.status_code, answer.json


def _told(outcome: Any) -> Any:
    if isinstance(outcome, StepError):
        raise outcome
    return outcome.number, outcome.seq, outcome.state, outcome.hash


def stopped(db: Engine, point: Point, deed: Callable[..., Any], *told: Any) -> bool:
    """Do the deed in a process that is killed at this point; whether it passed there at all."""
    url = db.url.render_as_string(hide_password=False).replace("+psycopg", "")
    process = STARTS.Process(target=_die_doing, args=(url, point, deed, told))
    process.start()
    process.join(60)
    assert process.exitcode in (-signal.SIGKILL, NEVER_PASSED), process.exitcode
    return process.exitcode == -signal.SIGKILL


def _die_doing(url: str, point: Point, deed: Callable[..., Any], told: tuple[Any, ...]) -> None:
    swept = deed is sweeps and point is not Point.CLAIMED
    passed: list[Point] = []

    def at(here: Point) -> None:
        passed.append(here)
        if swept and Point.CLAIMED not in passed:
            return  # the claim's own transaction
        if here is point:
            os.kill(os.getpid(), signal.SIGKILL)
        if here is Point.COMMITTING and point is not Point.COMMITTED and not (deed is sweeps and not swept):
            os._exit(NEVER_PASSED)

    watch(at)
    deed(connect(url, simulated=True), *told)
