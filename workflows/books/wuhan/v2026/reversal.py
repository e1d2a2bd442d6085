"""Wuhan 2026: setting a decision aside (the text is silent: the office's own rule).

draft -> decision -> reversed
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from workflows.actors import Role
from workflows.books.wuhan.v2026.certification import CERTIFICATION
from workflows.books.wuhan.v2026.clawback import CLAWBACK
from workflows.books.wuhan.v2026.complaint import COMPLAINING
from workflows.books.wuhan.v2026.exit import ENDS, EXIT
from workflows.books.wuhan.v2026.filing import FILING
from workflows.books.wuhan.v2026.people import WITHOUT_STATION, end_commissioners, leave_without_station
from workflows.books.wuhan.v2026.posts import goes_up, hands_back, set_post, waiting
from workflows.books.wuhan.v2026.revocation import REVOCATION
from workflows.books.wuhan.v2026.reward import REWARD
from workflows.declared import gives
from workflows.form import Label
from workflows.fragments.reversal import reversal
from workflows.instants import day_of
from workflows.lifecycle import ANY, Kind, Lifecycle, State
from workflows.moves import Attempt, Move, Opening, reads
from workflows.registers import Place, ended, source_of, until_it_wrote
from workflows.reversing import decided, of_entered, wrote

DRAFT = State("draft", Label("草拟", "Draft"), form=True, internal=True)
DECISION = State("decision", Label("待决定", "Decision"))
REVERSED = State("reversed", Label("已撤销原决定", "Set aside"), kind=Kind.GOOD)
DISMISSED = State("dismissed", Label("维持原决定", "Left as it was"), kind=Kind.NEUTRAL)

FILED = (FILING.key, "filed")
OFFICERS = (Role.DISTRICT_REVIEWER, Role.HQ_REVIEWER, Role.BUREAU_APPROVER)


@reads(wrote)
def _unfiled(move: Move) -> Mapping[Place, Any]:
    history = until_it_wrote(move.fact(wrote), source_of(move))
    return of_entered(history, move.case.subject_number or "", ("commissioner",), ended(move, "reversed"))


@gives(_unfiled)
@reads(decided)
def unfiles_commissioner(connection: Connection, moves: Sequence[Move]) -> list[Attempt | Opening]:
    """A filing that is set aside takes its commissioner out of the register."""
    old = [(move, move.fact(decided).case) for move in moves]
    end_commissioners(connection, [(m, c.number, "reversed") for m, c in old if (c.lifecycle, c.state) == FILED])
    return []


@gives(lambda _: WITHOUT_STATION)
@reads(decided, waiting)
def post_follows_title(connection: Connection, moves: Sequence[Move]) -> list[Attempt | Opening]:
    """A station's desk opens again with the title that stands again, and closes with one that never was."""
    asked: list[Attempt | Opening] = []
    for move in moves:
        old, today = move.fact(decided).case, day_of(move.effective_at).isoformat()
        if old.lifecycle in (EXIT.key, REVOCATION.key) and old.subject_kind == "station":
            set_post(connection, old.subject_number or "", closes_on=None)
        elif (old.lifecycle, old.state) == (CERTIFICATION.key, "certified"):
            set_post(connection, old.number, closes_on=today)
            leave_without_station(connection, {old.number: move})
            asked += goes_up(move)  # the decided case's number is the station's
    return asked


REVERSAL = Lifecycle(
    key="wuhan/2026/reversal",
    label=Label("决定纠正", "Reversal"),
    initial=DRAFT,
    home=ANY,
    subject="case",
    steps=reversal(
        draft=DRAFT, decision=DECISION, reversed=REVERSED, dismissed=DISMISSED, proposers=OFFICERS, deciders=OFFICERS,
        of=(CERTIFICATION, *ENDS, EXIT, COMPLAINING, REVOCATION, REWARD, CLAWBACK), ends=ENDS,
        does=(unfiles_commissioner, hands_back, post_follows_title),
    ),
)  # fmt: skip
