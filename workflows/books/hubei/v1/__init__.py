"""Hubei, edition 1: the measures on selected service institutions (undated: the edition is our label)."""

from workflows.actors import Role
from workflows.books.hubei.v1.assessment import ASSESSMENT
from workflows.books.hubei.v1.call import CALL
from workflows.books.hubei.v1.certification import CERTIFICATION
from workflows.books.hubei.v1.change import CHANGE
from workflows.books.hubei.v1.duties import DUTIES
from workflows.books.hubei.v1.notice import NOTICE
from workflows.books.hubei.v1.objection import OBJECTION
from workflows.books.hubei.v1.plaque import PLAQUE
from workflows.books.hubei.v1.reversal import REVERSAL
from workflows.books.hubei.v1.revocation import REVOCATION
from workflows.books.hubei.v1.rules import GAPS, RULES
from workflows.form import Label
from workflows.rulebook import Rulebook, Status

BOOK = Rulebook(
    book="hubei",
    edition="1",
    prefix="HB",
    label=Label("湖北省", "Hubei"),
    title=Label(
        "湖北省中小企业公共服务严选服务机构认定管理办法",
        "Hubei measures on certifying selected SME service institutions",
    ),
    status=Status.IN_FORCE,
    levels=("centre", "recommender"),
    divisions=("42",),
    stands_in={Role.RECOMMENDER: (Role.CENTRE_REVIEWER,)},
    rules=RULES,
    lifecycles=(CALL, CERTIFICATION, NOTICE, OBJECTION, CHANGE, ASSESSMENT, REVOCATION, PLAQUE, REVERSAL),
    duties=DUTIES,
    gaps=GAPS,
)
