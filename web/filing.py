"""Filing an objection without an account: all named cases or none, and a receipt whose code only the reader keeps."""

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, insert, select

from models.case import cases, links
from models.notice import receipts
from models.rows import lock
from web import handing_in, suspicion
from web.problems import NotFound
from web.uploads import Upload
from workflows.actors import PUBLIC
from workflows.engine import fire
from workflows.errors import Invalid, Reason, StepError
from workflows.moves import Attempt, Case, Entry

SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that is taken for another
LENGTH = 10
UNLISTED = Reason("unknown_case", "所选办件不在这份公告上", "A chosen case is not on this notice.", "cases")


class Receipt(NamedTuple):
    number: str
    code: str
    received_at: int


def file_objection(
    connection: Connection, notice: int, numbers: Sequence[str], data: Mapping[str, Any],
    files: Sequence[tuple[str, Upload]], key: str, secret: str, at: int,
) -> Receipt:  # fmt: skip
    """The receipt of the one objection to these cases (none named: all of the notice); StepError if any refuses.

    The code follows from the key that the form carries, so that a form sent twice gets the same receipt.
    """
    lock(connection, cases, [notice])
    code = code_of(secret, key)
    if before := filed_before(connection, code):
        return Receipt(before.number, code, before.opened_at)
    attempts = [Attempt(case, "object", PUBLIC, data=data) for case in _named(connection, notice, numbers)]
    outcomes = fire(connection, attempts, at=at)
    for outcome in outcomes:
        if isinstance(outcome, StepError):
            raise outcome
    objection = next(entry for outcome in outcomes if isinstance(outcome, Entry) for entry in outcome.caused)
    row = {"case_id": objection.case, "digest": _digest(code)}
    connection.execute(insert(receipts).values(row))
    suspicion.note(connection, objection.case, str(data.get("text", "")), secret, at)
    handing_in.lay(connection, objection.case, files, PUBLIC.account, at)
    return Receipt(objection.number, code, at)


def followed(connection: Connection, number: str, code: str) -> Case:
    """The objection behind a receipt; NotFound where number and code don't belong together."""
    asked = select(cases).join(receipts, receipts.c.case_id == cases.c.id)
    own = asked.where(cases.c.number == number.strip().upper(), receipts.c.digest == _digest(code))
    row = connection.execute(own).first()
    if row is None:
        raise NotFound("没有这份回执，请核对编号和查询码。", "There is no such receipt: check the number and the code.")
    return Case(*row)


def code_of(secret: str, key: str) -> str:
    """Ten signs that nobody can guess, the same for the same form."""
    number = int.from_bytes(hmac.digest(secret.encode(), b"receipt:" + key.encode(), "sha256"), "big")
    signs = []
    for _ in range(LENGTH):
        number, sign = divmod(number, len(SIGNS))
        signs.append(SIGNS[sign])
    return "".join(signs)


def _digest(code: str) -> bytes:
    return hashlib.sha256(code.strip().upper().encode("utf-8", "surrogatepass")).digest()


def filed_before(connection: Connection, code: str) -> Case | None:
    """The objection whose receipt bears this code."""
    asked = select(cases).join(receipts, receipts.c.case_id == cases.c.id)
    row = connection.execute(asked.where(receipts.c.digest == _digest(code))).first()
    return Case(*row) if row else None


def _named(connection: Connection, notice: int, numbers: Sequence[str]) -> list[int]:
    asked = select(cases.c.number, cases.c.id).join(links, links.c.to_id == cases.c.id)
    rows = connection.execute(asked.where(links.c.from_id == notice, links.c.kind == "notice").order_by(cases.c.id))
    on_list = {number: id for number, id in rows}  # noqa: C416 - a row is no pair to mypy
    if set(numbers) - set(on_list):
        raise Invalid(UNLISTED)
    return [id for number, id in on_list.items() if number in numbers or not numbers]
