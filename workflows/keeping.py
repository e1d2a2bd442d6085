"""What is said of every kind of personal value: where it stands, what for, who sees it, until when; in usual words."""

from typing import NamedTuple

from workflows.form import Label


class Kept(NamedTuple):
    """One kind of personal value."""

    where: str  # table.column, several by commas; or book/edition/lifecycle.field
    what: Label
    purpose: Label
    seen_by: Label
    until: Label
    law: tuple[str, ...] = ("office",)  # rule ids, or the office's own rule


WITH_CASE = Label(
    "随案卷，按本单位档案规定；可依决定提前删除",
    "with the case's file, as the office's rules for records say; erased before on an order",
)
WITH_ACCOUNT = Label("账号存续期间；停用后随案卷", "while the account is there; once disabled, with the case files")
ONESELF = Label("本人、本单位账号管理员", "oneself, and the account administrators of one's office")
OFFICE = Label("办件机构及其上级、审计员", "the offices that handle the case and those above them, auditors")
PARTY = Label(
    "申请人、办件机构及其上级、审计员", "the applicant, the offices that handle the case and those above, auditors"
)
DECIDERS = Label(
    "该异议或投诉的审定人、代收人、投诉企业自己；审计员只知其有；被异议人、被投诉人不知",
    "who decides the objection or complaint, who took it in, and the enterprise that complains; an auditor learns that "
    "it is there; whom it is about never does",
)
NOBODY = Label("任何人都不能读出", "nobody can read it back")
TO_SIGN_IN = Label("登录、保护账号", "signing in, and keeping the account safe")
TO_SHARE = Label("机构内部分工", "to share out an office's work")
WHO_ACTED = Label("说明何人办理", "to say who acted")
