"""How long one piece of the clock's work may take, and whether it shall go on: what hangs ends the process."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import NamedTuple

log = logging.getLogger("yizhan.clock")


class Watch(NamedTuple):
    """What the sweep asks: a limit around each set, and before each whether to go on."""

    limit: Callable[[float], AbstractContextManager[None]]
    going: Callable[[], bool]


UNWATCHED = Watch(lambda _seconds: nullcontext(), lambda: True)


def ending(on_end: Callable[[], None]) -> Callable[[float], AbstractContextManager[None]]:
    """A limit that calls `on_end`, which ends the process, when the time is up.

    No thread can be stopped from outside. What hung was counted as tried before it began: with the process started
    anew it comes back in a smaller set, then alone, and at last stands among the failed.
    """

    @contextmanager
    def limit(seconds: float) -> Iterator[None]:
        timer = threading.Timer(seconds, _end, (seconds, on_end))
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    return limit


def _end(seconds: float, on_end: Callable[[], None]) -> None:
    log.critical("the clock's work hangs: it took more than %s seconds", seconds)
    on_end()
