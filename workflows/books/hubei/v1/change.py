"""Hubei 1: a change of what the register says of an institution (measures, art. 3): no period is set for it.

draft -> centre_filing -> filed
"""

from workflows.actors import Role
from workflows.form import Label
from workflows.fragments.change import change, change_form
from workflows.fragments.review import correction, ending, withdrawal
from workflows.guards import past_office_target
from workflows.lifecycle import Kind, Lifecycle, State
from workflows.titled import not_ahead, title_in_register

DRAFT = State("draft", Label("填报草稿", "Draft"), form=True)
RETURNED = State("returned", Label("退回补正", "Returned for correction"), "centre", form=True)
CENTRE_FILING = State("centre_filing", Label("省中心备案", "Filing by the centre"), "centre")
FILED = State("filed", Label("已备案", "Filed"), "centre", Kind.GOOD)

KINDS = (
    ("name", Label("机构名称", "Name")),
    ("address", Label("服务场所地址", "Address")),
    ("legal_representative", Label("法定代表人", "Legal representative")),
    ("contact_name", Label("联系人", "Contact person")),
    ("contact_phone", Label("联系电话", "Telephone")),
    ("other", Label("其他", "Other")),
)
FORM = change_form(kinds=KINDS, more=())
DESKS = {DRAFT: Role.RECOMMENDER, RETURNED: Role.CENTRE_REVIEWER, CENTRE_FILING: Role.CENTRE_REVIEWER}

CHANGE = Lifecycle(
    key="hubei/1/change",
    label=Label("信息变更", "Change"),
    initial=DRAFT,
    home="recommender",
    subject="institution",
    steps=(
        *change(draft=DRAFT, filing=CENTRE_FILING, filed=FILED, by=Role.CENTRE_REVIEWER, asks=FORM, within=None, needs=(),
                does=(), law="HB-3"),
        *correction(of=CENTRE_FILING, returned=RETURNED, by=Role.CENTRE_REVIEWER, applicant=Role.APPLICANT, asks=FORM,
                    needs=(title_in_register, not_ahead("changed_on")), law="office", near="HB-3",
                    past_target=past_office_target, claims=None, does=()),
        *withdrawal(sources=DESKS, by=Role.APPLICANT, does=()),
        *ending(sources=DESKS, does=()),
    ),
)  # fmt: skip
