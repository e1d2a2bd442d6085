"""Guangzhou 2025: an objection to what was publicised, investigated by the bureau (guideline, part 4 (1) 3).

filed -> investigating -> upheld | dismissed | amended
"""

from workflows.actors import Role
from workflows.deadlines import working_days
from workflows.form import Label
from workflows.fragments.publicity import objection
from workflows.lifecycle import Kind, Lifecycle, State

FILED = State("filed", Label("已收到", "Filed"), "bureau")
INVESTIGATING = State("investigating", Label("调查核实", "Investigating"), "bureau")
ENDS = {
    "inadmissible": State("inadmissible", Label("不予受理", "Inadmissible"), "bureau", Kind.ADVERSE),
    "upheld": State("upheld", Label("异议成立", "Upheld"), "bureau", Kind.GOOD),
    "dismissed": State("dismissed", Label("异议不成立", "Dismissed"), "bureau", Kind.ADVERSE),
    "amended": State("amended", Label("更正公示内容", "Amended"), "bureau", Kind.GOOD),
    "withdrawn": State("withdrawn", Label("已撤回", "Withdrawn"), "bureau", Kind.NEUTRAL),
    "moot": State("moot", Label("已无必要", "Moot"), "bureau", Kind.NEUTRAL),
}

OBJECTION = Lifecycle(
    key="guangzhou/2025/objection",
    label=Label("公示异议", "Objection"),
    initial=FILED,
    home="bureau",
    subject="notice",
    steps=objection(
        filed=FILED, investigating=INVESTIGATING, ends=ENDS, by=Role.BUREAU_APPROVER, law="GZ-4.1.3d", near=None,
        heard_within=working_days(5),
    ),
)  # fmt: skip
