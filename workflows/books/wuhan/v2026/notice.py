"""Wuhan 2026: a notice of headquarters; this rule book has no publicity (the office's own rule).

draft -> published -> (withdrawn)
"""

from workflows.actors import Role
from workflows.form import Label
from workflows.fragments.notice import notice
from workflows.lifecycle import Kind, Lifecycle, State

DRAFT = State("draft", Label("草拟", "Draft"), "hq", form=True)
PUBLISHED = State("published", Label("已发布", "Published"), "hq", Kind.STANDING)
WITHDRAWN = State("withdrawn", Label("已撤回", "Withdrawn"), "hq", Kind.NEUTRAL)
DISCARDED = State("discarded", Label("已作废", "Discarded"), "hq", Kind.NEUTRAL)

NOTICE = Lifecycle(
    key="wuhan/2026/notice",
    label=Label("公告", "Notice"),
    initial=DRAFT,
    home="hq",
    subject=None,
    title="title",
    steps=notice(
        draft=DRAFT, published=PUBLISHED, withdrawn=WITHDRAWN, discarded=DISCARDED, by=Role.HQ_REVIEWER, law="office",
        takes={"revocation": {"decision": "revoke"}},
    ),
)  # fmt: skip
