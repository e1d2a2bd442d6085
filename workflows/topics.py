"""What a message says: a kind and a sentence in both languages for each topic that isn't a step's own."""

import re
from typing import Any, Literal, NamedTuple

from workflows.form import Label
from workflows.instants import until

Kind = Literal["act", "told", "deadline", "system"]
BLANK = re.compile(r"\{(\w+)\}")

KINDS: dict[Kind, Label] = {
    "act": Label("待您办理", "For you to act"),
    "told": Label("知悉", "For your information"),
    "deadline": Label("期限", "Deadlines"),
    "system": Label("系统", "The system"),
}


class Topic(NamedTuple):
    """One kind of message: its words, and the names of the values that they need."""

    kind: Kind
    words: Label

    @property
    def blanks(self) -> frozenset[str]:
        return frozenset(BLANK.findall(self.words.zh))

    def say(self, given: dict[str, Any]) -> Label:
        """The sentence with its values; those named `..._at` are instants."""
        shown = {name: _shown(name, value) for name, value in given.items()}
        return Label(*(sentence.format_map(shown) for sentence in self.words))


def _shown(name: str, value: Any) -> str:
    return until(value) if name.endswith("_at") else str(value)


# Values: numbers, codes and times, never anything that tells of a person. A topic is never renamed: old messages are
# read by it, too.
TOPICS: dict[str, Topic] = {
    "told": Topic("told", Label("请贵机构知悉此办件的这一变化", "Your office should know of this change")),
    "assigned": Topic("act", Label("此件已分派给您办理", "This case was given to you")),
    "remind": Topic("act", Label("催办：请尽快办理此件", "A reminder: please act on this case")),
    "supervise": Topic("act", Label("督办：上级机构要求尽快办理此件", "Supervised from above: act on this case")),
    "copied": Topic("told", Label("此件已抄送给您", "A copy was sent to you to read")),
    "remark": Topic("told", Label("承办机构就此件给您留言", "The office wrote to you about this case")),
    "target_near": Topic(
        "deadline",
        Label("本机构承诺时限将到：{target_at}", "The office's own target is near: {target_at}"),
    ),
    "target_over": Topic(
        "deadline",
        Label("本机构承诺时限已过：{target_at}", "The office's own target has passed: {target_at}"),
    ),
    "correction_near": Topic(
        "deadline",
        Label(
            "补正时限将到：{target_at}，请补正后重新提交",
            "The time to correct what was returned is nearly over: {target_at}. Correct it and send it again",
        ),
    ),
    "correction_over": Topic(
        "deadline",
        Label(
            "补正时限已过：{target_at}，申请人尚未补正；这段时间不计入本机构时限",
            "The time to correct has passed: {target_at}, and the applicant has not; none of it counts as the office's",
        ),
    ),
    "due_near": Topic("deadline", Label("法定期限将到：{due_at}", "The statutory deadline is near: {due_at}")),
    "expires_this_year": Topic(
        "deadline",
        Label(
            "称号（牌匾编号 {plaque}）有效至 {until}，本年度申报已开放，可以再次申报",
            "The title (plaque {plaque}) is valid until {until}: this year's call is open, and you may apply again",
        ),
    ),
    "calendar_missing": Topic(
        "system",
        Label(
            "{year} 年的放假调休通知尚未录入，请在公布后导入",
            "The notice on {year}'s holidays is not in yet: import it",
        ),
    ),
    "timers_failed": Topic(
        "system",
        Label(
            "{count} 项到期事项办理失败，已停止重试（首件 {number}）：请到“运行期限”查看并重试",
            "Timers that failed and are tried no more: {count}, the first of case {number}. Look at them, "
            "and let them be tried again",
        ),
    ),
    "clock_off": Topic(
        "system",
        Label(
            "时钟偏差 {seconds} 秒，到期事项和不可撤回的步骤已暂停：请校准时钟，然后重启",
            "A clock is {seconds} s off, and what can't be taken back is stopped: set it right, then restart",
        ),
    ),
    "sweep_behind": Topic(
        "system",
        Label(
            "到期事项办理滞后 {minutes} 分钟；法定日期不受影响，请查看系统状况",
            "Due timers wait for {minutes} min by now. No legal date changes by it; look at the system's health",
        ),
    ),
    "disk_small": Topic(
        "system",
        Label(
            "数据盘只剩 {megabytes} MB：请清理或扩容", "Only {megabytes} MB are left on the disk of the data: make room"
        ),
    ),
    "letters_dead": Topic(
        "system",
        Label(
            "{count} 封信件无法送达，已停止重试", "Letters that could not be delivered and are tried no more: {count}"
        ),
    ),
    "messages_given_up": Topic(
        "system",
        Label(
            "{count} 条消息无法分发，已停止重试", "Messages that could not be handed out and are tried no more: {count}"
        ),
    ),
    "checkpoints_unsent": Topic(
        "system",
        Label(
            "检查点多次未能发给 {count} 个保管邮箱：请检查 YIZHAN_WITNESS_MAIL 和发信服务器",
            "Witnesses whom no checkpoint could be sent to, by several tries: {count}. Look at YIZHAN_WITNESS_MAIL, "
            "and at the mail server",
        ),
    ),
    "history_wrong": Topic(
        "system",
        Label("历史记录核验发现改动：{place}；请立即查明", "The history was changed: {place}. Find out at once"),
    ),
}
