"""Wuhan 2026: a station or a commissioner leaves by itself, or is deemed to have left (measures, art. 18 (1)).

draft -> district_verification -> hq_deregistration -> deregistered
"""

from workflows.actors import Role
from workflows.asks import CLOSING, OPINION, REASON
from workflows.books.wuhan.v2026.assessment import ASSESSMENT
from workflows.books.wuhan.v2026.change import CHANGE
from workflows.books.wuhan.v2026.dispatch import DISPATCHING
from workflows.books.wuhan.v2026.exiting import at_its_district, deemed, not_deemed, nothing_against_it, the_subject
from workflows.books.wuhan.v2026.filing import FILING
from workflows.books.wuhan.v2026.leaving import in_register, leaves
from workflows.books.wuhan.v2026.plaque import PLAQUE
from workflows.books.wuhan.v2026.posts import closes_post, hands_back
from workflows.form import Label
from workflows.fragments.review import WITHDRAWN, correction, ending
from workflows.guards import another_than, past_office_target, slot_is_free
from workflows.lifecycle import Kind, Lifecycle, State, Step

DRAFT = State("draft", Label("填报草稿（或预先提醒）", "Draft, or warning"), form=True)
DISTRICT_VERIFICATION = State("district_verification", Label("区分站核实", "District verification"), "district")
RETURNED = State("returned", Label("退回补正", "Returned for correction"), "district", form=True)
HQ_DEREGISTRATION = State("hq_deregistration", Label("市总站注销", "Deregistration by headquarters"), "hq")
DEREGISTERED = State("deregistered", Label("已注销", "Deregistered"), "hq", Kind.GOOD)
REJECTED = State("rejected", Label("不予核实", "Rejected"), "district", Kind.ADVERSE)
KEPT = State("kept", Label("予以保留", "Kept"), "hq", Kind.GOOD)

ENDS = (CHANGE, ASSESSMENT, PLAQUE, DISPATCHING, FILING)  # what ends with a station or a commissioner
DESKS = {
    DRAFT: Role.DISTRICT_REVIEWER,
    DISTRICT_VERIFICATION: Role.DISTRICT_REVIEWER,
    RETURNED: Role.DISTRICT_REVIEWER,
    HQ_DEREGISTRATION: Role.HQ_REVIEWER,
}
CONDITIONS = (not_deemed, in_register, at_its_district)

EXIT = Lifecycle(
    key="wuhan/2026/exit",
    label=Label("退出", "Exit"),
    initial=DRAFT,
    home="district",
    subject="station",
    also=("commissioner",),
    steps=(
        Step("apply", Label("申请退出", "Apply"), DRAFT, DISTRICT_VERIFICATION, by=Role.APPLICANT, law="WH-18.1",
             asks=REASON, needs=(*CONDITIONS, slot_is_free), claims=the_subject),
        Step("deem", Label("视为自行退出", "Deemed exit"), DRAFT, HQ_DEREGISTRATION, by=Role.SYSTEM, law="WH-18.1a",
             needs=(deemed, in_register, slot_is_free), claims=the_subject),
        Step("keep", Label("情形已消除", "No ground any more"), DRAFT, KEPT, by=Role.SYSTEM, law="WH-18.1a",
             needs=(deemed,)),
        Step("verify", Label("核实", "Verify"), DISTRICT_VERIFICATION, HQ_DEREGISTRATION, by=Role.DISTRICT_REVIEWER,
             law="WH-18.1", asks=OPINION),
        Step("reject", Label("不予核实", "Reject"), DISTRICT_VERIFICATION, REJECTED, by=Role.DISTRICT_REVIEWER,
             law="WH-18.1", asks=REASON, adverse=True),
        *correction(of=DISTRICT_VERIFICATION, returned=RETURNED, by=Role.DISTRICT_REVIEWER, applicant=Role.APPLICANT,
                    asks=REASON, needs=CONDITIONS, law="office", near="WH-18.1", past_target=past_office_target,
                    claims=None, does=()),
        Step("deregister", Label("注销", "Deregister"), HQ_DEREGISTRATION, DEREGISTERED, by=Role.HQ_REVIEWER,
             law=("WH-18.1", "WH-18.1a"), needs=(in_register, another_than("verify"), nothing_against_it),
             does=(leaves(how="deregistered", ends=ENDS), closes_post, hands_back)),
        Step("keep", Label("予以保留", "Keep"), HQ_DEREGISTRATION, KEPT, by=Role.HQ_REVIEWER, law="office",
             near="WH-18.1a", asks=REASON, needs=(deemed,)),
        Step("send_back", Label("退回上一环节", "Send back"), HQ_DEREGISTRATION, DISTRICT_VERIFICATION,
             by=Role.HQ_REVIEWER, law="office", near="WH-18.1", asks=REASON, needs=(not_deemed,), adverse=True),
        *(Step("withdraw", Label("撤回申请", "Withdraw"), source, WITHDRAWN, by=Role.APPLICANT, law="office",
               near="WH-18.1", asks=CLOSING, needs=(not_deemed,)) for source in DESKS),
        *ending(sources=DESKS, does=()),
    ),
)  # fmt: skip
