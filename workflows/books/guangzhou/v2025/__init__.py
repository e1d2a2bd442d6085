"""Guangzhou, edition 2025: the guideline on service stations and the service convention (both undated)."""

from workflows.actors import Role
from workflows.books.guangzhou.v2025.assessment import ASSESSMENT
from workflows.books.guangzhou.v2025.call import CALL
from workflows.books.guangzhou.v2025.certification import CERTIFICATION
from workflows.books.guangzhou.v2025.change import CHANGE
from workflows.books.guangzhou.v2025.convention import CONVENTION
from workflows.books.guangzhou.v2025.duties import DUTIES
from workflows.books.guangzhou.v2025.notice import NOTICE
from workflows.books.guangzhou.v2025.objection import OBJECTION
from workflows.books.guangzhou.v2025.plaque import PLAQUE
from workflows.books.guangzhou.v2025.renewal import RENEWAL
from workflows.books.guangzhou.v2025.report import REPORT_OF_YEAR
from workflows.books.guangzhou.v2025.reversal import REVERSAL
from workflows.books.guangzhou.v2025.revocation import REVOCATION
from workflows.books.guangzhou.v2025.rules import GAPS, RULES
from workflows.form import Label
from workflows.rulebook import Rulebook, Status

BOOK = Rulebook(
    book="guangzhou",
    edition="2025",
    prefix="GZ",
    label=Label("广州市", "Guangzhou"),
    title=Label(
        "广州市民营和中小企业服务站建设工作指引及服务公约", "Guangzhou guideline and convention on SME service stations"
    ),
    status=Status.IN_FORCE,
    levels=("bureau", "hq", "district"),
    divisions=("4401",),
    # GZ-3.1 gives headquarters no authority over a district: the bureau stands in for both.
    stands_in={Role.DISTRICT_REVIEWER: (Role.BUREAU_APPROVER,), Role.HQ_REVIEWER: (Role.BUREAU_APPROVER,)},
    rules=RULES,
    lifecycles=(
        CALL, CERTIFICATION, NOTICE, OBJECTION, CONVENTION, CHANGE, ASSESSMENT, RENEWAL, REPORT_OF_YEAR, REVOCATION,
        PLAQUE, REVERSAL,
    ),
    duties=DUTIES,
    gaps=GAPS,
)  # fmt: skip
