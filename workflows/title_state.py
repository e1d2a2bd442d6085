"""What the register says of a title today: in force, expired, ended and how; and where its plaque is."""

from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, select

from models.case import cases
from models.register import titles
from workflows.errors import NotFound, Reason, Refused
from workflows.form import Label
from workflows.registers import Source, set_values

IN_FORCE = Label("有效", "in force")
EXPIRED = Label("有效期满", "expired")
AWAITING = Label("有效期满，待复核", "expired, awaiting renewal")
ENDED = {
    "revoked": Label("已撤销", "revoked"),
    "ended at own request": Label("依申请终止", "ended at own request"),
    "reversed": Label("认定决定已撤销", "certification set aside"),
    "deregistered": Label("已注销", "deregistered"),
    "replaced": Label("已由新称号接续", "replaced by a new title"),
}


def state_of(title: Row[Any], today: date, *, renews: bool) -> Label:
    """`renews`: the book has a renewal, so what expired awaits it (guangzhou), or hasn't (hubei)."""
    if title.ended_how is not None:
        return ENDED.get(title.ended_how, Label(title.ended_how, title.ended_how))
    if title.valid_until is None or today.isoformat() <= title.valid_until:
        return IN_FORCE
    return AWAITING if renews else EXPIRED


def take_back_plaque(connection: Connection, number: str, state: str, *, at: int) -> None:
    """The plaque of an ended title came back, or is void: lost or withheld, its number published as void."""
    asked = select(titles, cases.c.number.label("by_case")).outerjoin(cases, cases.c.id == titles.c.ended_by)
    title = connection.execute(asked.where(titles.c.number == number)).first()
    if title is None:
        raise NotFound()
    if title.ended_by is None:
        raise Refused(Reason("title_in_force", "称号仍然有效，牌匾不收回", "The title stands: its plaque stays out."))
    set_values(connection, title.kind, number, {"plaque_state": state}, Source(title.by_case, at))
