"""Drafts a case, then makes a checkpoint and dies before its commit. Run as a program: address, data folder."""

import os
import signal
import sys
from pathlib import Path

from sqlalchemy import event

from models.database import connect
from scheduler.checkpointing import Checkpointer
from tests.workflows.guangzhou.roads import drafted


def main(url: str, folder: str) -> None:
    engine = connect(url)
    drafted(engine)
    event.listen(engine, "commit", lambda _: os.kill(os.getpid(), signal.SIGKILL))
    Checkpointer(engine, Path(folder))(at_once=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
