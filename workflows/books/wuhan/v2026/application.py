"""Wuhan 2026: what an applicant for a station declares and hands in (measures, art. 2, 4, 12, 13 (1))."""

from workflows.asks import CONTACT, SERVES
from workflows.form import Asks, Field, Label, Paper

CARRIERS = (
    ("department", Label("政府企业服务部门", "Government service department")),
    ("street", Label("街道", "Street")),
    ("park", Label("园区", "Park")),
    ("building", Label("楼宇", "Building")),
    ("professional", Label("专业服务机构", "Professional body")),
    ("association", Label("商协会", "Association or chamber")),
)
AREAS = (
    ("reception", Label("接待区", "Reception")),
    ("meeting", Label("会议区", "Meeting")),
    ("publicity", Label("宣传展示区", "Publicity")),
)

APPLICATION = Asks(
    (
        Field("station_name", Label("服务站名称", "Name of the station"), max_length=100),
        Field("carrier", Label("设立载体", "Carrier"), "choice", choices=CARRIERS),
        Field("area", Label("服务区域", "Area that it serves"), max_length=200),
        Field("address", Label("服务场所地址", "Address of the premises"), max_length=200),
        Field("clean_record", Label("设立单位无违法犯罪和不良诚信记录", "No illegal or bad-faith record"), "bool",
              hint=Label("基本条件（1）", "Condition (1)")),
        Field("premises", Label("有必要的服务场所", "Has premises"), "bool", hint=Label("基本条件（2）", "Condition (2)")),
        Field("stable_staff", Label("有稳定的专职人员", "Has stable full-time staff"), "bool",
              hint=Label("基本条件（2）", "Condition (2)")),
        Field("capability", Label("服务能力和经验", "Capability and experience"), hint=Label("基本条件（3）", "Condition (3)")),
        Field("areas", Label("设置的功能区", "Areas set up"), "list", required=False, choices=AREAS, max_length=len(AREAS)),
        Field("head", Label("站长", "Head"), max_length=60, personal=SERVES),
        Field("liaison", Label("联系人", "Liaison"), max_length=60, personal=SERVES),
        Field("commissioners", Label("其他驻站服务专员（每行一人）", "Other resident commissioners (one a line)"), "list",
              required=False, max_length=50, personal=SERVES),
        Field("contact_phone", Label("联系电话", "Telephone"), max_length=40, personal=CONTACT),
    ),
    (
        Paper("application_form", Label("申请表（盖章）", "Application form, sealed")),
        Paper("applicant_profile", Label("申报主体基本情况", "Applicant's profile")),
        Paper("organisation_code", Label("组织机构代码证或载有统一社会信用代码的执照",
                                         "Organisation code certificate, or the licence that replaced it")),
        Paper("premises_proof", Label("场地证明", "Proof of premises")),
        Paper("team_proof", Label("运营团队证明", "Proof of the team")),
        Paper("capability_proof", Label("服务能力证明", "Proof of capability")),
        Paper("facilities_proof", Label("配套设施证明", "Proof of facilities")),
    ),
)  # fmt: skip
