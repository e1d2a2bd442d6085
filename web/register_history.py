"""What signed-in offices see of a register beside its row: every value, since when it held and by which case."""

import json
from typing import Any

from sqlalchemy import Connection, select

from models.reference import Reference
from models.register import register_values
from web.api.shapes import Shape
from workflows.actors import DESK_ROLES, Actor, Role
from workflows.instants import local

v = register_values.c


class ValueShape(Shape):
    field: str
    value: Any
    since: str
    case: str


def office_books(actor: Actor | None, reference: Reference) -> frozenset[str]:
    """The regions in whose offices this account works or audits."""
    if actor is None:
        return frozenset()
    held = {office for role, office in actor.grants if role in DESK_ROLES or role == Role.AUDITOR}
    return frozenset(reference.offices[office].book for office in held)


def history_of(connection: Connection, register: str, number: str) -> list[dict[str, Any]]:
    """Oldest first."""
    asked = select(register_values).where(v.register == register, v.number == number).order_by(v.id)
    return [
        {"field": row.field, "value": json.loads(row.value), "since": local(row.since), "case": row.case_number}
        for row in connection.execute(asked)
    ]
