"""What stands beside a case on its page: marks of its materials, remarks, and the reader's own phrases."""

from collections.abc import Mapping
from typing import Any

from flask import request

from models.database import Present
from web.desk.marking import NOTE, VERDICTS, items, markable
from web.desk.phrases import phrases_of
from web.desk.remarking import LONGEST, TOLD, has_applicant, may_write, remarks_of
from web.desk.urging import WORDS, may_urge, urgings_of
from web.ground import Ground
from web.sight import Sight
from workflows.form import Label


def beside(
    present: Present, g: Ground, files: list[dict[str, Any]], seen: Sight, came: Mapping[int, int],
    papers: Mapping[str, Label],
) -> dict[str, Any]:  # fmt: skip
    """For `cases/page.html`; nothing of the desk's for whoever is not at one."""
    found = items(present.connection, g.case, g.lifecycle, files, came, papers, marked="comments" in seen.what)
    can_mark, writes = markable(g.case, g.lifecycle, g.actor), may_write(g.case, g.actor, g.reference)
    kept = phrases_of(present.connection, g.actor.account) if writes else []
    sent = urgings_of(present.connection, [g.case.id]).get(g.case.id, []) if "comments" in seen.what else []
    return {
        "items": found, "can_mark": can_mark, "verdicts": VERDICTS, "note_length": NOTE,
        "gap_lines": [gap for one in found if (gap := one.gap)] if can_mark else [],
        "remarks": remarks_of(present.connection, g.case, seen), "told_to": TOLD, "remark_length": LONGEST,
        "may_remark": writes, "has_applicant": has_applicant(g.case), "phrases": kept,
        "urgings": sent, "urging_words": WORDS, "urge": may_urge(g.case, g.actor, g.reference) if writes else {},
        "phrase": _picked(kept), "newest": request.args.get("order") == "newest",
    }  # fmt: skip


def _picked(kept: list[Any]) -> tuple[str, str]:
    """(step, text) of a phrase that was chosen by its link, where no script could put it in."""
    wanted = request.args.get("phrase", "")
    return request.args.get("step", ""), next((one.text for one in kept if str(one.id) == wanted), "")
