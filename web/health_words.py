"""What somebody should do about the installation's health, a sentence each in both languages."""

from collections.abc import Iterator

from models.health import SECOND, SMALL, Health
from workflows.form import Label


def troubles(health: Health, free: int) -> list[Label]:
    """What is wrong now, the worst first."""
    return list(_troubles(health, free))


def _troubles(h: Health, free: int) -> Iterator[Label]:
    if h.drifts:
        seconds = h.drift // SECOND
        yield Label(
            f"时钟偏差 {seconds} 秒，到期事项和不可撤回的步骤已暂停：请校准服务器与数据库的时钟，然后重启",
            f"A clock is {seconds} s off, and what can't be taken back is stopped: "
            "set the clocks of server and database right, then restart",
        )
    if h.late:
        yield Label(
            "时钟进程没有运行，到期事项无人办理：请启动 yizhan serve 或 yizhan scheduler",
            "No scheduler has looked for some time, so nothing falls due: start yizhan serve or yizhan scheduler",
        )
    if h.failed:
        yield Label(
            f"{h.failed} 项到期事项办理失败，已停止重试：请查看“运行期限”中的失败项",
            f"Failed timers, tried no more: {h.failed}. Look at those among the timers",
        )
    if h.dead or h.given_up:
        yield Label(
            f"{h.dead} 封信件、{h.given_up} 条消息未能送达，已停止重试：请查看“未送达”",
            f"{h.dead} letters and {h.given_up} messages could not be delivered and are tried no more: "
            "look under “Undelivered”",
        )
    if free < SMALL:
        yield Label(
            f"数据盘只剩 {free // 1_000_000} MB：请清理或扩容",
            f"Only {free // 1_000_000} MB are left on the disk of the data: make room",
        )
