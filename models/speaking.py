"""Whom an account speaks for: one unit has several contacts, and one person may speak for several."""

from sqlalchemy import Connection, delete, insert, select

from models.account_acts import note
from models.user import contacts


def speak_for(connection: Connection, id: str, subject: tuple[str, str, str], *, now: int, by: str) -> bool:
    """Let the account speak for (kind, number, name); False where it did before."""
    kind, number, name = subject
    c = contacts.c
    there = select(c.name).where(c.user_id == id, c.kind == kind, c.number == number)
    if connection.execute(there).first():
        return False
    connection.execute(insert(contacts).values(user_id=id, kind=kind, number=number, name=name))
    note(connection, id, "speak_for", by=by, now=now)
    return True


def be_silent(connection: Connection, id: str, kind: str, number: str, *, now: int, by: str) -> bool:
    """From the next request on the account speaks for it no more; False where it did not before."""
    c = contacts.c
    gone = delete(contacts).where(c.user_id == id, c.kind == kind, c.number == number)
    if not connection.execute(gone).rowcount:
        return False
    note(connection, id, "be_silent", by=by, now=now)
    return True
