"""Somebody's choice of letters: the address, whether it was shown to be theirs, and how often they want one."""

import hmac
from typing import NamedTuple

from sqlalchemy import Connection, delete, func, insert, select, update

from models.mailbox import ADDRESS, LONGEST, confirmation_code, letters, mailboxes
from models.outbox import messages
from models.reference import current
from workflows.form import Label
from workflows.instants import DAY
from workflows.posting import CHOICES, next_letter

MANY = 5  # addresses that one account may have asked in a day
WRONG = Label("请填写一个有效的邮箱地址，例如 name@example.com。", "Give one e-mail address, such as name@example.com.")
TOO_MANY = Label("今天更改邮箱次数过多，请明天再试。", "The address was changed too often today: try again tomorrow.")
NO_CHOICE = Label("请选择接收方式。", "Choose how you want your letters.")
WRONG_CODE = Label("确认码不正确，或者邮箱已更改。", "The code isn't right, or the address was changed since.")
m = mailboxes.c


class Mailbox(NamedTuple):
    address: str
    choice: str
    set_at: int
    confirmed_at: int | None


def mailbox(connection: Connection, account: str) -> Mailbox | None:
    row = connection.execute(select(*(m[n] for n in Mailbox._fields)).where(m.user_id == account)).first()
    return Mailbox(*row) if row else None


def choose(connection: Connection, account: str, address: str, choice: str, at: int) -> Label | None:
    """Set address and choice; a new address gets one letter that asks, and nothing else before it is answered.

    The reason why not, where it can't be done. An empty address takes the mailbox away.
    """
    known = mailbox(connection, account)
    if choice not in CHOICES:
        return NO_CHOICE
    if not address:
        _forget(connection, account)
    elif len(address) > LONGEST or not ADDRESS.fullmatch(address):
        return WRONG
    elif known is None or known.address != address:
        return _give(connection, account, address, choice, at)
    else:
        _change(connection, account, known, choice, at)
    return None


def confirm(connection: Connection, account: str, code: str, secret: str, at: int) -> Label | None:
    """Whoever knows the code has read the letter to the address; the reason why not."""
    known = mailbox(connection, account)
    right = known and confirmation_code(secret, account, known.address, known.set_at)
    if not known or not right or not hmac.compare_digest(right.encode(), code.strip().upper().encode()):
        return WRONG_CODE
    if known.confirmed_at is None:
        connection.execute(update(mailboxes).where(m.user_id == account).values(confirmed_at=at))
        _change(connection, account, known._replace(confirmed_at=at), known.choice, at)
    return None


def _give(connection: Connection, account: str, address: str, choice: str, at: int) -> Label | None:
    asked = select(func.count()).where(
        letters.c.user_id == account, letters.c.kind == "confirm", letters.c.made_at > at - DAY
    )
    if connection.execute(asked).scalar_one() >= MANY:
        return TOO_MANY
    _forget(connection, account)
    row = {"user_id": account, "address": address, "choice": choice, "set_at": at, "tries": 0, "wake_at": at}
    connection.execute(insert(mailboxes).values(row))
    return None


def _forget(connection: Connection, account: str) -> None:
    """No address, no letters: what waited for one stays in the inbox alone."""
    connection.execute(delete(mailboxes).where(m.user_id == account))
    _wait_no_more(connection, account)


def _wait_no_more(connection: Connection, account: str) -> None:
    waiting = update(messages).where(messages.c.user_id == account, messages.c.waiting == 1)
    connection.execute(waiting.values(waiting=0))


def _change(connection: Connection, account: str, known: Mailbox, choice: str, at: int) -> None:
    if choice == "none":
        _wait_no_more(connection, account)
    wake = next_letter(current(connection).calendar, choice, at)
    mine = update(mailboxes).where(m.user_id == account)
    connection.execute(mine.values(choice=choice))
    if known.confirmed_at is not None:
        # Where nothing waits, the look finds that, and the mailbox rests again.
        connection.execute(mine.where(m.letter_id.is_(None)).values(wake_at=wake))
