"""Twelve named points of a step at which a test stops the process; no setting installs a watcher, only a test."""

from collections.abc import Callable
from enum import StrEnum


class Point(StrEnum):
    """In the order in which a step passes them."""

    BEFORE_LOCK = "before_lock"
    LOCKED = "locked"
    JUDGED = "judged"  # every guard has been asked, nothing is written
    CASES_WRITTEN = "cases_written"
    ENTRIES_WRITTEN = "entries_written"
    DISCLOSURES_WRITTEN = "disclosures_written"
    OUTBOX_WRITTEN = "outbox_written"
    EFFECTS_TAKEN = "effects_taken"
    FILE_KEPT = "file_kept"  # its bytes lie under their digest, no row names them
    COMMITTING = "committing"
    COMMITTED = "committed"  # and nobody has been answered
    CLAIMED = "claimed"  # the sweep's try is counted, and nothing fired


_watch: Callable[[Point], object] | None = None


def passing(point: Point) -> None:
    """Tell the watcher, if a test set one, that this process is at this point."""
    if _watch is not None:
        _watch(point)


def watch(by: Callable[[Point], object] | None) -> None:
    """Have `by` called at each point from now on; a test's alone."""
    global _watch  # noqa: PLW0603 - a process has one step to die in, and its test no other way in
    _watch = by
