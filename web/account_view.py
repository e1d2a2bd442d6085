"""What the pages of accounts show an administrator, and from where that administrator looks."""

from typing import Any, NamedTuple, Self

from models import identity, passes, second_factor, sign_in
from models.account_acts import acts_on
from models.account_list import Seen
from models.database import Present
from models.reference import Office, Reference, current
from models.tokens import open_tokens
from web import auth
from web.installation import here
from web.problems import NotSignedIn
from workflows import account_rights
from workflows.actors import Actor, Role
from workflows.form import Label
from workflows.speaking import KINDS
from workflows.words import ROLES

MANY_ACTS = 50
ACTS = {
    "create": Label("建立账号", "Account made"),
    "grant": Label("授予角色", "Role granted"),
    "revoke": Label("收回角色", "Role revoked"),
    "disable": Label("停用", "Disabled"),
    "enable": Label("恢复", "Enabled"),
    "end_sessions": Label("结束全部登录", "All sessions ended"),
    "invite": Label("发出邀请", "Invited"),
    "password": Label("设置密码", "Password set"),
    "reset_second_factor": Label("重置身份验证器", "Authenticator reset"),
    "token": Label("发出接口令牌", "API token given"),
    "end_token": Label("作废接口令牌", "API tokens ended"),
    "speak_for": Label("关联所代表的对象", "Speaks for somebody more"),
    "be_silent": Label("解除所代表的对象", "Speaks for somebody no more"),
    "sign_in": Label("登录", "Signed in"),
    "sign_out": Label("退出", "Signed out"),
    "ask_to_speak": Label("申请成为单位联系人", "Asked to speak for a unit"),
    "not_to_speak": Label("联系人申请被拒绝", "Ask to speak for a unit declined"),
    "link": Label("关联统一身份认证", "Linked to the identity provider"),
}


class Desk(NamedTuple):
    """An administrator with the offices within reach."""

    actor: Actor
    reference: Reference
    reach: set[str]
    homeless: bool

    @classmethod
    def of(cls, present: Present) -> Self:
        actor, reference = auth.actor_of(present.visitor), current(present.connection)
        if actor is None:
            raise NotSignedIn
        homeless = account_rights.sees_homeless(actor, reference)
        return cls(actor, reference, account_rights.reach(actor, reference), homeless)

    def offices(self) -> list[Office]:
        """Those within reach, in the order of their codes."""
        return [self.reference.offices[code] for code in sorted(self.reach)]

    def roles(self) -> list[tuple[str, Label]]:
        """What can be granted; at which office is judged when it is."""
        return [(role.value, ROLES[role]) for role in account_rights.GRANTABLE]

    def held(self, account: Seen) -> list[tuple[str, str, Label, Office]]:
        return [(role, office, ROLES[Role(role)], self.reference.offices[office]) for role, office in account.grants]


def details(present: Present, desk: Desk, account: Seen) -> dict[str, Any]:
    """The values of templates/account/one.html."""
    connection, settings = present.connection, here().settings
    return {
        "account": account,
        "desk": desk,
        "managed": account_rights.manages(desk.actor, account.id, account.offices, desk.reference),
        "own": account.id == desk.actor.account,
        "keeper": desk.reference.offices.get(account.keeper or ""),
        "tokens": open_tokens(connection, account.id, present.now),
        "kinds": KINDS,
        "sessions": sign_in.open_sessions(connection, account.id, present.now),
        "factor": second_factor.factor(connection, account.id) if settings.asks_second_factor else None,
        "invited_until": passes.invited_until(connection, account.id, present.now),
        "oidc": settings.oidc,
        "subject": identity.subject_of(connection, account.id) if settings.oidc else None,
        "acts": acts_on(connection, account.id, MANY_ACTS),
        "act_words": ACTS,
        "role_words": ROLES,
        "offices": desk.reference.offices,
        "address": None,
    }
