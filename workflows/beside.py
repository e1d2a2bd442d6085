"""Erasing what stands beside a case's history: remarks, and the notes of marks."""

from sqlalchemy import Connection, update

from models.review import marks, remarks


def erase_beside(connection: Connection, case: int, name: str) -> bool:
    """Erase `remark.ID` or `mark.KIND` of a case; whether there was such a text."""
    word, _, which = name.partition(".")
    if word == "remark" and which.isdecimal() and len(which) < 19:
        r = remarks.c
        own = update(remarks).where(r.case_id == case, r.id == int(which), r.text != "").values(text="")
        return bool(connection.execute(own).rowcount)
    if word == "mark":
        m = marks.c
        noted = update(marks).where(m.case_id == case, m.kind == which, m.note != "").values(note="")
        return bool(connection.execute(noted).rowcount)
    return False
