"""Jiangsu 2022: what an appeal's steps ask for (notice, parts 2 and 3 (3))."""

from workflows.form import Asks, Field, Label, Paper

# The five kinds of service of part 2: what an enterprise may ask for.
KINDS = (
    ("difficulty", Label("生产经营困难", "a difficulty of the business")),
    ("policy", Label("惠企政策咨询", "policies for enterprises")),
    ("resources", Label("资金、人才、技术、市场等资源对接", "funds, people, technology, markets")),
    ("capability", Label("能力提升", "building capability")),
    ("rights", Label("权益保障", "protection of rights")),
)

REQUEST = Asks(
    (
        Field("kind", Label("诉求类别", "Kind"), "choice", choices=KINDS),
        Field("summary", Label("诉求摘要", "Summary"), max_length=200),
        Field("content", Label("具体内容和期望结果", "What it is about, and what is hoped for"), max_length=10000),
    ),
    (Paper("evidence", Label("相关材料", "Papers"), required=False),),
)
RESULT = Asks((Field("result", Label("办理结果", "Result"), max_length=10000),))
REFERRAL = Asks((Field("reason", Label("专员无法解决的原因", "Why it can't be solved by the commissioner")),))
BY_POLICY = Asks(
    (
        Field("fixed_by_policy", Label("属政策刚性约束规定的事项", "The matter is fixed by policy"), "bool"),
        Field("policy", Label("政策名称和条款", "The policy and its clause"), max_length=500),
        Field("explanation", Label("向企业的解释", "Explanation to the enterprise")),
    )
)
DIVISION = Asks(
    (
        Field("division", Label("承办处（科）室", "Division"), max_length=100),
        Field("note", Label("办理要求", "What is asked of it"), required=False),
    )
)
PEER = Asks(
    (
        Field("department", Label("拟转办的同级部门", "Peer department"), max_length=100),
        Field("reason", Label("转办理由", "Reason")),
    )
)
PEER_ANSWER = Asks(
    (Field("result", Label("该部门的答复", "The department's reply"), max_length=10000),),
    (Paper("department_reply", Label("答复函扫描件", "Scan of the reply")),),
)
