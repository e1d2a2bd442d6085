"""The files that a step asks for: which are missing, and which its entry commits."""

from collections.abc import Sequence

from sqlalchemy import Connection

from models.material import materials
from models.rows import write
from workflows.errors import Reason
from workflows.facts import papers
from workflows.moves import Move


def gather_papers(connection: Connection, moves: Sequence[Move]) -> None:
    """Give each move the files that its entry will commit, and the reasons for those that are missing."""
    asking = [move for move in moves if move.step.asks.papers]
    if not asking:
        return
    lying = papers(connection, asking)
    for move in asking:
        kinds = {p.kind for p in move.step.asks.papers}
        found = [p for p in lying.get(move.case.id, ()) if p[1] in kinds]
        # A corrected application commits its whole set again; any other step only what is new.
        move.papers = [
            (id, kind, name, sha) for id, kind, name, sha, seq in found if seq is None or move.step.source.form
        ]
        there = {kind for _, kind, _, _ in move.papers}
        move.missing += [
            Reason("material_missing", f"缺少材料“{p.label.zh}”", f"The file “{p.label.en}” is missing.", p.kind)
            for p in move.step.asks.papers
            if p.required and p.kind not in there
        ]


def bind_papers(connection: Connection, moves: Sequence[Move]) -> None:
    """Mark the files as committed by the entries just written."""
    rows = [{"id": id, "seq": move.case.version + 1} for move in moves for id, *_ in move.papers]
    write(connection, "update", materials, rows)
