"""Guangzhou 2025: a notice, which takes the step of every case on its list (guideline, part 4 (1) 3).

draft -> published -> (withdrawn)
"""

from workflows.actors import Role
from workflows.form import Label
from workflows.fragments.notice import notice
from workflows.lifecycle import Kind, Lifecycle, State

DRAFT = State("draft", Label("草拟", "Draft"), "bureau", form=True)
PUBLISHED = State("published", Label("已发布", "Published"), "bureau", Kind.STANDING)
WITHDRAWN = State("withdrawn", Label("已撤回", "Withdrawn"), "bureau", Kind.NEUTRAL)
DISCARDED = State("discarded", Label("已作废", "Discarded"), "bureau", Kind.NEUTRAL)

NOTICE = Lifecycle(
    key="guangzhou/2025/notice",
    label=Label("公示与公告", "Notice"),
    initial=DRAFT,
    home="bureau",
    subject=None,
    title="title",
    steps=notice(
        draft=DRAFT, published=PUBLISHED, withdrawn=WITHDRAWN, discarded=DISCARDED, by=Role.BUREAU_APPROVER,
        law="GZ-4.1.3c",
        takes={
            "publicity": {
                "bureau_decision": "shortlist", "publicity": "reopen_publicity", "concluded": "reopen_publicity",
            },
            "announcement": {"concluded": "announce"},
            "revocation": {"decision": "revoke"},
        },
    ),
)  # fmt: skip
