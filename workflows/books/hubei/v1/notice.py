"""Hubei 1: a notice of the provincial centre, which takes the step of every case on its list (measures, art. 12).

draft -> published -> (withdrawn)
"""

from workflows.actors import Role
from workflows.form import Label
from workflows.fragments.notice import notice
from workflows.lifecycle import Kind, Lifecycle, State

DRAFT = State("draft", Label("草拟", "Draft"), "centre", form=True)
PUBLISHED = State("published", Label("已发布", "Published"), "centre", Kind.STANDING)
WITHDRAWN = State("withdrawn", Label("已撤回", "Withdrawn"), "centre", Kind.NEUTRAL)
DISCARDED = State("discarded", Label("已作废", "Discarded"), "centre", Kind.NEUTRAL)

NOTICE = Lifecycle(
    key="hubei/1/notice",
    label=Label("公示与公告", "Notice"),
    initial=DRAFT,
    home="centre",
    subject=None,
    title="title",
    steps=notice(
        draft=DRAFT, published=PUBLISHED, withdrawn=WITHDRAWN, discarded=DISCARDED, by=Role.CENTRE_REVIEWER,
        law="HB-12",
        takes={
            "publicity": {"centre_review": "pass", "publicity": "reopen_publicity", "concluded": "reopen_publicity"},
            "announcement": {"concluded": "announce"},
            "revocation": {"decision": "revoke"},
        },
    ),
)  # fmt: skip
