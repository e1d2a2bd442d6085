"""Jiangsu 2022: which commissioner serves which enterprise (notice, part 1).

draft -> proposed -> active -> ended
"""

from workflows.actors import Role
from workflows.asks import REASON
from workflows.books.jiangsu.v2022.coverage import (
    fewer_than,
    of_this_office,
    releases,
    serves_level_and_area,
    takes_over,
    tells_the_new_office,
    ties_commissioner,
    uncovered_or_succeeds,
)
from workflows.form import Asks, Field, Label
from workflows.fragments.review import ending
from workflows.guards import another_than
from workflows.lifecycle import ANY, Kind, Lifecycle, State, Step

DRAFT = State("draft", Label("拟配草稿", "Draft"), form=True, internal=True)
PROPOSED = State("proposed", Label("待确认", "Proposed"))
ACTIVE = State("active", Label("联系服务中", "Active"), kind=Kind.STANDING)
DECLINED = State("declined", Label("未予确认", "Declined"), kind=Kind.ADVERSE)
ENDED = State("ended", Label("已结束", "Ended"), kind=Kind.NEUTRAL)

PROPOSAL = Asks(
    (
        Field("commissioner", Label("服务专员", "Commissioner"), "person"),
        Field("succeeds", Label("接替的配备办件", "Assignment that it succeeds"), "case", required=False,
              hint=Label("企业已有专员时填写", "where the enterprise has a commissioner")),
    )
)  # fmt: skip

AT_MOST = 5  # JS-1
FIT = (serves_level_and_area, of_this_office, fewer_than(AT_MOST), uncovered_or_succeeds)
CLERK, LEADER = Role.OFFICE_CLERK, Role.OFFICE_LEADER
APART = another_than("propose")

ASSIGNMENT = Lifecycle(
    key="jiangsu/2022/assignment",
    label=Label("服务专员配备", "Assignment of a commissioner"),
    initial=DRAFT,
    home=ANY,
    subject="enterprise",
    steps=(
        Step("propose", Label("提出配备", "Propose"), DRAFT, PROPOSED, by=CLERK, law="JS-1", asks=PROPOSAL, needs=FIT,
             does=(ties_commissioner,)),
        Step("confirm", Label("确认配备", "Confirm"), PROPOSED, ACTIVE, by=LEADER, law="JS-1", needs=(*FIT, APART),
             does=(takes_over,)),
        Step("decline", Label("不予确认", "Decline"), PROPOSED, DECLINED, by=LEADER, law="JS-1", asks=REASON, needs=(APART,),
             adverse=True),
        # The one succeeded ends by its successor's confirmation, in the same transaction.
        Step("end", Label("结束配备", "End"), ACTIVE, ENDED, by=(CLERK, Role.SYSTEM), law="JS-1", asks=REASON, does=(releases,)),
        Step("lose_status", Label("企业名单、级别或属地变化", "The enterprise's status changed"), ACTIVE, ENDED, by=Role.SYSTEM,
             law="JS-1", asks=REASON, does=(releases, tells_the_new_office)),
        *ending(sources={DRAFT: CLERK, PROPOSED: CLERK}, does=()),
        *ending(sources={ACTIVE: CLERK}, does=(releases,)),
    ),
)  # fmt: skip
