"""What was said of the applications on a page: the opinions of the levels, and the objections that are open."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, select

from models.case import cases, disclosures, entries, links
from workflows.actors import DESK_ROLES
from workflows.form import Label
from workflows.lifecycle import Lifecycle
from workflows.noticing import CLOSED

SAID = ("opinion", "reason")  # the fields in which a level says what it thinks


class Opinion(NamedTuple):
    """What a level said with its step."""

    step: Label
    text: str
    adverse: bool


def opinions(connection: Connection, ids: Sequence[int], lifecycle: Lifecycle) -> Mapping[int, list[Opinion]]:
    """Case -> the opinions with which officers took it on or back, oldest first; of the case's own readers."""
    steps = {s.name: s for s in lifecycle.steps if set(s.roles) & DESK_ROLES and s.source is not s.target}
    e, d, found = entries.c, disclosures.c, defaultdict[int, list[Opinion]](list)
    tied = (d.case_id == e.case_id) & (d.seq == e.seq)
    asked = select(e.case_id, e.step, d.opened).join(disclosures, tied).where(e.case_id.in_(ids), e.kind == "step")
    for case, name, opened in connection.execute(asked.order_by(e.case_id, e.seq)):
        told = json.loads(opened) if name in steps else {}
        for field in SAID:
            if text := str(told[field][1] or "") if field in told else "":
                found[case].append(Opinion(steps[name].label, text, steps[name].adverse))
    return found


def open_objections(connection: Connection, ids: Sequence[int]) -> Mapping[int, list[str]]:
    """Case -> the numbers of the objections to it that nobody has decided yet."""
    c, found = cases.c, defaultdict[int, list[str]](list)
    asked = (
        select(links.c.to_id, c.number)
        .join(cases, c.id == links.c.from_id)
        .where(links.c.to_id.in_(ids), links.c.kind == "objection", c.state.notin_(CLOSED))
    )
    for case, number in connection.execute(asked.order_by(c.id)):
        found[case].append(number)
    return found
