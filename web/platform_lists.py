"""The platform's list of accounts, taken in whole or not at all: by API and by page alike."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection

from models.reference import Reference
from web.ledger_rights import holders, platform_books
from workflows.actors import Actor
from workflows.errors import Invalid, NotPermitted, Reason
from workflows.instants import day_of
from workflows.ledger import take_accounts

NOT_YOURS = Reason("wrong_desk", "只能导入本市平台的清单", "Bring in your own city's platform's list.")
UNKNOWN = "名册中没有这个站点或专员", "The register knows no such station or commissioner."


class Account(NamedTuple):
    """A station's or commissioner's account on the platform; instants in microseconds."""

    kind: str
    number: str
    issued_at: int
    activated_at: int | None


def take_list(
    connection: Connection, actor: Actor, reference: Reference, accounts: Sequence[Account], *, dated: date, at: int
) -> int:
    """How many rows are new or changed. Invalid, with each bad row as `n.subject`, or NotPermitted: none is taken."""
    if dated > day_of(at):
        raise Invalid(Reason("dated", "清单日期不能晚于今天", "The list can't be of a later day.", "dated"))
    known = holders(connection, [(a.kind, a.number) for a in accounts])
    if unknown := [n for n, a in enumerate(accounts) if (a.kind, a.number) not in known]:
        raise Invalid(*(Reason("subject", *UNKNOWN, f"{n}.subject") for n in unknown))
    books = [known[a.kind, a.number].book for a in accounts]
    if not set(books) <= platform_books(actor, reference):
        raise NotPermitted(NOT_YOURS)
    rows = [
        (book, {"subject_kind": a.kind, "subject_number": a.number, "issued_at": a.issued_at,
                "activated_at": a.activated_at})
        for book, a in zip(books, accounts, strict=True)
    ]  # fmt: skip
    return sum(take_accounts(connection, book, [row], dated=dated.isoformat()) for book, row in rows)
