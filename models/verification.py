"""Looks over the whole history: those that were asked for, how far the running one is, and what each found."""

from typing import Any

from sqlalchemy import Column, Connection, Index, Row, Table, Text, insert, select, update

from models.base import Id, Instant, metadata
from models.in_turn import in_turn

ASKED = "asked"
SECOND = 1_000_000
DAY = 86_400 * SECOND
SILENT = 300 * SECOND  # since its last word a look has ended with its process

verifications = Table(
    "verifications",
    metadata,
    Column("id", Id, primary_key=True),
    Column("began_at", Instant, nullable=False),  # real time, as all here; while it is asked for, when it was
    Column("ended_at", Instant),
    Column("entries", Id),  # how many were read
    Column("wrong", Text),  # the first wrong place, in both languages; NULL: none
    Column("part", Text),  # asked, or what is being looked at
    Column("done", Id),  # of that part,
    Column("whole", Id),  # of so many
    Column("seen_at", Instant),  # when this was said
    Column("report", Text),  # JSON: what the page says of it
    Index("verifications_began_at", "began_at"),
)
v = verifications.c


def ask(connection: Connection, now: int) -> bool:
    """Ask for a look as soon as a scheduler can; False: one is asked for, or goes on."""
    in_turn(connection, "verification")
    if (last := newest(connection)) is not None and is_open(last, now):
        return False
    connection.execute(insert(verifications).values(began_at=now, part=ASKED, seen_at=now))
    return True


def take(connection: Connection, now: int) -> int | None:
    """The look that is ours now: one that was asked for, or the day's; None: nothing is to do."""
    if not is_due(newest(connection), now):
        return None
    in_turn(connection, "verification")
    last = newest(connection)  # somebody may have been faster
    if not is_due(last, now):
        return None
    begun = {"part": "entries", "done": 0, "whole": None, "seen_at": now}
    asked, new = last is not None and last.part == ASKED, last is None or now - last.began_at >= DAY
    if asked or new:
        begun["began_at"] = now
    if last is not None and (asked or not new):
        connection.execute(update(verifications).where(v.id == last.id).values(begun))
        return int(last.id)
    return int(connection.execute(insert(verifications).values(begun).returning(v.id)).scalar_one())


def is_due(last: Row[Any] | None, now: int) -> bool:
    """Asked for, a day since the last began, or the last ended with its process."""
    return last is None or last.part == ASKED or now - last.began_at >= DAY or _is_lost(last, now)


def _is_lost(last: Row[Any], now: int) -> bool:
    """It ended with its process. Each time twice as late as before: what kills who looks must not do so for ever."""
    lasted = (last.seen_at or last.began_at) - last.began_at  # since the first who took it up
    return last.ended_at is None and now - last.began_at >= 2 * lasted + SILENT


def is_open(last: Row[Any], now: int) -> bool:
    """Whether it is still to come or goes on."""
    return last.ended_at is None and (last.part == ASKED or now - (last.seen_at or last.began_at) < SILENT)


def said(connection: Connection, id: int, part: str, done: int, whole: int, now: int) -> None:
    """How far a look is."""
    values = {"part": part, "done": done, "whole": whole, "seen_at": now}
    connection.execute(update(verifications).where(v.id == id).values(values))


def ended(connection: Connection, id: int, *, entries: int, wrong: str | None, report: str, now: int) -> None:
    values = {"ended_at": now, "entries": entries, "wrong": wrong, "part": None, "report": report}
    connection.execute(update(verifications).where(v.id == id).values(values))


def newest(connection: Connection) -> Row[Any] | None:
    """The newest look, be it only asked for."""
    return connection.execute(select(verifications).order_by(v.id.desc()).limit(1)).first()


def last_verification(connection: Connection) -> Row[Any] | None:
    """The newest look over the history that came to its end."""
    ended = select(verifications).where(v.ended_at.is_not(None))
    return connection.execute(ended.order_by(v.began_at.desc(), v.id.desc()).limit(1)).first()


def history_warnings(last: Row[Any] | None) -> list[str]:
    """What the health of an installation says of its last look over the history."""
    if last is None or last.wrong is None:
        return []
    return [f"历史记录核验发现改动：请运行 yizhan verify · The history was changed: run yizhan verify ({last.wrong})"]
