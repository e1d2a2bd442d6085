"""A scheduler that froze after its claim: when it thaws, the world has moved on, and it does nothing."""

import os
import signal
from typing import Any

from sqlalchemy import Engine

from models.crash_points import Point, watch
from models.database import connect
from scheduler.sweep import sweep
from tests.faults.deeds import STARTS
from tests.walk import Walk, moment
from tests.workflows.guangzhou.roads import in_bureau_decision, publish
from tests.world import BUREAU


def _freeze(url: str, at: int, claimed: Any) -> None:
    def stop(point: Point) -> None:
        if point is Point.CLAIMED:
            watch(None)
            claimed.set()
            os.kill(os.getpid(), signal.SIGSTOP)

    watch(stop)
    sweep(connect(url, simulated=True), at=at)


def test_a_deadline_that_was_replaced_meanwhile_lives(gz: Engine) -> None:
    case: Walk = in_bureau_decision(gz)
    first = publish(gz, case, at="2026-09-28")
    claimed = STARTS.Event()
    url = gz.url.render_as_string(hide_password=False).replace("+psycopg", "")
    frozen = STARTS.Process(target=_freeze, args=(url, moment("2026-10-11 00:02:00"), claimed))
    frozen.start()
    assert claimed.wait(30)
    assert case.state == "publicity"
    assert sweep(gz, at=moment("2026-10-11 00:02:30")) == 1
    assert case.state == "concluded"
    first.take("withdraw", BUREAU, on="2026-10-12", reason="示例")
    publish(gz, case, at="2026-10-13")
    before = case.row
    assert (before.state, before.tries) == ("publicity", 0)
    os.kill(frozen.pid or 0, signal.SIGCONT)
    frozen.join(30)
    assert frozen.exitcode == 0
    assert case.row == before
    assert case.trail.count("conclude") == 1
    assert sweep(gz, at=(before.wake_at or 0)) >= 1
    assert case.state == "concluded"
