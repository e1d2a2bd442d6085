"""Wuhan 2026: every rule of the measures with its id, in our own words; what implements it; where the text is silent."""

from workflows.form import Label
from workflows.rulebook import Gap, Rule

_RULES = (
    (
        "WH-2",
        "市局认定服务站；服务站有载体和服务区域",
        "The bureau certifies stations; a station has a carrier and an area that it serves.",
    ),
    ("WH-3", "专员分驻站和机动两类", "Commissioners are resident or mobile."),
    ("WH-4", "各级站明确站长和联系人", "Headquarters, districts and stations name a head and a liaison."),
    ("WH-5", "市总站统筹、培训、考核、备案、调配", "Headquarters plans, trains, assesses, files and dispatches."),
    ("WH-6", "区分站在辖区内审核推荐、协调、监督", "A district reviews and recommends stations of its own area."),
    ("WH-7", "服务站设在各类载体的基层", "Stations stand with streets, parks, buildings and bodies."),
    ("WH-8", "鼓励区级下放职能", "A district may pass work on to a station."),
    ("WH-9", "服务站响应诉求、汇总分析", "Stations answer appeals and sum them up."),
    ("WH-10", "专员走访、台账、诉求跟进和反馈", "Commissioners visit, keep a ledger, follow appeals up and feed back."),
    ("WH-11", "服务记录以平台为准；推荐先进", "Service records are the platform's; excellent workers are recommended."),
    ("WH-12", "服务站设立的基本条件", "The basic conditions of a station."),
    ("WH-13.1", "申报材料提交所在区分站", "The application goes to the district."),
    (
        "WH-13.2",
        "区分站初审推荐，市总站择优认定并授牌",
        "The district recommends, headquarters certifies the best and awards the plaque.",
    ),
    ("WH-14", "专员的基本条件，由本人声明", "The conditions of a commissioner, by the person's own declaration."),
    (
        "WH-15.1",
        "驻站由单位填报，机动由个人填报并经单位同意",
        "Residents are filed by the unit; mobile ones by themselves with the employer's consent.",
    ),
    ("WH-15.2", "市总站核实后及时备案并公布", "Headquarters verifies, files promptly and publishes."),
    ("WH-16", "名称、标识和牌匾由市总站统一制发", "Names, signs and plaques come from headquarters' one register."),
    ("WH-17", "变更自变更起 15 个工作日内报告", "Changes are reported within 15 working days."),
    ("WH-18.1", "自行退出：申请、核实、注销", "Voluntary exit: apply, verify, deregister."),
    (
        "WH-18.1a",
        "视为自行退出：6 个月未激活账户，或年度服务记录为零",
        "Deemed exit: account not activated in 6 months, or no record in a year.",
    ),
    ("WH-18.2", "责令退出的四种情形", "The four grounds of an ordered exit."),
    ("WH-20", "市级资金纳入年度预算", "The city budgets yearly."),
    ("WH-21", "区级配套并列入预算", "Districts budget their own part."),
    ("WH-22", "每年考核区分站和服务站", "Districts and stations are assessed every year."),
    ("WH-23", "分级奖励，每站每年不超过 30 万元", "Tiered reward, at most 300,000 CNY a site and year."),
    (
        "WH-24",
        "弄虚作假的撤销荣誉、追回资金，情节重的撤牌或取消备案",
        "Deceit: honour and reward are taken back, by severity the plaque or the filing.",
    ),
    ("WH-25", "施行期 2026-05-29 至 2029-05-28", "Applies from 2026-05-29 to 2029-05-28."),
)
# What implements a rule beside the steps that cite it.
_BY = {
    "WH-4": ("field:certification.head", "field:certification.liaison", "register:titles"),
    "WH-7": ("field:certification.carrier",),
    "WH-8": ("office",),
    "WH-9": ("ledger:service", "ledger:visit", "view:appeals_of_quarter"),
    "WH-10": ("ledger:service", "ledger:visit"),
    "WH-11": ("ledger:platform", "office"),
    "WH-25": (
        "guard:not_open",
        *(f"lifecycle:{name}" for name in ("revocation", "exit", "change", "complaint", "clawback")),
    ),
}

RULES = tuple(Rule(id, Label(zh, en), _BY.get(id, ())) for id, zh, en in _RULES)

GAPS = (
    Gap(
        Label("各环节的审核、决定没有时限", "No time limit for reviews and decisions."),
        Label("机构自定目标时限，到期提醒，不代为决定", "The office's own target: it reminds, and decides nothing."),
        near=None,
        waits=(
            "certification",
            "filing",
            "appeal",
            "complaint",
            "change",
            "reward",
            "clawback",
            "exit",
            "revocation",
            "plaque",
            "reversal",
        ),
    ),
    Gap(
        Label("本办法尚为征求意见稿", "The measures are a draft for comment."),
        Label(
            "录入印发文号和日期前，正式环境不开立办件",
            "Production opens no case before the issuing document is entered.",
        ),
        near="WH-25",
    ),
    Gap(
        Label("第二条称市局认定，第十三条由市总站认定", "Article 2 lets the bureau certify, article 13 headquarters."),
        Label("文书署市局，由市总站办理", "Papers name the bureau; headquarters takes the step."),
        near="WH-13.2",
    ),
    Gap(
        Label("责令退出前没有听取意见的规定", "No hearing before an ordered exit."),
        Label("送达后 5 个工作日内可陈述申辩", "The party may speak within 5 working days of service."),
        near="WH-18.2",
    ),
    Gap(
        Label("6 个月和年度自何时起算", "From when the 6 months and the year run."),
        Label(
            "自账户发放之日起算；年度为整个自然年；提前 30 日提醒",
            "From the account's issue; a whole calendar year; a warning 30 days ahead.",
        ),
        near="WH-18.1a",
    ),
    Gap(
        Label("施行期满后如何办理", "What follows the end of the measures."),
        Label(
            "不再新办；变更、退出、投诉、责令退出、追回继续办理并注明",
            "Nothing new; change, exit, complaint, ordered exit and clawback go on, marked.",
        ),
        near="WH-25",
    ),
)
