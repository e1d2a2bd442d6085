"""Wuhan 2026: filing of a commissioner with headquarters (measures, art. 14, 15).

draft -> hq_verification -> filed
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, select

from models.register import titles
from workflows.actors import Role
from workflows.asks import FITNESS, SERVES
from workflows.books.wuhan.v2026.people import files_commissioner
from workflows.errors import Reason
from workflows.facts import papers
from workflows.form import Asks, Field, Label, Paper
from workflows.fragments.review import correction, ending, withdrawal
from workflows.guards import past_office_target
from workflows.lifecycle import ANY, Kind, Lifecycle, State, Step
from workflows.moves import Move, reads

DRAFT = State("draft", Label("填报草稿", "Draft"), form=True)
RETURNED = State("returned", Label("退回补正", "Returned for correction"), "hq", form=True)
HQ_VERIFICATION = State("hq_verification", Label("市总站核实", "Verification by headquarters"), "hq")
FILED = State("filed", Label("已备案", "Filed"), "hq", Kind.GOOD)
REJECTED = State("rejected", Label("不予备案", "Rejected"), "hq", Kind.ADVERSE)

KINDS = (
    ("resident", Label("驻站服务专员", "Resident")),
    ("mobile", Label("机动服务专员", "Mobile")),
)
EDUCATION = (
    ("junior_college", Label("大学专科", "Junior college")),
    ("bachelor", Label("大学本科", "Bachelor")),
    ("postgraduate", Label("研究生", "Postgraduate")),
    ("lower", Label("专科以下", "Below junior college")),
)
PRIORITY = (
    ("official", Label("公职人员", "Official")),
    ("mentor", Label("创业天使导师", "Start-up mentor")),
    ("invited_expert", Label("中小企业服务特聘专家", "Invited expert")),
    ("technology_deputy", Label("科技副总", "Technology deputy")),
    ("technology_commissioner", Label("科技特派员", "Technology commissioner")),
    ("other", Label("市级以上部门明确的其他人员", "Another person named by a city-level department")),
)
FORM = Asks(
    (
        Field("name", Label("姓名", "Name"), max_length=60, personal=SERVES),
        Field("kind", Label("专员类型", "Kind"), "choice", choices=KINDS,
              hint=Label("服务站为本站人员申请选驻站，个人申请选机动",
                         "a station files its residents; who applies alone is mobile")),
        Field("station", Label("所在服务站编号", "Station"), "case", required=False,
              when=Label("驻站专员必填，机动专员不填", "for a resident; none for a mobile one")),
        Field("law_abiding", Label("本人声明：遵纪守法，无不良诚信和违纪违法记录",
                                   "I declare: law-abiding, no bad-faith or disciplinary record"), "bool",
              personal=FITNESS),
        Field("volunteers", Label("本人声明：自愿参加企业服务工作", "I declare: I volunteer"), "bool"),
        Field("healthy", Label("本人声明：身体健康", "I declare: I am healthy"), "bool", personal=FITNESS),
        Field("education", Label("学历", "Education"), "choice", choices=EDUCATION, personal=FITNESS),
        Field("ability", Label("企业服务基础素质和能力", "Basic ability"), personal=FITNESS),
        Field("employed", Label("现有工作单位", "Is employed"), "bool", required=False,
              when=Label("有的打勾", "tick if so")),
        Field("employer", Label("工作单位名称", "Employer"), required=False, max_length=200,
              personal=FITNESS, when=Label("有工作单位的填写", "if employed")),
        Field("priority", Label("优先备案类别", "Priority class"), "choice", required=False, choices=PRIORITY,
              hint=Label("须附市级以上部门文件", "with that department's paper")),
    ),
    (
        Paper("declaration", Label("本人签名的声明", "The person's own signed declaration")),
        Paper("employer_consent", Label("所在单位审核同意并盖章的申请表", "Form with the employer's consent and seal"),
              required=False, when=Label("机动专员有工作单位的必交", "needed of a mobile one who is employed")),
        Paper("no_employer_statement", Label("无工作单位的说明", "Statement: not employed"), required=False,
              when=Label("机动专员没有工作单位的必交", "needed of a mobile one who isn't employed")),
        Paper("priority_paper", Label("市级以上部门明确的文件", "The paper of the city-level department"), required=False,
              when=Label("选了优先备案类别的必交", "needed with a priority class")),
    ),
)  # fmt: skip
VERIFIED = Asks((Field("no_violation", Label("经核实无违规情形", "Verified: no violation"), "bool"),))
VIOLATION = Asks((Field("reason", Label("违规情形或不符合的条件", "The violation, or the condition not met")),))


def station(connection: Connection, moves: Sequence[Move]) -> Mapping[int, Row[Any]]:
    """The register's row of the station that each filing names."""
    wanted = {m.case.id: str(m.data.get("station") or m.case.form.get("station") or "") for m in moves}
    found = {r.number: r for r in connection.execute(select(titles).where(titles.c.number.in_(set(wanted.values()))))}
    return {case: found[number] for case, number in wanted.items() if number in found}


@reads(station)
def belongs_to_a_station(move: Move) -> Reason | None:
    """A resident belongs to one certified station; the unit that runs it names the person (WH-3, WH-15.1)."""
    given = {**move.case.form, **move.data}
    row = move.fact(station)
    if given.get("kind") == "resident":
        own = row is not None and row.ended_at is None and ("organisation", row.subject_number) in move.case.party
        return (
            None
            if own
            else Reason(
                "no_station",
                "驻站专员须属于本单位有效的服务站",
                "A resident belongs to a station of the applying unit.",
                "station",
            )
        )
    if given.get("kind") == "mobile" and given.get("station"):
        return Reason(
            "no_station", "机动专员不属于任何服务站", "A mobile commissioner belongs to no station.", "station"
        )
    return None


@reads(papers)
def employer_consents(move: Move) -> Reason | None:
    """Mobile: the employer's consent and seal; who isn't employed states so (office)."""
    if move.data.get("kind") != "mobile":
        return None
    needed = "employer_consent" if move.data.get("employed") else "no_employer_statement"
    if any(kind == needed for _, kind, *_ in move.fact(papers) or ()):
        return None
    if move.data.get("employed"):
        return Reason("no_consent", "已填有工作单位：须附该单位审核同意并盖章的申请表",
                      "You are employed: add the form with the employer's consent and seal.", needed)  # fmt: skip
    return Reason("no_consent", "没有勾选“现有工作单位”：须附无工作单位的说明",
                  "“Is employed” isn't ticked: add the statement that you aren't.", needed)  # fmt: skip


@reads(papers)
def priority_is_papered(move: Move) -> Reason | None:
    if not move.data.get("priority") or any(kind == "priority_paper" for _, kind, *_ in move.fact(papers) or ()):
        return None
    return Reason("no_priority_paper", "优先备案须附文件", "A priority class needs its paper.", "priority_paper")


def junior_college_or_higher(move: Move) -> Reason | None:
    if move.data.get("education") != "lower":
        return None
    return Reason("education", "须具有大学专科及以上学历", "Junior college or higher is needed.", "education")


CONDITIONS = (belongs_to_a_station, employer_consents, priority_is_papered, junior_college_or_higher)
DESKS = {DRAFT: Role.DISTRICT_REVIEWER, RETURNED: Role.HQ_REVIEWER, HQ_VERIFICATION: Role.HQ_REVIEWER}

FILING = Lifecycle(
    key="wuhan/2026/filing",
    label=Label("服务专员备案", "Filing of a commissioner"),
    initial=DRAFT,
    home=ANY,
    subject="person",
    also=("station",),  # its unit files who is resident there
    title="name",
    steps=(
        Step("submit", Label("提交备案申请", "Submit"), DRAFT, HQ_VERIFICATION, by=Role.APPLICANT, asks=FORM,
             law=("WH-3", "WH-14", "WH-15.1"), needs=CONDITIONS),
        Step("file", Label("备案并公布", "File"), HQ_VERIFICATION, FILED, by=Role.HQ_REVIEWER, law=("WH-3", "WH-15.2"),
             asks=VERIFIED, needs=(belongs_to_a_station,), does=(files_commissioner,)),
        Step("reject", Label("不予备案", "Reject"), HQ_VERIFICATION, REJECTED, by=Role.HQ_REVIEWER, law="WH-15.2",
             asks=VIOLATION, adverse=True),
        *correction(of=HQ_VERIFICATION, returned=RETURNED, by=Role.HQ_REVIEWER, applicant=Role.APPLICANT, asks=FORM,
                    needs=CONDITIONS, law="office", near="WH-15.2", past_target=past_office_target,
                    claims=None, does=()),
        *withdrawal(sources=DESKS, by=Role.APPLICANT, does=()),
        *ending(sources=DESKS, does=()),
    ),
)  # fmt: skip
