"""Jiangsu 2022: every rule of the notice with its id, in our own words, and what implements it beside the steps."""

from workflows.form import Label
from workflows.rulebook import Gap, Rule

RULES = (
    Rule(
        "JS-1",
        Label(
            "每家国家级、省级专精特新企业配 1 名专员，每名专员不超过 5 家；市级服务国家级，县级服务省级，属地管理",
            "Every specialised enterprise has one commissioner, who has at most five; cities serve national-level"
            " enterprises, counties provincial-level ones, of their own area.",
        ),
        by=("guard:fewer_than", "constraint:a_commissioner_serves_five_at_most",
            "constraint:one_commissioner_an_enterprise", "register:enterprise"),
    ),
    Rule(
        "JS-1a",
        Label(
            "专员熟悉政策和生产经营、志愿服务，原则上为有中小企业服务经验的行政事业单位人员；例外须说明理由",
            "A commissioner knows policy and production, is willing, and is in principle on public staff with"
            " experience; an exception states its reason.",
        ),
        by=("guard:exception_reasoned",),
    ),
    Rule(
        "JS-2",
        Label("五类服务内容；诉求不含政策刚性约束事项", "Five kinds of service; matters fixed by policy are no appeals."),
        by=("ledger:category",),
    ),
    Rule(
        "JS-3.1",
        Label("每月联系不少于 1 次，每年走访不少于 3 次", "Contact at least once a month, at least 3 visits a year."),
        by=("ledger:contact", "ledger:visit", "view:contacts_owed"),
    ),
    Rule(
        "JS-3.2",
        Label("建立服务台账；半年情况由台账汇总，专员本人确认",
              "A ledger; a commissioner's half-year report is its sum, confirmed by that person."),
        by=("ledger:service", "register:confirmations"),
    ),
    Rule(
        "JS-3.3",
        Label("诉求由专员解决或提交专员办；分类办理、转办须经领导同意；跟踪反馈，事事有回音",
              "Appeals are solved by the commissioner or put to the office, which sorts them; a transfer needs the"
              " leader; nothing stays without an answer."),
    ),
    Rule(
        "JS-3.4",
        Label("定期例会；普遍性问题向上一级反映", "Regular meetings; common problems are reported upward."),
        by=("view:recurring_problems", "office"),
    ),
    Rule(
        "JS-4.2",
        Label("服务专员库；专班、专家组和联系群为名单", "The pool of commissioners; task force, experts and contact group are lists."),
        by=("register:commissioner", "office"),
    ),
    Rule(
        "JS-4.4",
        Label("每年举办服务专员培训", "Yearly training of commissioners."),
        by=("ledger:activity", "office"),
    ),
    Rule(
        "JS-4.5",
        Label("省级颁发专员证书并表扬激励", "The province issues certificates and commends."),
        by=("effect:enrols", "office"),
    ),
    Rule(
        "JS-5.1",
        Label("上报专员办信息表和专员库；调整信息及时报省", "Cities report office sheets and the pool; each change reaches the province at once."),
        by=("effect:enrols", "effect:removes", "register:commissioner"),
    ),
    Rule(
        "JS-5.2",
        Label("登记台账；6 月底和 12 月底后 7 个工作日内上报两张汇总表",
              "The ledger; within 7 working days of 30 June and 31 December cities report both summaries."),
        by=("duty:half_year_reports",),
    ),
)  # fmt: skip

GAPS = (
    Gap(
        Label("各环节的审核、决定没有时限", "No time limit for reviews and decisions."),
        Label("机构自定目标时限，到期提醒，不代为决定", "The office's own target: it reminds, and decides nothing."),
        near=None,
        waits=("enrolment", "assignment", "report", "reversal"),
    ),
    Gap(
        Label("诉求各环节没有办理时限", "No time limit for the steps of an appeal."),
        Label(
            "专员办设定：分类和内部办理 5 个工作日、同级部门 10 个工作日，逾期转上级督办；反馈后 10 个工作日无异议视为办结",
            "The office's own: 5 working days for sorting and handling, 10 for another department, then the higher office"
            " supervises; 10 after feedback without a word settle it.",
        ),
        near="JS-3.3",
        waits=("appeal",),
    ),
    Gap(
        Label("没有规定企业对办理结果的评价和异议", "Nothing is said of the enterprise's rating or dispute."),
        Label(
            "专员办设定：满意度 1-5，1、2 分报负责人；不认可的重新办理，第二次由上级办理",
            "The office's own: a rating of 1 to 5, of which 1 and 2 stand before the leader; a dispute is done again, a"
            " second one by the higher office.",
        ),
        near="JS-3.3",
    ),
    Gap(
        Label("没有规定专员的退出和接替", "Nothing is said of how a commissioner leaves or is succeeded."),
        Label(
            "专员办设定：出库即结束配备；接替在同一时刻完成，未办结诉求随之转交",
            "The office's own: leaving ends the assignments; a successor takes over in the same moment, open appeals with"
            " it.",
        ),
        near="JS-5.1",
    ),
)
