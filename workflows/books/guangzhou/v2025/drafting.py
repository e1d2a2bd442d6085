"""Guangzhou 2025: the grounds of revocation, and the draft that a failed assessment or renewal opens."""

from collections.abc import Mapping
from typing import Any

from workflows.form import Label
from workflows.moves import Effect, Move
from workflows.opening_effects import always, opens, same_subject

# The eight of the guideline, part 4 (3); low satisfaction is the convention's own, part 1 (10).
GROUNDS = (
    ("violation", Label("（1）违法违规受处罚或失信", "(1) violation punished, or credit failed")),
    ("false_papers", Label("（2）弄虚作假取得认定", "(2) false application")),
    ("breach", Label("（3）严重违反服务公约", "(3) serious breach of the convention")),
    ("no_support", Label("（4）不支持、无故不参加服务活动", "(4) doesn't support, stays away without good reason")),
    ("renewal", Label("（5）未申请或未通过复核", "(5) no renewal, or a failed one")),
    (
        "assessment",
        Label("（6）无故不参加考核或整改后仍不合格", "(6) assessment missed, or failed after rectification"),
    ),
    ("other", Label("（8）其他应当撤销的情形", "(8) other")),
    ("low_satisfaction", Label("公约：服务满意度低", "convention: low satisfaction")),
)


def drafts_revocation(*, ground: str) -> Effect:
    """A draft with its ground and source; only a person proposes."""

    def given(move: Move) -> Mapping[str, Any]:
        return {"ground": ground, "source": move.case.number}

    return opens("revocation", subject=same_subject, data=given, when=always)
