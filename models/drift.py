"""Whether this machine's clock can be trusted: held against the database's, and against one that nobody can set."""

import time

MOST = 60_000_000  # µs: more stops what can't be taken back, and alarms


def wall() -> int:
    """The machine's clock, µs."""
    return time.time_ns() // 1000  # noqa: TID251 - to be judged, never to be lived by


def _steady() -> int:
    """A clock that nobody sets, and that goes on while the machine sleeps where the system has such a one, µs."""
    source = getattr(time, "CLOCK_BOOTTIME", None)
    return (time.monotonic_ns() if source is None else time.clock_gettime_ns(source)) // 1000


class Guard:
    """What is known of the clock of one process."""

    def __init__(self) -> None:
        self._begun = wall() - _steady()
        self._from_database = 0

    def note(self, before: int, now: int, after: int) -> None:
        """The database said `now` while the machine's clock went from `before` to `after`."""
        self._from_database = max(before - now, now - after, 0)

    def apart(self) -> int:
        """By how many µs the machine's clock is off: from the database's, or from where it was, had nobody set it."""
        return max(self._from_database, abs(wall() - _steady() - self._begun))


_guard = Guard()
note = _guard.note
apart = _guard.apart


def alarms() -> bool:
    return apart() > MOST


def seconds() -> int:
    return apart() // 1_000_000
