"""Hubei 1: every rule of the measures with its id, in our own words."""

from workflows.form import Label
from workflows.rulebook import Gap, Rule

_RULES = (
    ("HB-3", "动态管理", "Dynamic management: what the register says is kept up to date."),
    ("HB-4", "申报主体：综合服务机构和专业服务机构", "Applicants: comprehensive and professional institutions."),
    (
        "HB-5",
        "基本条件逐项按数核对；有依据的可放宽",
        "The basic conditions, checked by number; a relaxation needs its ground.",
    ),
    ("HB-6", "综合服务机构的功能", "The functions of a comprehensive institution."),
    ("HB-7", "专业服务机构至少一类", "A professional institution: at least one of nine classes."),
    ("HB-8", "特色优势和示范性", "Stands out in new ways of service."),
    (
        "HB-9",
        "市州中心推荐本地区机构，协会商会推荐会员，省中心业务部门比照",
        "City centres recommend in their area, associations their members, departments of the centre everywhere.",
    ),
    ("HB-10", "测评、初评并填写推荐表", "Recommenders evaluate, review first, and fill in the recommendation form."),
    ("HB-11", "六类材料", "Six kinds of material."),
    ("HB-12", "省中心评审并公示 5 个工作日", "The centre reviews and publicises for 5 working days."),
    ("HB-13", "授予称号并授牌", "Title and plaque."),
    ("HB-14", "每年一次，按申报通知", "Once a year, by call."),
    (
        "HB-15",
        "有效期三年，期满当年可再次申报；违法违规的撤销",
        "Valid 3 years; apply again in the year of expiry; revoked for a breach.",
    ),
    ("HB-16", "省中心统筹退出管理", "The centre runs exit."),
    ("HB-17", "谁推荐谁可提出退出建议", "Whoever recommended may propose exit."),
    ("HB-18", "年度考核与四种撤销情形", "The yearly assessment and the four grounds."),
    (
        "HB-19",
        "称号可供核验；推荐入联盟或服务工作站",
        "Titles can be verified; institutions are put forward for alliance and volunteer stations.",
    ),
    ("HB-20", "各地可参照开展", "Cities may hold their own selection."),
    (
        "HB-21",
        "市州中心、协会、商会可作为综合机构申报，也是推荐单位",
        "City centres and associations may apply, and recommend others.",
    ),
    ("HB-22", "解释权", "Who interprets."),
)
# What implements a rule that no step cites.
_BY = {
    "HB-19": ("register:titles",),
    "HB-20": ("out_of_scope",),
    "HB-22": ("out_of_scope",),
}

RULES = tuple(Rule(id, Label(zh, en), _BY.get(id, ())) for id, zh, en in _RULES)

GAPS = (
    Gap(
        Label("各环节的审核、决定没有时限", "No time limit for reviews and decisions."),
        Label("机构自定目标时限，到期提醒，不代为决定", "The office's own target: it reminds, and decides nothing."),
        near=None,
        waits=("certification", "objection", "change", "assessment", "revocation", "plaque", "reversal"),
    ),
    Gap(
        Label("有公示而无异议程序", "A publicity, and no procedure for objections."),
        Label(
            "公示期内可向省中心提出异议，由省中心核实",
            "Anyone may object to the centre within the period; it investigates.",
        ),
        near="HB-12",
    ),
    Gap(
        Label("年自主公益服务的达标数未规定", "The target for own public service isn't given."),
        Label("由省中心随年度考核下达", "The centre sets it with the year's assessment."),
        near="HB-18",
    ),
    Gap(
        Label("撤销前没有听取意见的规定", "No hearing before a revocation."),
        Label("送达后 5 个工作日内可陈述申辩", "The party may speak within 5 working days of service."),
        near="HB-16",
    ),
    Gap(
        Label("整改没有期限", "No time for rectification."),
        Label("30 日", "30 days."),
        near="HB-18",
    ),
)
