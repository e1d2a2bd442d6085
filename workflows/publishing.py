"""What a notice does when it is published or withdrawn: its public face, and the steps of its cases."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, update

from models.case import links
from models.notice import notices
from models.rows import write
from workflows.declared import named_as
from workflows.instants import instant
from workflows.moves import Attempt, Case, Effect, Move, Opening, reads
from workflows.notice_facts import named
from workflows.notice_numbers import DocumentNumber, document_numbers
from workflows.seal import canonical, digest, text_of


def publishes(*, takes: Mapping[str, Mapping[str, str]]) -> Effect:
    """Keep what is published with its digest, and take, for the person who publishes, the step of each case.

    `takes`: kind of notice -> state of a case -> the step that the notice takes of it.
    """

    @reads(named)
    def publishes_list(connection: Connection, moves: Sequence[Move]) -> list[Attempt | Opening]:
        listed = [(move, [move.fact(named)[number] for number in move.data["cases"]]) for move in moves]
        numbers = document_numbers(connection, moves)
        write(connection, "insert", notices, [_face(move, some, numbers[move.case.id]) for move, some in listed])
        tied = [{"from_id": move.case.id, "to_id": case.id, "kind": "notice"} for move, some in listed for case in some]
        write(connection, "insert", links, tied + [_about(move) for move in moves if move.data.get("about")])
        return [
            _step(move, case, by_state)
            for move, some in listed
            if (by_state := takes.get(move.data["kind"]))
            for case in some
        ]

    return named_as(publishes_list, "publishes")


def published_at(move: Move) -> int:
    given = move.data.get("published_at")
    return instant(given) if given else move.effective_at


def _step(move: Move, case: Case, by_state: Mapping[str, str]) -> Attempt:
    # A case that stands elsewhere is refused by the name of the step that it isn't ready for.
    name = by_state.get(case.state, next(iter(by_state.values())))
    return Attempt(case.id, name, move.actor, cause=move.cause, counts_from=published_at(move))


def _about(move: Move) -> dict[str, Any]:
    """The tie to the notice that this one corrects or repeats: both pages lead to each other."""
    return {"from_id": move.case.id, "to_id": move.fact(named)[move.data["about"]].id, "kind": "about"}


def content_of(
    number: str, data: Mapping[str, Any], listed: Sequence[Case], document_number: str | None = None
) -> dict[str, Any]:
    """The public face: an allow-list of what every reader may know, and nothing else of the cases."""
    return {
        "number": number,
        "document_number": document_number,
        "kind": data["kind"],
        "title": data["title"],
        "text": data.get("text", ""),
        "about": data.get("about"),
        "cases": [{"number": c.number, "subject": c.subject_name, "name": _title_of(c)} for c in listed],
    }


def _face(move: Move, listed: Sequence[Case], given: DocumentNumber) -> dict[str, Any]:
    content = content_of(move.case.number, move.data, listed, given.text)
    return {
        "case_id": move.case.id,
        "year": given.year,
        "serial": given.serial,
        "document_number": given.text,
        "kind": move.data["kind"],
        "office": move.case.office,
        "title": move.data["title"],
        "site_url": move.data.get("site_url"),
        "published_at": published_at(move),
        "content": text_of(content),
        "digest": digest(canonical(content)).hex(),
    }


def _title_of(case: Case) -> str | None:
    form = case.form
    return next((str(form[name]) for name in ("station_name", "institution_name") if name in form), None)


def unpublishes_face(connection: Connection, moves: Sequence[Move]) -> list[Attempt | Opening]:
    """The page stays, marked withdrawn."""
    own = update(notices).where(notices.c.case_id == bindparam("case")).values(withdrawn_at=bindparam("at"))
    connection.execute(own, [{"case": move.case.id, "at": move.effective_at} for move in moves])
    return []
