"""What every process with a clock does beside the sweep, and `yizhan tick` after it: the one list."""

from collections.abc import Callable, Iterable
from functools import partial

from sqlalchemy import Engine

from models.files import Files
from models.settings import Settings
from scheduler.alarming import Alarms
from scheduler.checkpointing import Checkpointer
from scheduler.outbox import hand_out_now
from scheduler.post import Post
from scheduler.reckoning import Reckoner
from scheduler.reminding import Reminder
from scheduler.retention import Tidier
from scheduler.strays import Strays
from scheduler.watching import Watch
from scheduler.witnessing import Witnesses

Job = Callable[[], object]  # a look; it answers something true where it found work, and raises nothing that may pass


def beside(settings: Settings, engine: Engine) -> list[Job]:
    """One look each a second, in any number of processes."""
    return [
        Reckoner(engine),
        Reminder(engine),
        Alarms(engine, settings.data_dir),
        partial(hand_out_now, engine),
        *([Post(engine, settings)] if settings.mail else ()),
        Checkpointer(engine, settings.data_dir, settings.witness_url),
        *([Witnesses(engine, settings)] if settings.mail and settings.witnesses else ()),
        Watch(engine, settings.data_dir),
        Tidier(engine),
        Strays(engine, Files(settings.data_dir / "files")),
    ]


def until_idle(jobs: Iterable[Job]) -> None:
    """Until none of them finds anything left to do: what one makes may be work for another."""
    jobs = list(jobs)
    while any(job() for job in jobs):
        pass
