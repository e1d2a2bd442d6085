"""What the columns of the database keep of persons, each with its purpose, its readers and its end."""

from models.retention import FILINGS, SESSIONS, SIGN_INS, TOKENS
from workflows.form import Label
from workflows.keeping import (
    NOBODY,
    OFFICE,
    ONESELF,
    PARTY,
    TO_SIGN_IN,
    WHO_ACTED,
    WITH_ACCOUNT,
    WITH_CASE,
    Kept,
)
from workflows.kept_beside import DESKS, EDGE

COLUMNS = (
    Kept(
        "users.name, users.display",
        Label("登录名、姓名", "sign-in name, display name"),
        Label("登录、说明何人办理", "signing in, and saying who acted"),
        Label(
            "本人、本单位账号管理员；办件记录的读者见姓名", "as above; who reads a case's history sees the display name"
        ),
        WITH_ACCOUNT,
    ),
    Kept(
        "users.password, second_factors.salt, second_factors.offered, recovery_codes.digest, sessions.digest, "
        "tokens.digest, passes.digest",
        Label("密码与凭证的摘要", "hashes and digests of passwords and credentials"),
        TO_SIGN_IN,
        NOBODY,
        Label(
            f"更换或账号停用时失效；登录凭证和令牌结束 {TOKENS} 天后删除",
            f"void when replaced or the account is disabled; sessions and tokens go {TOKENS} days after their end",
        ),
    ),
    Kept(
        "identities.subject",
        Label("统一身份认证的标识", "the identity provider's name for the person"),
        TO_SIGN_IN,
        ONESELF,
        Label("关联解除时删除", "until the link is taken away"),
    ),
    Kept(
        "sessions.agent",
        Label("浏览器名称、登录时间", "the browser's name, times of signing in"),
        Label("本人识别陌生登录", "so that one notices a strange session"),
        ONESELF,
        Label(f"登录后 {SESSIONS} 天", f"{SESSIONS} days after signing in"),
    ),
    Kept(
        "sign_in_tries.name",
        Label("登录名的摘要", "a digest of a sign-in name"),
        Label("防止猜测密码", "against the guessing of passwords"),
        NOBODY,
        Label("15 分钟", "15 minutes"),
    ),
    Kept(
        "contacts.number, contacts.name, contact_asks.number, contact_asks.name, contact_asks.user_id",
        Label("代表的单位或个人", "the organisation or person that one speaks for"),
        Label("确定谁是申请人", "to know who is the applicant"),
        ONESELF,
        WITH_ACCOUNT,
    ),
    Kept(
        "account_acts.by, account_acts.user_id, grants.user_id",
        Label("账号和授权的变更、登录和退出", "changes of accounts and grants, signing in and out"),
        Label("说明谁授予了权限", "to say who granted what"),
        Label("本人、账号管理员、审计员", "oneself, account administrators, auditors"),
        Label(
            f"登录和退出 {SIGN_INS} 天；授权变更不删除，账号以不透明编号出现",
            f"signing in and out: {SIGN_INS} days; changes are kept, and name accounts by an opaque id",
        ),
    ),
    Kept(
        "entries.actor, cases.filers, materials.uploaded_by, appointments.expert",
        Label("办理人的不透明编号", "opaque ids of those who acted"),
        WHO_ACTED,
        PARTY,
        Label("不删除：编号之外的姓名可在账号中删除", "kept: the name behind the id stands with the account alone"),
    ),
    *DESKS,
    *EDGE,
    Kept(
        "cases.subject_name, cases.subject_number, cases.parties, cases.search, parties.number",
        Label("办件对象", "whom a case is about"),
        Label("办理和公示", "to handle the case and to publish its outcome"),
        PARTY,
        WITH_CASE,
    ),
    Kept(
        "cases.data, disclosures.opened",
        Label("填报内容、意见、备注、代收人所代之人", "forms, opinions, comments, for whom paper was received"),
        Label("办理和举证", "to handle the case and to prove how"),
        PARTY,
        WITH_CASE,
    ),
    Kept(
        "materials.name",
        Label("材料及其文件名", "files and their names"),
        Label("证明申请条件、支持异议", "to prove conditions, to support an objection"),
        PARTY,
        WITH_CASE,
    ),
    Kept(
        "commissioners.name, commissioners.account, commissioners.data, commissioners.search",
        Label("服务专员的姓名、单位、条件", "commissioners: name, unit, what qualifies them"),
        Label("公布和考核谁为企业服务", "to say who serves enterprises, and to assess it"),
        Label(
            "办件机构及其上级；办法规定公开的项目为社会公众", "their offices; the public, where the book publishes it"
        ),
        WITH_CASE,
    ),
    Kept(
        "titles.data, register_values.value",
        Label("名册中的负责人、联系人、电话及其变更", "heads, contacts and telephones in registers, now and before"),
        Label("联系持牌单位", "to reach whoever holds a title"),
        OFFICE,
        WITH_CASE,
    ),
    Kept(
        "ledger.content, ledger.result, ledger.problems, ledger.entered_by, confirmations.confirmed_by",
        Label("服务台账", "the ledger of services"),
        Label("考核和汇总", "to assess and to sum up"),
        OFFICE,
        WITH_CASE,
    ),
    Kept(
        "assessment_runs.set_by, assessment_runs.agreed_by, imports.by, instruments.entered_by, reckonings.made_by",
        Label("设置人的不透明编号", "opaque ids of those who set something"),
        WHO_ACTED,
        OFFICE,
        WITH_ACCOUNT,
    ),
    Kept(
        "mailboxes.address, messages.user_id, letters.user_id",
        Label("接收消息的邮箱；收到的消息", "the address for letters; which messages one got"),
        Label("把办件进展告知本人", "to tell people how their cases go"),
        ONESELF,
        Label("邮箱由本人删除；消息随案卷", "the address until oneself removes it; messages with the case's file"),
    ),
    Kept(
        "witnesses.address",
        Label("检查点保管人的邮箱", "the address of who keeps checkpoints outside"),
        Label("每日发送检查点，供日后核验", "to send a checkpoint a day, which proves later what stood here"),
        Label("审计员、系统设置管理员", "auditors and settings administrators"),
        Label("从设置中删去为止", "until it is taken out of the settings"),
    ),
    Kept(
        "receipts.digest",
        Label("异议查询码的摘要", "a digest of an objection's code"),
        Label("异议人查询进展", "so that whoever objected can follow it"),
        NOBODY,
        WITH_CASE,
    ),
    Kept(
        "filings.source, filings.words",
        Label("异议来源地址和内容的加密摘要", "keyed digests of an objection's address and of its words"),
        Label("提示审定人留意批量或重复的异议", "to mark, for who decides, objections that are many or the same"),
        NOBODY,
        Label(f"{FILINGS} 天", f"{FILINGS} days"),
    ),
    Kept(
        "titles.name, titles.operator, titles.address, titles.search, notices.title, notices.content",
        Label("登记和公示的单位、名称、地址", "organisations, names and addresses, as registered and published"),
        Label("公示和公布", "publication"),
        Label("社会公众", "the public"),
        WITH_CASE,
    ),
    Kept(
        "log",
        Label(
            "登录、被拒绝的请求、管理操作：账号编号、路径模板、办件编号",
            "signing in, refused requests, administration: an account's id, a route's pattern, a case's number",
        ),
        Label("发现滥用", "to notice abuse"),
        Label("系统运维人员", "whoever runs the machine"),
        Label("由运维设定，建议不超过 6 个月", "as its operator sets it; six months at most are advised"),
    ),
    Kept(
        "limiter",
        Label("来访网络地址", "the network address that is asked from"),
        Label("限制请求频率", "to limit rates"),
        Label("系统运维人员", "whoever runs the machine"),
        Label("一小时以内", "an hour at most"),
    ),
)
