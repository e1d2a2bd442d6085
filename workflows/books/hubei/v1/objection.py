"""Hubei 1: an objection to what was publicised; the text names no procedure, so the office's own stands in.

filed -> investigating -> upheld | dismissed | amended
"""

from workflows.actors import Role
from workflows.deadlines import working_days
from workflows.form import Label
from workflows.fragments.publicity import objection
from workflows.lifecycle import Kind, Lifecycle, State

FILED = State("filed", Label("已收到", "Filed"), "centre")
INVESTIGATING = State("investigating", Label("调查核实", "Investigating"), "centre")
ENDS = {
    "inadmissible": State("inadmissible", Label("不予受理", "Inadmissible"), "centre", Kind.ADVERSE),
    "upheld": State("upheld", Label("异议成立", "Upheld"), "centre", Kind.GOOD),
    "dismissed": State("dismissed", Label("异议不成立", "Dismissed"), "centre", Kind.ADVERSE),
    "amended": State("amended", Label("更正公示内容", "Amended"), "centre", Kind.GOOD),
    "withdrawn": State("withdrawn", Label("已撤回", "Withdrawn"), "centre", Kind.NEUTRAL),
    "moot": State("moot", Label("已无必要", "Moot"), "centre", Kind.NEUTRAL),
}

OBJECTION = Lifecycle(
    key="hubei/1/objection",
    label=Label("公示异议", "Objection"),
    initial=FILED,
    home="centre",
    subject="notice",
    steps=objection(
        filed=FILED, investigating=INVESTIGATING, ends=ENDS, by=Role.CENTRE_REVIEWER, law="office", near="HB-12",
        heard_within=working_days(5),
    ),
)  # fmt: skip
