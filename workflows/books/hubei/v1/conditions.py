"""Hubei 1: the numbers of art. 5, each checked, and what a relaxation of one needs."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from workflows.books.hubei.v1.application import NUMBERS
from workflows.books.hubei.v1.classes import kind_and_functions, legal_person_or_partnership
from workflows.deadlines import nominal_last_day, years
from workflows.declared import named_as
from workflows.errors import Reason
from workflows.facts import papers
from workflows.instants import day_of
from workflows.moves import Guard, Move, reads

SMES_A_YEAR = 50
QUALIFIED_PERCENT = 70
LABELS = dict(NUMBERS)


class Limit(NamedTuple):
    """A number that the regulation sets a floor to: which, where it stands in the form, and the sentence."""

    name: str
    field: str
    holds: Callable[[Move], bool]
    zh: str
    en: str


def _floor(field: str, least: int) -> Callable[[Move], bool]:
    return lambda move: Decimal(str(move.data[field])) >= least


def _running_for(amount: int) -> Callable[[Move], bool]:
    def long_enough(move: Move) -> bool:
        since = date.fromisoformat(move.data["operating_since"])
        return nominal_last_day(since, years(amount, roll=False)) <= day_of(move.effective_at)

    return long_enough


def qualified(form: dict[str, Any]) -> int:
    """Who has a degree or a title, each counted once."""
    return int(form["with_degree"]) + int(form["with_title"]) - int(form["with_both"])


def _qualified_share(move: Move) -> bool:
    return qualified(move.data) * 100 >= QUALIFIED_PERCENT * int(move.data["full_time_staff"])


LIMITS = (
    Limit("years", "operating_since", _running_for(2), "运营须满 2 年", "2 years of operation are needed."),
    Limit("capital", "capital", _floor("capital", 100_000), "注册资本须达 10 万元", "A capital of 100,000 CNY is needed."),
    Limit("staff", "full_time_staff", _floor("full_time_staff", 8), "专职人员不少于 8 人",
          "At least 8 full-time staff are needed."),
    Limit("qualified", "with_both", _qualified_share, "本科以上学历或中级以上职称人员不低于 70%（每人只计一次）",
          "70 % of the staff hold a degree or a title, each counted once."),
    Limit("area", "premises_area", _floor("premises_area", 80), "场所面积不少于 80 平方米", "80 m² of premises are needed."),
    Limit("satisfaction", "satisfaction", _floor("satisfaction", 80), "用户满意度须达 80%", "80 % satisfaction is needed."),
    Limit("public_share", "public_share", _floor("public_share", 10), "公益性或低收费服务须占 10% 以上",
          "10 % of the service is free or low-fee."),
    Limit("partners", "partners", _floor("partners", 3), "集聚服务机构须达 3 家", "3 partner institutions are needed."),
)  # fmt: skip


def _reaches(limit: Limit) -> Guard:
    def reached(move: Move) -> Reason | None:
        """Below the limit only where a relaxation of this number is claimed; its ground is asked for apart."""
        if limit.name in move.data.get("relaxations", ()) or limit.holds(move):
            return None
        return Reason(f"below_{limit.name}", limit.zh, limit.en, limit.field)

    return named_as(reached, f"reaches({limit.name})")


def counted_once(move: Move) -> Reason | None:
    """The three numbers of qualified staff fit each other and the whole."""
    both, degree, title = (int(move.data[n]) for n in ("with_both", "with_degree", "with_title"))
    if both <= min(degree, title) and qualified(move.data) <= int(move.data["full_time_staff"]):
        return None
    return Reason(
        "counted_twice",
        "兼备人数不得超过学历或职称人数，合计不得超过专职人员总数",
        "Those with both are among those with a degree and those with a title; together they are among the staff.",
        "with_both",
    )


def fewer_smes_has_a_reason(move: Move) -> Reason | None:
    """In principle 50 a year: below it a reason is owed, and nothing is refused for the number."""
    if int(move.data["smes_served"]) >= SMES_A_YEAR or move.data.get("smes_reason"):
        return None
    return Reason(
        "reason_owed",
        f"年服务中小企业不足 {SMES_A_YEAR} 家，请说明理由",
        f"Fewer than {SMES_A_YEAR} SMEs a year: say why.",
        "smes_reason",
    )


@reads(papers)
def relaxation_has_its_ground(move: Move) -> Reason | None:
    """A claimed relaxation names its ground, its reason in writing, and brings the proof."""
    if not move.data.get("relaxations"):
        return None
    for field in ("relaxation_ground", "relaxation_reason"):
        if not move.data.get(field):
            return Reason(
                "no_ground", "申请放宽条件须填写依据和理由", "Say the ground and the reason of the relaxation.", field
            )
    if any(kind == "relaxation_proof" for _, kind, *_ in move.fact(papers) or ()):
        return None
    return Reason(
        "no_ground",
        "申请放宽条件须上传依据的证明",
        "Add the proof of the ground of the relaxation.",
        "relaxation_proof",
    )


CONDITIONS = (
    legal_person_or_partnership, kind_and_functions, counted_once, *map(_reaches, LIMITS), fewer_smes_has_a_reason,
    relaxation_has_its_ground,
)  # fmt: skip
