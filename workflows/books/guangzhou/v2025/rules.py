"""Guangzhou 2025: every rule of the guideline (GZ) and the convention (GZC) with its id, in our own words."""

from workflows.form import Label
from workflows.rulebook import Gap, Rule

_RULES = (
    (
        "GZ-3.1",
        "市局认定，区级推荐并监督，总站统筹协调",
        "The bureau certifies, districts recommend and supervise, headquarters coordinates.",
    ),
    ("GZ-3.2", "向企业输送服务，定期报送区域情况", "Stations carry services to enterprises and report on their area."),
    ("GZ-3.3.1", "服务场所与统一标识", "Premises and a unified sign."),
    (
        "GZ-3.3.2",
        "每站至少 2 名专职人员；总站 2 至 4 名并组织培训",
        "At least 2 full-time staff a station; 2 to 4 at headquarters, which trains.",
    ),
    ("GZ-3.3.3", "参加主题月活动，每年宣讲至少 3 次", "Takes part in theme months; at least 3 talks a year."),
    ("GZ-3.4", "共性服务与个性服务的分类", "Classes of service: general and individual."),
    (
        "GZ-4.1.1",
        "每年认定一次，在当年申报通知的期限内申请",
        "Certification once a year, in the window of that year's call.",
    ),
    ("GZ-4.1.2", "五项认定条件", "The five conditions of certification."),
    (
        "GZ-4.1.3a",
        "向注册地所在区申请，区级初审后上报",
        "Application to the district of registration, which reviews and forwards.",
    ),
    ("GZ-4.1.3b", "总站组织专家评审并形成推荐意见", "Headquarters holds an expert review and forms a recommendation."),
    (
        "GZ-4.1.3c",
        "市局核定入围名单并在官网公示 5 个工作日",
        "The bureau fixes the shortlist and publicises it for 5 working days.",
    ),
    (
        "GZ-4.1.3d",
        "公示期内书面提出异议，由市局核实",
        "Objections in writing within the period; the bureau investigates.",
    ),
    ("GZ-4.1.3e", "期满后公布名单并发放牌匾", "After the period the bureau announces the list and issues plaques."),
    (
        "GZ-4.1.4",
        "签署公约，定期报送计划和总结",
        "A certified station signs the convention and reports plan and summary.",
    ),
    ("GZ-4.2", "有效期 3 年，期满申请复核", "Valid 3 years; then renewal."),
    ("GZ-4.3", "撤销称号的八种情形", "The eight grounds of revocation."),
    ("GZ-4.4", "重大变更在完成后 30 日内报告", "Changes are reported within 30 days of completion."),
    ("GZC-1.3", "建设服务数据库", "Registries of stations, institutions, enterprises and experts."),
    ("GZC-1.4", "总站专职人员与培训", "Headquarters' staff and training."),
    ("GZC-1.6", "定期走访并上报重点信息", "Regular visits and reports of key information."),
    (
        "GZC-1.7",
        "总站汇总、初步审核并提出推荐意见",
        "Headquarters sorts, reviews in a preliminary way, and recommends.",
    ),
    ("GZC-1.9", "年度总结和下一年度计划", "The year's summary and the next year's plan."),
    ("GZC-1.10", "退出机制：总站提出意见，市局审定", "Headquarters proposes revocation, the bureau decides."),
    ("GZC-2.2", "统一标识和至少 2 名专职人员", "Unified sign and at least 2 full-time staff."),
    (
        "GZC-2.3",
        "服务制度报总站备案；公益与有偿结合",
        "Service rules are filed with headquarters; free, low-fee or paid services.",
    ),
    ("GZC-2.4", "配合主题月和资源对接", "Takes part in theme months and resource matching."),
    ("GZC-2.5", "报送年度总结、计划和区域信息", "Reports summary, plan and the area's information."),
)

# What implements a rule where no step or duty cites it. "office": work of the offices that the system doesn't move;
# "out_of_scope": another system's, and listed as such.
_BY = {
    "GZ-3.1": ("offices:bureau, hq, district", "steps:certification, revocation"),
    "GZ-3.2": ("field:report.area", "ledger:service"),
    "GZ-3.3.1": ("field:certification.fixed_premises", "field:renewal.fixed_premises", "register:address"),
    "GZ-3.3.2": ("guard:at_least(full_time_staff, 2)", "office"),
    "GZ-3.3.3": ("ledger:talk", "ledger:activity", "field:assessment.talks_held"),
    "GZ-3.4": ("ledger:service",),
    "GZC-1.3": ("register:titles", "register:enterprises", "grant:expert", "out_of_scope: policies"),
    "GZC-1.4": ("office",),
    "GZC-1.6": ("ledger:visit", "field:report.area"),
    "GZC-2.2": ("guard:at_least(full_time_staff, 2)", "register:plaque"),
    "GZC-2.3": ("material:service_rules", "register:service_rules", "ledger:service"),
    "GZC-2.4": ("ledger:activity",),
}

RULES = tuple(Rule(id, Label(zh, en), _BY.get(id, ())) for id, zh, en in _RULES)

# Where the texts are silent, and what stands in until they speak: shown as such, never as law.
GAPS = (
    Gap(
        Label("各环节的审核、决定没有时限", "No time limit for reviews and decisions."),
        Label("机构自定目标时限，到期提醒，不代为决定", "The office's own target: it reminds, and decides nothing."),
        near=None,
        waits=("certification", "change", "assessment", "renewal", "report", "revocation", "plaque", "reversal"),
    ),
    Gap(
        Label("异议调查没有时限", "No time limit for investigating an objection."),
        Label("机构自定目标时限", "The office's own target."),
        near="GZ-4.1.3d",
        waits=("objection",),
    ),
    Gap(
        Label("第四部分（三）6 提到考核，但未规定如何考核", "An assessment is named and nowhere described."),
        Label(
            "总站经市局同意制定年度标准和截止日；整改期 30 日",
            "Headquarters sets the year's criteria and closing day with the bureau; 30 days to put things right.",
        ),
        near="GZ-4.3",
    ),
    Gap(
        Label("有效期按三年届满，申报通知每年一次", "A title ends to the day, a call comes once a year."),
        Label(
            "期满后显示“有效期满，待复核”，直至一次申报期截止；复核通过的自原期满日起算",
            "It shows “expired, awaiting renewal” until a call has closed; confirmed, it runs from the old end.",
        ),
        near="GZ-4.2",
    ),
    Gap(
        Label("区级能否不予上报没有规定", "Whether a district may keep an application back."),
        Label("区级可说明理由不予通过，市局可见", "It may reject with reasons, seen by the bureau."),
        near="GZ-4.1.3a",
    ),
    Gap(
        Label("公布当日是否计入公示期没有规定", "Whether the day of publication counts."),
        Label("依民法典，自次日起算", "The Civil Code: from the next day."),
        near="GZ-4.1.3c",
    ),
    Gap(
        Label("复议决定或者判决的后果没有规定", "What a reconsideration decision or a judgment does."),
        Label(
            "撤销原决定：名册恢复原状，必要时重新办理",
            "A reversal: the register as it stood, decided anew where needed.",
        ),
        near=None,
    ),
)
