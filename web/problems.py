"""What the edge itself refuses: no such page, no visitor, too much, too often."""

from workflows.errors import Reason


class Problem(Exception):
    """A request that was not answered; `zh` and `en` say why, in sentences for the person who asked."""

    status: int = 400
    code: str = "malformed"
    zh: str = "这个请求不完整或格式有误。"
    en: str = "The request was incomplete or malformed."

    reasons: tuple[Reason, ...] = ()

    def __init__(self, zh: str | None = None, en: str | None = None) -> None:
        super().__init__(en or self.en)
        if zh and en:
            self.zh, self.en = zh, en


class NotFound(Problem):
    """Not there, or not for this visitor: the two are told alike."""

    status = 404
    code = "not_found"
    zh = "没有这个页面，或者您无权查看它。"
    en = "There is no such page, or it is not yours to see."


class NotSignedIn(Problem):
    """The page is for people with an account."""

    status = 401
    code = "not_signed_in"
    zh = "您尚未登录，或者登录已经结束。"
    en = "You are not signed in, or your session has ended."


class NotAllowed(Problem):
    """Signed in, but none of the visitor's roles has this right."""

    status = 403
    code = "not_permitted"
    zh = "您的角色不能做这件事。"
    en = "None of your roles may do this."


class TooMany(Problem):
    """Too many tries in a short time."""

    status = 429
    code = "too_many"
    zh = "短时间内次数过多。"
    en = "Too many tries in a short time."

    def __init__(self, zh: str, en: str, wait: int) -> None:
        super().__init__(zh, en)
        self.wait = wait  # seconds


class ClockOff(Problem):
    """A clock can't be trusted, so nothing is done that can't be taken back."""

    status = 503
    code = "try_again"
    zh = "系统时钟异常，为避免时间有误，不可撤回的步骤已暂停。未作任何改动；管理员已收到告警，请稍后再试。"
    en = (
        "The system's clock is off, and steps that can't be taken back are stopped until it is right. "
        "Nothing was changed; the administrator is alarmed. Please try again later."
    )
