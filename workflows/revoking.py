"""Conditions of taking a title away, and how the register then says that it ended."""

from workflows.errors import Reason
from workflows.moves import Move

OWN_REQUEST = "own_request"


def prepared_by_the_office(move: Move) -> Reason | None:
    """What a party began is its own request, and no proposal."""
    if move.case.filers == "[]":
        return None
    return Reason(
        "own_request", "本件由当事人提出，不能作为撤销意见", "The party began this case: it is its own request."
    )


def opened_by_the_party(move: Move) -> Reason | None:
    """Only the party's own case is its request; at the counter, one that the office hasn't begun on a ground."""
    if move.case.filers != "[]" or (move.standing.on_behalf_of is not None and "ground" not in move.case.form):
        return None
    return Reason("not_own_request", "本件不是当事人自行提出的", "The party didn't begin this case.")


def how_revoked(move: Move) -> str:
    return "ended at own request" if move.case.form.get("ground") == OWN_REQUEST else "revoked"
