"""Jiangsu 2022: a city's half-year report, annexes 4 and 5 (notice, part 5 (2)).

due -> submitted -> accepted
"""

from collections.abc import Mapping

from sqlalchemy import Connection

from models.reference import Reference
from workflows.actors import Role
from workflows.asks import CLOSING
from workflows.books.jiangsu.v2022.halves import half_named
from workflows.books.jiangsu.v2022.sums import FIGURES, annexes, everyone_confirmed
from workflows.deadlines import working_days
from workflows.form import Asks, Field, Label
from workflows.fragments.review import ending, returning
from workflows.lifecycle import Kind, Lifecycle, State, Step
from workflows.moves import Case

DUE = State("due", Label("待报送", "Due"), "city", form=True)
OVERDUE = State("overdue", Label("逾期未报", "Overdue"), "city", form=True)
SUBMITTED = State("submitted", Label("已报送", "Submitted"), "province")
RETURNED = State("returned", Label("退回补正", "Returned for correction"), "city", form=True)
ACCEPTED = State("accepted", Label("已接收", "Accepted"), "province", Kind.GOOD)


def _figure(name: str, zh: str, en: str) -> Field:
    return Field(name, Label(zh, en), "int", minimum=0, maximum=10_000_000)


ANNEXES = Asks(
    (
        # Annex 4: the ledger's summary.
        *(_figure(name, *label) for name, label in FIGURES.items()),
        # Annex 5: the service's summary.
        _figure("commissioners", "在库专员数", "Commissioners in the pool"),
        _figure("enterprises", "专精特新企业数", "Specialised enterprises"),
        _figure("covered", "已配备专员的企业数", "Enterprises with a commissioner"),
        _figure("appeals", "诉求件数", "Appeals"),
        _figure("appeals_answered", "已答复件数", "Appeals answered"),
        Field("results", Label("主要做法和成效", "What was done, and with what result"), max_length=10000),
        Field("common_problems", Label("普遍性问题和建议", "Common problems and proposals"), required=False, max_length=10000),
        Field("unconfirmed_reason", Label("专员未确认的原因", "Why commissioners haven't confirmed"), required=False,
              hint=Label("有专员未确认半年情况时填写", "where some haven't confirmed their half-year")),
    )
)  # fmt: skip


def by_the_ledger(connection: Connection, case: Case, reference: Reference) -> Mapping[str, int]:
    """The annexes as ledger and registers have them today; the city may correct them."""
    return annexes(connection, reference, case.home, half_named(case.form["half"]))


LAW, CLERK = "JS-5.2", Role.OFFICE_CLERK

REPORT = Lifecycle(
    key="jiangsu/2022/report",
    label=Label("半年服务情况报告", "Half-year report"),
    initial=DUE,
    home="city",
    subject="office",
    title="half",
    steps=(
        Step("submit", Label("报送", "Submit"), DUE, SUBMITTED, by=CLERK, law=("JS-3.2", LAW), asks=ANNEXES,
             fills=by_the_ledger,
             needs=(everyone_confirmed,)),
        Step("fall_overdue", Label("逾期未报", "Fall overdue"), DUE, OVERDUE, by=Role.CLOCK, law=LAW, after=working_days(7)),
        Step("submit", Label("补报", "Submit late"), OVERDUE, SUBMITTED, by=CLERK, law=("JS-3.2", LAW), asks=ANNEXES,
             fills=by_the_ledger,
             needs=(everyone_confirmed,), marks=(("late", True),)),
        *returning(of=SUBMITTED, returned=RETURNED, by=CLERK, applicant=CLERK, asks=ANNEXES, needs=(everyone_confirmed,),
                   law="office", near=LAW, claims=None),
        Step("accept", Label("接收", "Accept"), SUBMITTED, ACCEPTED, by=CLERK, law=LAW, asks=CLOSING),
        *ending(sources=dict.fromkeys((DUE, OVERDUE, SUBMITTED, RETURNED), CLERK), does=()),
    ),
)  # fmt: skip
