"""Hubei 1: whom a recommending unit may put forward (art. 9, 21), and what it fills in (art. 10)."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, select

from models.recommending import recommending_units, unit_members
from workflows.books.hubei.v1.application import NUMBERS
from workflows.errors import Reason
from workflows.facts import trail
from workflows.form import Asks, Field, Label, Paper
from workflows.moves import Move, reads

RECOMMENDATION = Asks(
    (
        Field("operation", Label("运营情况", "Operation")),
        Field("results", Label("服务业绩", "Results")),
        Field("measured_satisfaction", Label("测评的服务满意度（%）", "Satisfaction as measured (%)"), "decimal", minimum=0,
              maximum=100),
        Field("outstanding", Label("特色优势评价", "What stands out")),
        Field("confirmed", Label("确认放宽的条件", "Relaxations confirmed"), "list", required=False, choices=NUMBERS,
              max_length=len(NUMBERS), hint=Label("须逐项确认所申请的放宽", "each that was claimed must be confirmed")),
        Field("opinion", Label("推荐意见", "Opinion")),
    ),
    (Paper("recommendation_form", Label("推荐表（盖章）", "Recommendation form, sealed")),),
)  # fmt: skip
CONFIRMATION = Asks(
    (
        Field("confirmed", Label("确认放宽的条件", "Relaxations confirmed"), "list", choices=NUMBERS,
              max_length=len(NUMBERS)),
        Field("reason", Label("确认理由", "Reason")),
    )
)  # fmt: skip


class Unit(NamedTuple):
    """The recommending unit at whose desk a case lies, and the applicant's ties to units."""

    kind: str
    area: str | None
    own_code: str | None
    is_member: bool
    applicant_recommends: bool  # the applicant is itself a city centre or an association


def units(connection: Connection, moves: Sequence[Move]) -> Mapping[int, Unit]:
    """What each case's home office is as a recommender."""
    u, m = recommending_units.c, unit_members.c
    homes = {move.case.home for move in moves}
    codes = {move.case.subject_number for move in moves}
    known = {row.office: row for row in connection.execute(select(recommending_units).where(u.office.in_(homes)))}
    recommend_others = set(
        connection.execute(
            select(u.credit_code).where(u.credit_code.in_(codes), u.kind.in_(("city_centre", "association")))
        ).scalars()
    )
    members = set(
        connection.execute(select(m.office, m.credit_code).where(m.office.in_(homes), m.credit_code.in_(codes))).all()
    )
    return {
        move.case.id: Unit(
            row.kind,
            row.area,
            row.credit_code,
            (move.case.home, move.case.subject_number) in members,
            move.case.subject_number in recommend_others,
        )
        for move in moves
        if (row := known.get(move.case.home))
    }


@reads(units)
def within_its_reach(move: Move) -> Reason | None:
    """A city centre: its own area; an association: its members; a department of the centre: everywhere (HB-9)."""
    unit: Unit | None = move.fact(units)
    if unit is None:
        return Reason("no_unit", "该机构不是推荐单位", "This office is not set up as a recommending unit.", "office")
    area = move.data.get("area", move.case.form.get("area"))
    if unit.kind == "city_centre" and area != unit.area:
        return Reason(
            "other_area",
            f"该单位只推荐{unit.area}的机构，所在市州须写作“{unit.area}”；不在该地的，请撤回这份申请，另选推荐单位",
            f"This unit recommends institutions of {unit.area} only, written so; elsewhere, withdraw this one and choose "
            "another recommending unit.",
            "area",
        )
    if unit.kind == "association" and not unit.is_member:
        return Reason(
            "no_member", "协会、商会只推荐本会会员", "An association recommends its own members only.", "office"
        )
    return None


@reads(units)
def not_its_own_unit(move: Move) -> Reason | None:
    """Nobody recommends the own unit (office); who recommends others is recommended by a department (HB-21)."""
    unit: Unit | None = move.fact(units)
    if unit is None:
        return None
    if unit.own_code is not None and unit.own_code == move.case.subject_number:
        return Reason("own_unit", "推荐单位不得推荐本单位", "A recommending unit may not recommend itself.", "office")
    if unit.applicant_recommends and unit.kind != "department":
        return Reason(
            "recommends_others",
            "有推荐权的单位申报，由省中心业务部门推荐",
            "Who recommends others is recommended by a department of the provincial centre.",
            "office",
        )
    return None


def _unconfirmed(claimed: Sequence[str], confirmed: Sequence[str]) -> Reason | None:
    missing = [label for name, label in NUMBERS if name in claimed and name not in confirmed]
    if not missing:
        return None
    return Reason(
        "relaxation_unconfirmed",
        "尚未确认放宽：" + "、".join(label.zh for label in missing),
        "Relaxations not confirmed yet: " + "; ".join(label.en for label in missing),
        "confirmed",
    )


def relaxations_confirmed(move: Move) -> Reason | None:
    """Whoever lets a relaxed application pass confirms each relaxation (HB-5)."""
    return _unconfirmed(move.case.form.get("relaxations", ()), move.data.get("confirmed", ()))


@reads(trail)
def centre_confirmed(move: Move) -> Reason | None:
    """The centre confirmed the relaxations after the last recommendation, before it passes the case (HB-5)."""
    taken = [t.step for t in move.fact(trail) or () if t.step in ("recommend", "confirm_relaxation")]
    if not move.case.form.get("relaxations") or taken[-1:] == ["confirm_relaxation"]:
        return None
    return _unconfirmed(move.case.form["relaxations"], ())
