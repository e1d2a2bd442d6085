"""Forms that many steps ask for: a reason, an opinion, a list of gaps, an objection."""

from workflows.form import Asks, Field, Label, Paper

REASON = Asks((Field("reason", Label("理由", "Reason")),))
WITHDRAWAL = Asks(
    (
        Field("reason", Label("撤回理由", "Why it is withdrawn"),
              hint=Label("将公布在公告页面上，请勿写入个人信息", "shown on the notice's public page: write nothing about a person")),
    )
)  # fmt: skip
OPINION = Asks((Field("opinion", Label("意见", "Opinion")),))
CLOSING = Asks((Field("reason", Label("撤回原因", "Why"), required=False),))
GAPS = Asks(
    (
        Field("gaps", Label("须补正的全部内容（每行一项）", "Everything that is missing (one a line)"), "list", max_length=50,
              hint=Label("一次性告知：请一次列全", "Say it all at once: one list, complete")),
    )
)  # fmt: skip
PROOF_OF_END = Asks(
    (Field("reason", Label("情况说明", "What happened")),),
    (Paper("proof_of_end", Label("主体注销等证明", "Proof that the party no longer exists")),),
)
ENDED_BY = Asks((Field("ended_by", Label("终止本件的办件", "The case that ended it"), "case"),))
REJECTION = Asks(
    (
        Field("ground", Label("依据", "Ground"), "choice", choices=(
            ("upheld_objection", Label("异议成立", "An objection was upheld")),
            ("condition_lapsed", Label("经核实不再符合条件", "A condition no longer holds")),
        )),
        Field("reason", Label("理由", "Reason")),
        Field("heard_on", Label("听取申请人意见的日期", "The applicant was heard on"), "date", required=False),
    )
)  # fmt: skip

# What fields are asked for that tell of a person (workflows/personal.py).
CONTACT = Label("就本办件联系", "to reach somebody about this case")
SERVES = Label("公布谁提供服务，并联系到本人", "to say publicly who serves enterprises, and to reach them")
FITNESS = Label("核实是否符合服务专员条件", "to see whether somebody may serve as a commissioner")
SIGNS = Label("说明谁代表单位签署", "to say who signed for the organisation")
REGISTER = Label("更正名册所载内容，其中可能有人名和电话", "to correct the register, which names persons, too")
OBJECTOR = Label("核实异议人身份并告知结果", "to know who objects, and to tell the outcome")
REACHED_BY = Label("电话、邮箱或通信地址", "telephone, e-mail or postal address")
SIDES = (("unit", Label("单位", "a unit")), ("person", Label("个人", "a person")))
OBJECTION = Asks(
    (
        Field("by", Label("异议人", "Who objects"), "choice", choices=SIDES),
        Field(
            "name",
            Label("单位名称或真实姓名", "Name of the unit, or real name"),
            required=False,
            when=Label("匿名来信可不填；受理前须补上", "may lack in an anonymous letter; needed to admit it"),
            max_length=200,
            personal=OBJECTOR,
        ),
        Field(
            "contact",
            Label("联系方式", "How to reach you"),
            required=False,
            when=Label("匿名来信可不填；受理前须补上", "may lack in an anonymous letter; needed to admit it"),
            max_length=200,
            personal=OBJECTOR,
            hint=REACHED_BY,
        ),
        Field("text", Label("异议内容和理由", "What you object to, and why"), max_length=10000),
    )
)
SEAL = Paper("seal_scan", Label("加盖公章的异议书", "The objection with the unit's seal"), required=False,
             when=Label("单位提出的须附，个人不必", "needed of a unit, not of a person"))  # fmt: skip
ADMISSION = Asks(
    (
        Field("note", Label("受理说明", "Note"), required=False),
        Field(
            "name",
            Label("补充的名称或姓名", "Name, where it was lacking"),
            required=False,
            max_length=200,
            personal=OBJECTOR,
        ),
        Field(
            "contact",
            Label("补充的联系方式", "Contact, where it was lacking"),
            required=False,
            max_length=200,
            personal=OBJECTOR,
        ),
    ),
    (SEAL,),
)
STATEMENT = Asks((Field("statement", Label("陈述", "Statement"), max_length=10000),))
FINDINGS = Asks((Field("findings", Label("核实情况和结论", "Findings"), max_length=10000),))
AMENDMENT = Asks((Field("findings", Label("更正内容", "What is corrected"), max_length=10000),))

NOTICE_KINDS = (
    ("publicity", Label("公示", "Publicity")),
    ("announcement", Label("公布", "Announcement")),
    ("revocation", Label("撤销公告", "Revocation")),
    ("correction", Label("更正", "Correction")),
)
NOTICE = Asks(
    (
        Field("kind", Label("种类", "Kind"), "choice", choices=NOTICE_KINDS),
        Field("title", Label("标题", "Title"), max_length=200),
        Field("text", Label("正文", "Text"), required=False, max_length=10000),
        Field("cases", Label("所列办件", "Cases on the list"), "list", of="case", max_length=500),
        Field("site_url", Label("官网页面网址", "Address of the official page"), required=False, max_length=500,
              hint=Label("公示必填", "needed for a publicity")),
        Field("published_at", Label("官网发布时刻", "Hour of the official page"), "datetime", required=False,
              hint=Label("公示期自此起算", "the publicity counts from it")),
        Field("about", Label("所更正或重新公示的原公告", "The notice that it corrects or repeats"), "case", required=False),
    )
)  # fmt: skip
