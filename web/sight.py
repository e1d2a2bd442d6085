"""What of a case this visitor may see: its identities, scores, comments and files; read by pages and API alike."""

import json
from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

from flask import g, has_request_context
from sqlalchemy import Connection, select

from models.case import cases, entries
from workflows.actors import DESK_ROLES, Actor, Role
from workflows.lifecycle import Lifecycle
from workflows.moves import Case
from workflows.rights import IDENTITY, PARTS, PERSONAL
from workflows.rulebooks import lifecycles

WITHHELD = "withheld"
Told = Literal["open", "withheld", "hidden"]


class Sight(NamedTuple):
    """One visitor's view of one case."""

    account: str
    what: frozenset[str]  # of rights.PARTS
    identity: frozenset[str]  # fields by which a person could be known who must not be,
    told: Told  # and how far this visitor is told them: an auditor learns that they are there
    personal: frozenset[str] = frozenset()  # fields by which somebody could be reached, hidden from this visitor

    def values(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """The fields, without what must not be seen."""
        given = {name: value for name, value in given.items() if name not in self.personal}
        if self.told == "open":
            return given
        shown = {name: value for name, value in given.items() if name not in self.identity}
        withheld = {name: WITHHELD for name in given if name in self.identity and self.told == "withheld"}
        return shown | withheld

    @property
    def files(self) -> Told:
        """A file of a case with identities may name somebody: it follows them."""
        if "materials" not in self.what:
            return "hidden"
        return self.told if self.identity else "open"


def sight(connection: Connection, case: Case, actor: Actor, ties: set[str]) -> Sight:
    """What this actor, so tied to the case, may see of it."""
    lifecycle = lifecycles()[case.lifecycle]
    identity = IDENTITY.get(lifecycle.name, frozenset())
    told = _told(connection, case, lifecycle, actor) if identity else "open"
    what = frozenset(w for tie in ties for w in PARTS[tie])
    if "form" in what and "party" not in ties and has_request_context():
        g.setdefault("read_of", {})[case.number] = True  # web/access_log.py keeps who read whose data
    return Sight(actor.account, what, identity, told, frozenset() if "personal" in what else PERSONAL)


def _told(connection: Connection, case: Case, lifecycle: Lifecycle, actor: Actor) -> Told:
    deciders = {role for step in lifecycle.steps for role in step.roles if role in DESK_ROLES}
    mine = case.party & actor.contacts
    if any(kind == "enterprise" for kind, _ in mine) and case.subject_kind != "enterprise":
        return "open"  # who complains about somebody is a party beside them
    if mine:
        return "hidden"  # whom it is about never learns whose it is, whatever else they are
    if actor.at(case.office) & deciders or actor.account == _taken_in_by(connection, case):
        return "open"
    return "withheld" if actor.offices(Role.AUDITOR) else "hidden"


def _taken_in_by(connection: Connection, case: Case) -> str | None:
    """The account behind the entry that caused the case: at the counter, who took the paper in."""
    e = entries.c
    first = connection.execute(select(e.body).where(e.case_id == case.id, e.seq == 1)).scalar_one()
    cause = json.loads(first)["cause"]
    if cause is None:
        return None
    asked = select(e.actor).join(cases, cases.c.id == e.case_id)
    found: str | None = connection.execute(
        asked.where(cases.c.number == cause["case"], e.seq == cause["seq"])
    ).scalar_one_or_none()
    return None if found in ("public", "system", "clock") else found
