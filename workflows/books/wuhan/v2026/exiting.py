"""Wuhan 2026: conditions of leaving (measures, art. 18): at which district, on which ground, with nothing open against it."""

import json
from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, select

from models.case import cases
from models.register import register_values, titles
from workflows.books.wuhan.v2026.people import person
from workflows.errors import Reason
from workflows.moves import Move, reads
from workflows.titled import title

# What is open against somebody until one of these.
AGAINST = {
    "wuhan/2026/revocation": ("revoked", "dismissed"),
    "wuhan/2026/complaint": ("draft", "substantiated", "unfounded"),  # a draft complaint isn't made yet
    "wuhan/2026/clawback": ("dismissed", "recovered", "written_off"),
}


def the_subject(move: Move) -> str:
    """One open exit of a station or commissioner."""
    return f"wuhan/exit/{move.case.subject_number}"


def deemed(move: Move) -> Reason | None:
    if move.case.form.get("deemed"):
        return None
    return Reason("not_deemed", "本件不是视为自行退出", "This isn't a deemed exit.")


def not_deemed(move: Move) -> Reason | None:
    """A deemed exit needs no application, and can't be withdrawn or sent back."""
    if not move.case.form.get("deemed"):
        return None
    return Reason(
        "deemed",
        "本件属视为自行退出：激活账户或补齐平台服务记录，或请市总站予以保留",
        "This is a deemed exit: activate the account, serve through the platform, or ask headquarters to keep you.",
    )


def against(connection: Connection, moves: Sequence[Move]) -> Mapping[int, list[str]]:
    """Numbers of the open revocations, complaints and clawbacks that concern each case's subject."""
    c, about = cases.c, cases.alias("about")
    numbers = {move.case.subject_number for move in moves}
    direct = select(c.number, c.lifecycle, c.state, c.subject_number).where(
        c.lifecycle.in_(AGAINST), c.subject_number.in_(numbers)
    )
    # A clawback is about a reward or an honour, which is the station's.
    through = (
        select(c.number, c.lifecycle, c.state, about.c.subject_number)
        .join(about, about.c.number == c.subject_number)
        .where(c.lifecycle == "wuhan/2026/clawback", about.c.subject_number.in_(numbers))
    )
    rows = [*connection.execute(direct), *connection.execute(through)]
    running = [(number, subject) for number, lifecycle, state, subject in rows if state not in AGAINST[lifecycle]]
    return {m.case.id: sorted(n for n, subject in running if subject == m.case.subject_number) for m in moves}


@reads(against)
def nothing_against_it(move: Move) -> Reason | None:
    """Nobody leaves from under a revocation, a complaint or a clawback."""
    if running := move.fact(against):
        shown = "、".join(running)
        return Reason("open_against", f"尚有未办结的办件：{shown}", f"Still open: {', '.join(running)}.")
    return None


def last_district(connection: Connection, moves: Sequence[Move]) -> Mapping[int, str]:
    """The district of the station to which each commissioner belongs, or was last dispatched."""
    v = register_values.c
    numbers = {move.case.subject_number for move in moves if move.case.subject_kind == "commissioner"}
    asked = select(v.number, v.value).where(v.register == "commissioner", v.field == "station", v.number.in_(numbers))
    last = {n: json.loads(value) for n, value in connection.execute(asked.order_by(v.id)) if value != "null"}
    offices = dict(
        connection.execute(select(titles.c.number, titles.c.office).where(titles.c.number.in_(last.values()))).all()
    )
    return {m.case.id: offices[s] for m in moves if (s := last.get(m.case.subject_number or "")) in offices}


@reads(title, person, last_district)
def at_its_district(move: Move) -> Reason | None:
    """A station leaves through its district, a commissioner through that of the station; else through the one named."""
    row = move.fact(title)
    own = row.office if row is not None else move.fact(last_district)
    if own is None or own == move.case.home:
        return None
    return Reason("other_district", "请向所在区分站申请退出", "Apply to the district of the station.", "office")
