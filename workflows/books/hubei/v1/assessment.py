"""Hubei 1: the yearly assessment of an institution by who recommended it and the provincial centre (measures, art. 18).

open -> recommender_scoring -> scoring -> passed | rectification -> reassessment -> passed | failed
"""

from collections.abc import Sequence

from sqlalchemy import Connection

from workflows.actors import SYSTEM, Role
from workflows.asks import OPINION
from workflows.books.hubei.v1.activities import (
    ASSESSED,
    REPORT,
    activities_readable,
    few_under_80,
    ground_of_failing,
    something_to_rectify,
)
from workflows.deadlines import days
from workflows.form import Label
from workflows.fragments.assessment import failing, rectification, reporting
from workflows.fragments.review import ending
from workflows.lifecycle import Kind, Lifecycle, State, Step
from workflows.moves import Attempt, Move, Opening
from workflows.opening_effects import same_subject

OPEN = State("open", Label("待提交年度情况", "Report awaited"), form=True)
RECOMMENDER_SCORING = State("recommender_scoring", Label("推荐单位考核", "Recommender's assessment"), "recommender",
                            form=True)  # fmt: skip  # the recommender confirms or corrects the activities
SCORING = State("scoring", Label("省中心考核", "Centre's assessment"), "centre")
RECTIFICATION = State("rectification", Label("整改", "Rectification"), "centre")
REASSESSMENT = State("reassessment", Label("整改后复核", "Reassessment"), "centre")
PASSED = State("passed", Label("考核合格", "Passed"), "centre", Kind.GOOD)
FAILED = State("failed", Label("考核不合格", "Failed"), "centre", Kind.ADVERSE)

DESKS = {
    OPEN: Role.RECOMMENDER,
    RECOMMENDER_SCORING: Role.RECOMMENDER,
    SCORING: Role.CENTRE_REVIEWER,
    RECTIFICATION: Role.CENTRE_REVIEWER,
    REASSESSMENT: Role.CENTRE_REVIEWER,
}


def opens_revocation(connection: Connection, moves: Sequence[Move]) -> list[Attempt | Opening]:
    """A draft at the centre's desk, with its ground; only a person proposes."""
    return [
        Opening(
            lifecycle="hubei/1/revocation",
            actor=SYSTEM,
            office=move.case.office,
            subject=same_subject(move),
            parties=tuple(sorted(move.case.party)),
            parent=(move.case.id, move.case.number),
            data={"ground": ground_of_failing(move), "source": move.case.number},
            cause=move.cause,
        )
        for move in moves
    ]


ASSESSMENT = Lifecycle(
    key="hubei/1/assessment",
    label=Label("年度考核", "Yearly assessment"),
    initial=OPEN,
    home="recommender",
    subject="institution",
    steps=(
        *reporting(open=OPEN, reported=RECOMMENDER_SCORING, missed=RECOMMENDER_SCORING, asks=REPORT, marks=True,
                   by=(Role.APPLICANT,), law="HB-18"),
        Step("assess", Label("推荐单位考核", "Assess"), RECOMMENDER_SCORING, SCORING, by=Role.RECOMMENDER,
             law=("HB-9", "HB-18"), asks=ASSESSED, needs=(activities_readable,)),
        Step("pass", Label("考核合格", "Pass"), SCORING, PASSED, by=Role.CENTRE_REVIEWER, law="HB-18",
             needs=(few_under_80,)),
        *rectification(scoring=SCORING, rectification=RECTIFICATION, reassessment=REASSESSMENT, by=Role.CENTRE_REVIEWER,
                       needs=(something_to_rectify,), lasts=days(30), law="HB-18"),
        Step("pass", Label("整改后合格", "Pass"), REASSESSMENT, PASSED, by=Role.CENTRE_REVIEWER, law="HB-18",
             asks=OPINION),
        *failing(sources=(REASSESSMENT,), failed=FAILED, by=Role.CENTRE_REVIEWER,
                 apart_from=("assess", "require_rectification"), does=(opens_revocation,), law="HB-18"),
        *ending(sources=DESKS, does=()),
    ),
)  # fmt: skip
