"""Why an attempt was not taken: one small tree; when one of these is the answer, nothing has changed."""

from typing import ClassVar, NamedTuple


class Reason(NamedTuple):
    """A sentence that the reader can act on, in both languages."""

    code: str
    zh: str
    en: str
    field: str | None = None


class StepError(Exception):
    """A step could not be taken."""

    code: ClassVar[str] = "error"
    status: ClassVar[int] = 500
    zh: ClassVar[str] = "未能办理此步骤。"

    def __init__(self, *reasons: Reason) -> None:
        super().__init__("; ".join([type(self).__doc__ or "", *(r.en for r in reasons)]))
        self.reasons = reasons

    @property
    def en(self) -> str:
        return type(self).__doc__ or ""


class NotFound(StepError):
    """There is no such case, or it is not yours to see."""

    code, status, zh = "not_found", 404, "没有这个办件，或者您无权查看。"


class Stale(StepError):
    """The case moved on after you last saw it. What you typed is kept: look again and decide anew."""

    code, status, zh = "stale_version", 409, "办件在您查看之后已有新进展。您填写的内容已保留，请查看最新情况后再办理。"


class UnknownStep(StepError):
    """This step does not leave the case's present state."""

    code, status, zh = "wrong_state", 409, "办件当前所处环节没有这个步骤。"


class NotDue(StepError):
    """The clock is early, or its deadline was replaced."""

    code, status, zh = "not_due", 409, "期限尚未届满，或者期限已经改变。"


class NotPermitted(StepError):
    """This step belongs to someone else."""

    code, status, zh = "not_permitted", 403, "此步骤由他人办理。"


class OpenedBySystem(StepError):
    """Cases of this kind are opened by the system, not by hand."""

    code, status, zh = "opened_by_system", 403, "此类办件由系统开立，不能手工新建。"


class Expired(StepError):
    """The period for this step is over."""

    code, status, zh = "deadline_passed", 409, "办理此步骤的期限已经届满。"


class KeyReused(StepError):
    """This idempotency key was already used for something else. Send a new key."""

    code, status, zh = "key_reused", 409, "该幂等键已用于其他内容，请换一个新键。"


class Invalid(StepError):
    """Some of what was sent is missing or not as asked. Nothing was changed; correct it and send it again."""

    code, status, zh = "invalid", 422, "填报内容有缺漏或不符合要求。未作任何改动，请更正后重新提交。"


class Refused(StepError):
    """The conditions for this step are not met."""

    code, status, zh = "refused", 422, "尚不符合办理此步骤的条件。"


class Conflict(StepError):
    """Another case holds what only one may hold."""

    code, status, zh = "limit_reached", 409, "已达上限，或者名额已被其他办件占用。"


class Failed(StepError):
    """Something went wrong on our side. Nothing was changed; the error is recorded and will be looked at."""

    code, status, zh = "failed", 500, "系统出现错误，未作任何改动；错误已记录，将予处理。"
