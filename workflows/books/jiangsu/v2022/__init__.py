"""Jiangsu, edition 2022: the notice on commissioners for specialised enterprises (2022, no. 179)."""

from workflows.actors import Role
from workflows.books.jiangsu.v2022.appeal import APPEAL
from workflows.books.jiangsu.v2022.assignment import ASSIGNMENT
from workflows.books.jiangsu.v2022.enrolment import ENROLMENT
from workflows.books.jiangsu.v2022.halves import half_year_reports
from workflows.books.jiangsu.v2022.listing import list_enterprises
from workflows.books.jiangsu.v2022.report import REPORT
from workflows.books.jiangsu.v2022.reversal import REVERSAL
from workflows.books.jiangsu.v2022.rules import GAPS, RULES
from workflows.books.jiangsu.v2022.sums import confirm, contacts_owed, summed_up
from workflows.duties import Duty
from workflows.form import Label
from workflows.rulebook import Rulebook, Status

BOOK = Rulebook(
    book="jiangsu",
    edition="2022",
    prefix="JS",
    label=Label("江苏省", "Jiangsu"),
    title=Label(
        "关于实行“专精特新”中小企业服务专员制度的通知", "Jiangsu notice on commissioners for specialised enterprises"
    ),
    status=Status.IN_FORCE,
    levels=("province", "city", "county"),
    divisions=("32",),
    # Where nobody at the desk may act, the like role at the next higher office does.
    stands_in={role: (role,) for role in (Role.OFFICE_CLERK, Role.OFFICE_LEADER)},
    rules=RULES,
    lifecycles=(ENROLMENT, ASSIGNMENT, APPEAL, REPORT, REVERSAL),
    duties=(Duty("half_year_reports", Label("开立半年报告", "Half-year reports"), "JS-5.2", None, half_year_reports),),
    gaps=GAPS,
    listing=list_enterprises,
    owes=contacts_owed,
    sums_up=summed_up,
    confirms=confirm,
)
