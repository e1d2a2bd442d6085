"""Hubei 1: what an applicant declares and hands in (measures, art. 4 to 8 and 11)."""

from workflows.asks import CONTACT
from workflows.books.hubei.v1.classes import CLASSES, FUNCTIONS, KINDS
from workflows.form import Asks, Field, Label, Paper

LEGAL_FORMS = (
    ("legal_person", Label("独立法人", "Legal person")),
    ("partnership", Label("合伙制", "Partnership")),
    ("other", Label("其他", "Other")),
)
# The numbers of HB-5, which alone may be relaxed; legal status and record may not (office).
NUMBERS = (
    ("years", Label("运营年限", "Years of operation")),
    ("capital", Label("注册资本", "Registered capital")),
    ("staff", Label("专职人员", "Full-time staff")),
    ("qualified", Label("学历或职称比例", "Share of qualified staff")),
    ("area", Label("场所面积", "Area of the premises")),
    ("satisfaction", Label("用户满意度", "Satisfaction")),
    ("public_share", Label("公益或低收费服务比例", "Share of free or low-fee service")),
    ("partners", Label("集聚服务机构数", "Partner institutions")),
)
GROUNDS = (
    ("recognised", Label("获县级及以上部门认定", "Recognised at county level or above")),
    ("commended", Label("获县级及以上部门表彰", "Commended at county level or above")),
    ("funded", Label("获县级及以上部门资金支持", "Funded at county level or above")),
)

NUMBERED = (
    Field("operating_since", Label("开始运营日期", "Operating since"), "date",
          hint=Label("运营 2 年以上", "2 years or more")),
    Field("capital", Label("注册资本（元）", "Registered capital (CNY)"), "decimal", minimum=0,
          hint=Label("10 万元以上", "100,000 or more")),
    Field("full_time_staff", Label("专职人员人数", "Full-time staff"), "int", minimum=0, maximum=100000,
          hint=Label("不少于 8 人", "8 or more")),
    Field("with_degree", Label("其中：本科及以上学历", "Of these: with a bachelor's degree or higher"), "int", minimum=0,
          maximum=100000),
    Field("with_title", Label("其中：中级及以上职称", "Of these: with a mid-level title or higher"), "int", minimum=0,
          maximum=100000),
    Field("with_both", Label("其中：学历和职称兼备", "Of these: with both"), "int", minimum=0, maximum=100000,
          hint=Label("一人只计一次，合计不低于 70%", "each person counts once; 70 % or more together")),
    Field("premises_area", Label("经营服务场所面积（平方米）", "Premises (m²)"), "decimal", minimum=0,
          hint=Label("不少于 80 平方米", "80 or more")),
    Field("smes_served", Label("年服务中小企业数", "SMEs served a year"), "int", minimum=0, maximum=1000000,
          hint=Label("原则上 50 家以上", "in principle 50 or more")),
    Field("smes_reason", Label("年服务中小企业不足 50 家的理由", "Why fewer than 50 SMEs a year"), required=False,
          when=Label("不足 50 家的必填", "needed below 50")),
    Field("satisfaction", Label("用户满意度（%）", "Satisfaction (%)"), "decimal", minimum=0, maximum=100,
          hint=Label("80% 以上", "80 or more")),
    Field("public_share", Label("公益性或低收费服务占比（%）", "Free or low-fee service (%)"), "decimal", minimum=0,
          maximum=100, hint=Label("10% 以上", "10 or more")),
    Field("partners", Label("集聚服务机构数", "Partner institutions"), "int", minimum=0, maximum=100000,
          hint=Label("3 家以上", "3 or more")),
)  # fmt: skip
DECLARED = (
    Field("mainly_smes", Label("主要服务于中小企业", "Serves SMEs mainly"), "bool"),
    Field("price_reduction", Label("对小微企业收费的优惠规定", "Price reduction laid down for small and micro firms")),
    Field("service_rules", Label("有完善的管理制度", "Has service rules"), "bool"),
    Field("processes", Label("有规范的服务流程", "Has laid down its processes"), "bool"),
    Field("fees", Label("有合理的收费标准", "Has a list of fees"), "bool"),
    Field("quality", Label("有健全的服务质量保证措施", "Assures the quality of its service"), "bool"),
    Field("plan_and_target", Label("有服务规划和年度服务目标", "Has a plan and a yearly target"), "bool"),
    Field("clean_record", Label("近三年无不良记录、失信行为和行政处罚",
                                "No bad record, bad faith or administrative penalty in 3 years"), "bool"),
    Field("not_investigated", Label("未在协助或接受案件调查", "Not assisting with or under a case investigation"), "bool"),
)  # fmt: skip
RELAXATION = (
    Field("relaxations", Label("申请放宽的条件", "Numbers to be relaxed"), "list", required=False, choices=NUMBERS,
          max_length=len(NUMBERS)),
    Field("relaxation_ground", Label("放宽依据", "Ground of the relaxation"), "choice", required=False, choices=GROUNDS,
          when=Label("申请放宽的必填", "needed where a relaxation is asked for")),
    Field("relaxation_reason", Label("服务能力和成效说明", "Strong ability and results, in writing"), required=False,
          when=Label("申请放宽的必填", "needed where a relaxation is asked for")),
)  # fmt: skip

APPLICATION = Asks(
    (
        Field("institution_name", Label("机构名称", "Name of the institution"), max_length=100),
        Field("kind", Label("机构类型", "Kind of institution"), "choice", choices=KINDS),
        Field("service_classes", Label("专业服务类别", "Classes of service"), "list", required=False, choices=CLASSES,
              max_length=len(CLASSES), when=Label("专业机构必选，至少一类", "a professional institution: one or more")),
        Field("functions", Label("综合服务功能", "Comprehensive functions"), "list", required=False, choices=FUNCTIONS,
              max_length=len(FUNCTIONS),
              when=Label("综合机构必选，须全部具备", "a comprehensive institution: all of them")),
        Field("legal_form", Label("组织形式", "Legal form"), "choice", choices=LEGAL_FORMS),
        Field("area", Label("所在市州", "City or prefecture"), max_length=60),
        Field("address", Label("经营服务场所地址", "Address of the premises"), max_length=200),
        *NUMBERED,
        *DECLARED,
        Field("innovation", Label("特色优势和示范性", "What stands out in new ways of service"), max_length=10000),
        *RELAXATION,
        Field("contact_name", Label("联系人", "Contact person"), max_length=60, personal=CONTACT),
        Field("contact_phone", Label("联系电话", "Telephone"), max_length=40, personal=CONTACT),
    ),
    (
        Paper("report", Label("申请报告", "Report")),
        Paper("licence", Label("法人证书或营业执照副本", "Licence")),
        Paper("premises_proof", Label("固定场所证明", "Proof of premises")),
        Paper("service_evidence", Label("开展服务的证明材料", "Evidence of services")),
        Paper("other_evidence", Label("其他证明和盖章的真实性声明", "Other evidence, with a sealed statement of truth")),
        Paper("credit_screenshots", Label("注明来源的征信截图", "Credit screenshots with their source")),
        Paper("relaxation_proof", Label("县级及以上认定、表彰或资金支持的证明", "Proof of the ground of the relaxation"),
              required=False, when=Label("申请放宽的必交", "needed where a relaxation is asked for")),
    ),
)  # fmt: skip
