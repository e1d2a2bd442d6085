"""Phrases that people keep for their opinions, each person their own."""

from typing import NamedTuple

from sqlalchemy import Connection, delete, insert, select

from models.review import phrases

MOST = 30  # of one person
LONGEST = 500  # characters


class Phrase(NamedTuple):
    id: int
    text: str


def phrases_of(connection: Connection, account: str) -> list[Phrase]:
    """In the order in which they were kept."""
    p = phrases.c
    asked = select(p.id, p.text).where(p.account == account).order_by(p.id).limit(MOST)
    return [Phrase(*row) for row in connection.execute(asked)]


def keep(connection: Connection, account: str, text: str) -> bool:
    """Keep a phrase, once; False where there are too many."""
    text, there = text.replace("\r\n", "\n").strip()[:LONGEST], phrases_of(connection, account)
    if not text or text in {one.text for one in there}:
        return True
    if len(there) >= MOST:
        return False
    connection.execute(insert(phrases).values(account=account, text=text))
    return True


def forget(connection: Connection, account: str, phrase: int) -> None:
    p = phrases.c
    connection.execute(delete(phrases).where(p.account == account, p.id == phrase))
