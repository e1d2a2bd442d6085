"""Guangzhou 2025: what the expert review asks for (guideline, part 4 (1) 3; convention, part 1 (7))."""

from workflows.form import Asks, Field, Label

# The conditions (2) to (5) of GZ-4.1.2, 25 points each: the office's own scale, near GZ-4.1.3b.
CRITERIA = ("premises_score", "capability_score", "structure_score", "staff_score")
_NAMES = (
    Label("场所和条件（0-25）", "Premises (0-25)"),
    Label("能力和经验（0-25）", "Capability and experience (0-25)"),
    Label("制度和架构（0-25）", "Rules and structure (0-25)"),
    Label("专职人员（0-25）", "Full-time staff (0-25)"),
)

SCORE = Asks(
    (
        *(Field(name, label, "int", minimum=0, maximum=25) for name, label in zip(CRITERIA, _NAMES, strict=True)),
        Field("opinion", Label("评审意见", "Opinion")),
    )
)
APPOINTMENT = Asks(
    (
        Field("preliminary_opinion", Label("初步审核意见", "Preliminary opinion")),
        Field("experts", Label("评审专家", "Experts"), "list", of="person", max_length=15,
              hint=Label("不少于 3 名，与申报单位无关联", "At least 3, none tied to an applicant")),
    )
)  # fmt: skip
RECUSAL = Asks(
    (
        Field("reason", Label("回避理由", "Reason")),
        Field("expert", Label("回避的专家", "Expert who is recused"), "person", required=False,
              hint=Label("专家本人回避时不填", "Leave empty to recuse yourself")),
    )
)  # fmt: skip
