"""Guangzhou 2025: what an applicant declares and hands in (guideline, part 4 (1) 2 and 3)."""

from workflows.asks import CONTACT
from workflows.form import Asks, Field, Label, Paper
from workflows.guards import at_least

APPLICATION = Asks(
    (
        Field("station_name", Label("服务站名称", "Name of the station"), max_length=100),
        Field("address", Label("服务场所地址", "Address of the premises"), max_length=200),
        Field("legal_person", Label("在广州注册并具有法人资格", "Registered in Guangzhou as a legal person"), "bool",
              hint=Label("认定条件（1）", "Condition (1)")),
        Field("fixed_premises", Label("有固定的办公场所和办公条件", "Fixed premises, equipped for the services"), "bool",
              hint=Label("认定条件（2）", "Condition (2)")),
        Field("capability", Label("服务能力、经验和影响力", "Capability, experience and standing"),
              hint=Label("认定条件（3）", "Condition (3)")),
        Field("structure", Label("服务制度和服务架构", "Service rules and structure"),
              hint=Label("认定条件（4）", "Condition (4)")),
        Field("full_time_staff", Label("专职服务人员人数", "Full-time service staff"), "int", minimum=0, maximum=10000,
              hint=Label("认定条件（5）：不少于 2 名", "Condition (5): at least 2")),
        Field("contact_name", Label("联系人", "Contact person"), max_length=60, personal=CONTACT),
        Field("contact_phone", Label("联系电话", "Telephone"), max_length=40, personal=CONTACT),
    ),
    (
        Paper("application_form", Label("申请表（盖章）", "Application form, sealed")),
        Paper("legal_person_certificate", Label("法人资格证明", "Legal-person certificate")),
        Paper("premises_proof", Label("场地证明", "Proof of premises")),
        Paper("staff_list", Label("专职人员名单", "List of full-time staff")),
        Paper("service_rules", Label("服务管理制度", "Service rules")),
    ),
)  # fmt: skip

conditions = (
    at_least("full_time_staff", 2, "too_few_staff", "专职服务人员不少于 2 名",
             "At least 2 full-time service staff are needed."),
)  # fmt: skip
