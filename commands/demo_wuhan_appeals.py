"""The demo's Wuhan: what two enterprises ask of the stations' districts."""

from typing import Any

from commands.demo_walks import Road
from commands.demo_wuhan_people import FIRMS


def appeals() -> list[Road]:
    """One for each way that an appeal goes."""

    def of(n: int, start: str, steps: str, **given: Any) -> Road:
        data = {"kind": "development", "summary": f"演示诉求{n}：希望对接培训资源"}
        about = ("enterprise", FIRMS[n % 2][0])
        return Road(f"o{n}", "appeal", start, steps, f"wh-firm-{n % 2}", "wh-jiangan", about, data, given)

    return [
        of(0, "2026-06-24", "register +1 assign +2 solve +1 feed_back +2 confirm", assign={"commissioner": "@f0"},
           confirm={"rating": 5}),
        of(1, "2026-07-06", "register +12 instruct +1 assign", assign={"commissioner": "@f0"}),
        of(2, "2026-08-03", "register +2 withdraw"),
        of(3, "2026-09-14", "register +1 decline +1 feed_back"),
        of(4, "2026-09-17", "register"),
    ]  # fmt: skip
