"""Letters on their way: which mailbox is due, what goes into its next letter, and what became of it."""

import secrets
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, case, exists, func, insert, select, update

from models.mailbox import letters, mailboxes
from models.outbox import messages
from models.reference import current
from models.user import users
from scheduler.claiming import MINUTE, TRIES
from workflows.posting import next_letter

GIVEN_UP = "the process ended during every try"
m, le = mailboxes.c, letters.c


class Letter(NamedTuple):
    """A letter that is ours to send; `tries` is the token, for nobody else was given this number."""

    id: int
    user_id: str
    kind: str
    token: str
    made_at: int
    address: str
    set_at: int  # when the address was given
    tries: int


def claim(connection: Connection, at: int) -> Letter | None:
    """The letter of the mailbox that has waited longest; it is tried again 1, 2, 4, ... minutes later.

    While a letter is on its way, what else comes for its person waits, and goes together into the next.
    """
    while (box := _due(connection, at)) is not None:
        id = box.letter_id or _open(connection, box) or _written(connection, box, at)
        if id is None:
            _rest(connection, box.user_id, None)
            continue
        connection.execute(update(mailboxes).where(m.user_id == box.user_id).values(letter_id=id))
        row = connection.execute(select(le.kind, le.token, le.made_at).where(le.id == id)).one()
        letter = Letter(id, box.user_id, row.kind, row.token, row.made_at, box.address, box.set_at, box.tries)
        if box.tries <= TRIES:
            return letter
        give_up(connection, letter, GIVEN_UP, at)
    return None


def sent(connection: Connection, letter: Letter, at: int) -> None:
    """A mail server took it."""
    connection.execute(update(letters).where(le.id == letter.id).values(sent_at=at, dead_at=None, last_error=None))
    _go_on(connection, letter, at)


def failed(connection: Connection, letter: Letter, error: str, at: int) -> None:
    """It is tried again at the time that its claim has set; after the last try it is given up."""
    if letter.tries >= TRIES:
        give_up(connection, letter, error, at)
    else:
        connection.execute(update(letters).where(le.id == letter.id).values(last_error=error))


def give_up(connection: Connection, letter: Letter, error: str, at: int) -> None:
    """It lies among the dead letters; the person's next ones go on."""
    unsent = le.id == letter.id, le.sent_at.is_(None)
    connection.execute(update(letters).where(*unsent).values(dead_at=at, last_error=error))
    _go_on(connection, letter, at)


def put_back(connection: Connection, letter: Letter, at: int) -> None:
    """No fault of the letter's: the try doesn't count."""
    connection.execute(_ours(letter).values(tries=m.tries - 1, wake_at=at + MINUTE))


def _due(connection: Connection, at: int) -> Any:
    due = (
        select(m.user_id).where(m.wake_at <= at).order_by(m.wake_at, m.user_id).limit(1)
        .with_for_update(skip_locked=True).cte("due")
    )  # fmt: skip
    later = case({tries: MINUTE << tries for tries in range(TRIES)}, value=m.tries, else_=MINUTE << TRIES)
    asked = update(mailboxes).where(m.user_id.in_(select(due.c.user_id)), m.wake_at <= at)
    taken = asked.values(tries=m.tries + 1, wake_at=bindparam("at", at) + later)
    return connection.execute(taken.returning(*mailboxes.c)).first()


def _kind(box: Any) -> str:
    return "news" if box.confirmed_at is not None else "confirm"


def _open(connection: Connection, box: Any) -> int | None:
    """The oldest letter that still has to go: one that was revived, or written before the choice was changed."""
    asked = select(le.id).where(le.user_id == box.user_id, le.kind == _kind(box), _waits())
    if box.confirmed_at is None:
        asked = asked.where(le.made_at >= box.set_at)
    found: int | None = connection.execute(asked.order_by(le.id).limit(1)).scalar()
    return found


def _waits() -> Any:
    return le.sent_at.is_(None) & le.dead_at.is_(None)


def _written(connection: Connection, box: Any, at: int) -> int | None:
    """A new letter with all that waits; None where nothing does, or where the account is disabled."""
    disabled = select(users.c.disabled_at).where(users.c.id == box.user_id)
    if connection.execute(disabled).scalar() is not None or not _has_news(connection, box):
        return None
    row = {"user_id": box.user_id, "kind": _kind(box), "token": secrets.token_hex(16), "made_at": at}
    id: int = connection.execute(insert(letters).values(row).returning(le.id)).scalar_one()
    if _kind(box) == "news":
        waiting = update(messages).where(messages.c.user_id == box.user_id, messages.c.waiting == 1)
        connection.execute(waiting.values(waiting=0, letter_id=id))
    return id


def _has_news(connection: Connection, box: Any) -> bool:
    if box.confirmed_at is not None:
        return box.choice != "none" and _some_wait(connection, box.user_id)
    asked = select(le.id).where(le.user_id == box.user_id, le.kind == "confirm", le.made_at >= box.set_at)
    return connection.execute(asked.limit(1)).first() is None


def _some_wait(connection: Connection, account: str) -> bool:
    waiting = select(messages.c.outbox_id).where(messages.c.user_id == account, messages.c.waiting == 1)
    return connection.execute(waiting.limit(1)).first() is not None


def _go_on(connection: Connection, letter: Letter, at: int) -> None:
    """The mailbox is free for the next letter, at the time of the person's choice."""
    held = select(m.choice, m.confirmed_at).where(m.user_id == letter.user_id, m.letter_id == letter.id)
    box = connection.execute(held.where(m.tries == letter.tries)).first()
    if box is None:
        return  # somebody else sent it since
    open_ = select(func.count()).where(le.user_id == letter.user_id, le.kind == "news", _waits(), le.id != letter.id)
    more = connection.execute(open_).scalar_one() or _some_wait(connection, letter.user_id)
    wake = next_letter(current(connection).calendar, box.choice, at) if more and box.confirmed_at else None
    _rest(connection, letter.user_id, wake)


def _rest(connection: Connection, account: str, wake: int | None) -> None:
    connection.execute(update(mailboxes).where(m.user_id == account).values(letter_id=None, tries=0, wake_at=wake))


def _ours(letter: Letter) -> Any:
    return update(mailboxes).where(m.user_id == letter.user_id, m.letter_id == letter.id, m.tries == letter.tries)


def waiting(connection: Connection, at: int) -> bool:
    """Whether any mailbox is due."""
    return bool(connection.execute(select(exists().where(m.wake_at <= at))).scalar())
