"""Lists that the demo's registers were filled from: each an import of its own, as those of `yizhan import` are."""

from hashlib import sha256

from sqlalchemy import insert

from commands.demo_stage import Stage
from models.account_acts import MACHINE
from models.imports import imports
from workflows.importing.taking import number_of
from workflows.registers import Source


def taken(stage: Stage, kind: str, file: str, rows: int) -> Source:
    """A list of so many rows, taken in now."""
    number = number_of(stage.connection, stage.at)
    row = {"number": number, "kind": kind, "file": file, "sha256": sha256(file.encode()).hexdigest(), "by": MACHINE,
           "at": stage.at, "document": None, "rows": rows, "left_out": 0}  # fmt: skip
    stage.connection.execute(insert(imports).values(row))
    return Source(number, stage.at)
