"""Hands out the outbox: every message into the inboxes of its readers, once, in the order of each case."""

import json
import logging
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine, and_, case, exists, func, null, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from models.case import cases, entries
from models.database import Present, Unavailable, transaction
from models.mailbox import mailboxes
from models.outbox import messages, outbox
from models.reference import current
from scheduler.claiming import MINUTE, MOST, TRIES
from workflows.moves import Case
from workflows.posting import next_letter
from workflows.readers import Told, readers

log = logging.getLogger("yizhan.outbox")
o = outbox.c
MOVING = ("begin", "step")


class Claim(NamedTuple):
    """A message that is ours to hand out; `tries` is the token, for nobody else was given this number."""

    id: int
    tries: int


def hand_out(engine: Engine, *, at: int | None = None) -> int:
    """Hand out all that waits; how many messages of the outbox were done. Any number of these may run at once."""
    done = 0
    while claimed := _claimed(engine, at):
        done += _take(engine, claimed, at)
    return done


def hand_out_now(engine: Engine) -> int:
    """The same, and nothing that the next look may cure is raised."""
    try:
        return hand_out(engine)
    except Unavailable:
        log.warning("the database is locked or away; the outbox is looked at again in a moment")
        return 0


def _claimed(engine: Engine, at: int | None) -> list[Claim]:
    def look(present: Present) -> bool:
        return present.connection.execute(_next(present.at if at is None else at).limit(1)).first() is not None

    def work(present: Present) -> list[Claim]:
        now = present.at if at is None else at
        due = _next(now).order_by(o.id).limit(MOST).with_for_update(skip_locked=True, of=outbox).cte("due")
        pauses = {tries: MINUTE << tries for tries in range(TRIES - 1)}
        later = case(pauses, value=o.tries, else_=null())
        asked = (
            update(outbox)
            .where(o.id.in_(select(due.c.id)), o.sent_at.is_(None))
            .values(tries=o.tries + 1, wake_at=now + later)
            .returning(o.id, o.tries)
        )
        return sorted(Claim(*row) for row in present.connection.execute(asked))

    # Mostly nothing waits, and a look takes no lock.
    return transaction(engine, work) if transaction(engine, look, writes=False) else []


def _next(now: int) -> Any:
    """What may be handed out: not given up, its pause over, and nothing earlier of its case on the way."""
    before = outbox.alias("before")
    held = exists().where(
        before.c.case_id == o.case_id, before.c.id < o.id, before.c.sent_at.is_(None),
        before.c.tries > 0, before.c.wake_at.is_not(None),
    )  # fmt: skip
    ready = or_(and_(o.tries == 0, o.wake_at.is_(None)), o.wake_at <= now)
    return select(o.id).where(o.sent_at.is_(None), ready, ~held)


def _take(engine: Engine, claimed: Sequence[Claim], at: int | None) -> int:
    """What was claimed for the first time goes as one set; what was tried before goes alone."""
    first = [c for c in claimed if c.tries == 1]
    return sum(
        _hand(engine, some, at) for some in chain([first] if first else [], ([c] for c in claimed if c.tries > 1))
    )


def _hand(engine: Engine, claimed: Sequence[Claim], at: int | None) -> int:
    try:
        return transaction(engine, lambda p: _deliver(p.connection, claimed, p.at if at is None else at))
    except Unavailable:
        raise  # the next try's time stands
    except Exception as error:
        if len(claimed) > 1:
            return sum(_hand(engine, [c], at) for c in claimed)
        log.exception("the message %s could not be handed out", claimed[0].id)
        words = type(error.__cause__ or error).__name__  # no more: an error's own words may hold values
        transaction(engine, lambda p: p.connection.execute(_ours(claimed[0]).values(last_error=words)))
        return 0


def _ours(claim: Claim) -> Any:
    return update(outbox).where(o.id == claim.id, o.tries == claim.tries, o.sent_at.is_(None))


def _deliver(connection: Connection, claimed: Sequence[Claim], at: int) -> int:
    tokens = {c.id: c.tries for c in claimed}
    held = select(o.id, o.tries).where(o.id.in_(tokens), o.sent_at.is_(None)).order_by(o.id).with_for_update()
    ours = [row.id for row in connection.execute(held) if tokens[row.id] == row.tries]
    found = readers(connection, _told(connection, ours))
    rows = [
        {"user_id": account, "outbox_id": id, "kind": kind}
        for id, accounts in sorted(found.items())
        for account, kind in sorted(accounts.items())
    ]
    _lay(connection, rows, at)
    connection.execute(update(outbox).where(o.id.in_(ours)).values(sent_at=at, wake_at=None, last_error=None))
    return len(ours)


def _told(connection: Connection, ids: Sequence[int]) -> list[Told]:
    """The messages with their entries and cases."""
    e, moves = entries.c, entries.alias("moves")
    latest = (
        select(func.max(moves.c.seq)).where(moves.c.case_id == o.case_id, moves.c.kind.in_(MOVING)).scalar_subquery()
    )
    asked = (
        select(o.id, o.topic, o.reader, o.seq, e.body, latest, *cases.c)
        .select_from(
            outbox.outerjoin(cases, cases.c.id == o.case_id).outerjoin(
                entries, (e.case_id == o.case_id) & (e.seq == o.seq)
            )
        )
        .where(o.id.in_(ids))
        .order_by(o.id)
    )
    rows = (tuple(row) for row in connection.execute(asked))
    return [_one(row) for row in rows]


def _one(row: tuple[Any, ...]) -> Told:
    id, topic, reader, seq, body, latest, *known = row
    case = Case(*known) if known[0] is not None else None
    return Told(id, topic, reader, seq, case, json.loads(bytes(body)) if body else None, latest)


def _lay(connection: Connection, rows: list[dict[str, Any]], at: int) -> None:
    """Into the inboxes, and towards the next letter of those who want letters."""
    if not rows:
        return
    wanting = _wanting(connection, {row["user_id"] for row in rows})
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    given = [{**row, "waiting": int(row["user_id"] in wanting)} for row in rows]
    connection.execute(insert(messages).on_conflict_do_nothing(), given)
    m = mailboxes.c
    for choice in sorted(set(wanting.values())):
        when = next_letter(current(connection).calendar, choice, at)
        asleep = update(mailboxes).where(
            m.user_id.in_([u for u, c in wanting.items() if c == choice]), m.wake_at.is_(None)
        )
        connection.execute(asleep.values(wake_at=when))


def _wanting(connection: Connection, accounts: Iterable[str]) -> dict[str, str]:
    """Whose letters go to a confirmed address, and how often; locked in one order, so that nobody waits in a ring."""
    m = mailboxes.c
    asked = select(m.user_id, m.choice).where(
        m.user_id.in_(sorted(accounts)), m.confirmed_at.is_not(None), m.choice != "none"
    )
    return {row.user_id: row.choice for row in connection.execute(asked.order_by(m.user_id).with_for_update())}
