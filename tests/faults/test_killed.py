"""kill -9 after each statement of a step, before its commit and after it: all of it is there, or nothing."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from models.database import transaction
from tests.walk import Walk, moment
from tests.workflows.guangzhou.roads import in_conclusion, in_publicity, object_to, submitted
from tests.world import BUREAU, DISTRICT
from workflows.actors import Actor
from workflows.engine import fire
from workflows.moves import Attempt, Entry

ROOT = Path(__file__).parents[2]
CLOCK = Actor("clock", frozenset({("clock", "-")}))


def killed(db: Engine, case: Walk, step: str, actor: Actor, on: str, **data: Any) -> list[tuple[int, int]]:
    """(statements until the kill, version after it) of each process, the last of which committed."""
    ((role, office),) = actor.grants
    url = db.url.render_as_string(hide_password=False).replace("+psycopg", "")
    told = [url, str(case.id), step, json.dumps(data), actor.account, role, office, str(moment(on))]
    command = [sys.executable, "-m", "tests.faults.dying", *told]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, env=os.environ, check=False)
    assert done.returncode == 0, done.stderr
    first, *rest = [tuple(map(int, line.split())) for line in done.stdout.splitlines()]
    return [(first[0], first[1]), *((n, v) for n, v in rest)]


def check(kills: list[tuple[int, int]], least: int) -> None:
    versions = [version for _, version in kills]
    assert len(kills) > least
    assert set(versions[:-1]) == {versions[0]}
    assert versions[-1] == versions[0] + 1


def test_a_plain_step(gz: Engine) -> None:
    case = submitted(gz)
    check(killed(gz, case, "forward", DISTRICT, "2026-02-03", opinion="同意"), 5)
    attempt = Attempt(case.id, "forward", DISTRICT, data={"opinion": "同意"}, key="k", digest="d")
    (again,) = transaction(gz, lambda present: fire(present.connection, [attempt], at=moment("2026-02-04")))
    assert isinstance(again, Entry)
    assert (again.seq, case.row.version) == (3, 3)


def test_a_clocks_step(gz: Engine) -> None:
    case = in_publicity(gz)
    check(killed(gz, case, "conclude", CLOCK, "2026-10-11 00:02:00"), 4)
    assert case.state == "concluded"


def test_a_notice_that_announces_registers_and_ends(gz: Engine) -> None:
    case = in_conclusion(gz)
    draft = Walk.open(gz, "guangzhou/2025/notice", BUREAU, "gz-bureau", on="2026-10-12")
    given = {"kind": "announcement", "title": "示例", "cases": [case.number]}
    check(killed(gz, draft, "publish", BUREAU, "2026-10-12", **given), 12)
    assert case.state == "certified"


def test_a_withdrawal_that_moots_an_objection(gz: Engine) -> None:
    case = in_publicity(gz)
    objection = object_to(case)
    case.hand_in("proof_of_end")
    check(killed(gz, case, "terminate", BUREAU, "2026-09-30", reason="示例"), 8)
    assert objection.state == "moot"
