"""The event log is read by a process miner: pm4py, where a Python has it (`PYTHON_WITH_PM4PY` names one).

It is no part of ours: AGPL, 550 MB.
"""

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from sqlalchemy import Engine

from documents.xes import write_xes
from models.database import transaction
from tests.workflows.guangzhou.roads import in_publicity, open_call
from tests.world import settle

PYTHON = os.environ.get("PYTHON_WITH_PM4PY", sys.executable)
READS = """
import sys, warnings
warnings.simplefilter("ignore")
import pm4py
log = pm4py.read_xes(sys.argv[1])
kinds, _, ends = pm4py.discover_dfg(log[log["case:lifecycle"] == "guangzhou/2025/certification"])
print(log["case:concept:name"].nunique(), len(log), kinds["submit", "forward"], *ends)
"""


@pytest.mark.slow
@pytest.mark.skipif("PYTHON_WITH_PM4PY" not in os.environ and find_spec("pm4py") is None, reason="pip install pm4py")
def test_a_process_miner_reads_every_case_and_step(db: Engine, tmp_path: Path) -> None:
    settle(db)
    open_call(db)
    case, file = in_publicity(db), tmp_path / "log.xes"
    with file.open("wb") as target:
        count = transaction(db, lambda p: write_xes(p.connection, None, target), writes=False)
    ran = subprocess.run([PYTHON, "-c", READS, file], capture_output=True, text=True, check=True, timeout=300)
    entries = file.read_text("utf-8").count("<event>")
    assert ran.stdout.splitlines()[-1] == f"{count} {entries} 1 {case.trail[-1]}"
