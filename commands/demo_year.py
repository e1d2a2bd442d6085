"""The demo's year and a half: which stories are played, so that every state is met and a call is open at its end."""

from commands import demo_guangzhou
from commands.demo_notices import Notices
from commands.demo_roads import Roads
from commands.demo_stage import Stage, Story

OLD, SPRING, RETOLD = range(36, 42), (27, 31, 32, 33, 34, 35), (25, 26)
CONCLUDED, CURRENT = (18, 19, 20, 21), (15, 16, 17)
FINDINGS = {"findings": "经现场核实，反映的情况不属实（演示）。"}
STATEMENT = {"statement": "场地租赁合同和人员社保均真实有效（演示）。"}


def stories(stage: Stage) -> list[Story]:
    roads = Roads(stage)
    notices = Notices(roads)
    return [*_calls(notices), *_past(roads, notices), *_objections(notices), *_present(roads, notices),
            *demo_guangzhou.stories(stage, roads)]  # fmt: skip


def _calls(notices: Notices) -> list[Story]:
    longer = {"closes_on": "2026-11-30", "reason": "应各区请求延长申报期。"}
    return [
        notices.call("2025-02-20", 2025, "2025-03-03", "2025-06-30"),
        notices.call("2026-01-08", 2026, "2026-02-02", "2026-03-31",
                     then=[("2026-01-12 10:00", "cancel", {"reason": "时间与春节假期冲突，另行通知。"})]),
        notices.call("2026-01-20", 2026, "2026-03-02", "2026-06-30", then=[("2026-06-15 10:00", "extend", longer)]),
        notices.call("2026-09-10", 2027, "2027-03-01", "2027-06-30"),
        notices.call("2026-09-17", 2028, "", ""),
    ]  # fmt: skip


def _past(roads: Roads, notices: Notices) -> list[Story]:
    return [
        *(roads.application(n, f"2025-03-{10 + n % 6:02}") for n in OLD),
        notices.publicity("2025-1", "2025-04-14 10:00", OLD),
        notices.announcement("2025-2", "2025-04-23 10:00", OLD),
        *(roads.application(n, f"2026-03-{9 + n % 5:02}") for n in range(27, 36)),
        notices.publicity("2026-1", "2026-04-13 10:00", range(27, 36)),
        notices.announcement("2026-2", "2026-04-27 10:00", SPRING),
        notices.publicity("2026-3", "2026-05-07 10:00", [29], about="2026-1"),
        notices.announcement("2026-4", "2026-05-18 10:00", [29]),
        *(roads.application(n, "2026-05-11") for n in RETOLD),
        notices.publicity("2026-5", "2026-06-01 10:00", RETOLD),
        notices.withdrawn("2026-5", "2026-06-03 15:00"),
        notices.step(25, "2026-06-05 10:00", "reject", "bureau-1", reason="复核发现人员条件不符，不列入入围名单。"),
        notices.publicity("2026-6", "2026-06-08 10:00", [26]),
        notices.announcement("2026-7", "2026-06-23 10:00", [26]),
        notices.discarded("2026-06-24 10:00"),
        roads.rejected(22, "2026-07-06"),
        roads.terminated(23, "2026-07-13"),
        roads.returned(24, "2026-07-20", lapse=True),
    ]


def _objections(notices: Notices) -> list[Story]:
    """The spring's, one for each way in which an objection can end, and two that are open now."""
    admitted = ("2026-04-16 10:00", "admit", "bureau-2", {"note": "署名和联系方式齐全，予以受理。"})
    findings = {"findings": "现场核实，服务场所已转租，反映属实（演示）。"}
    amended = {"findings": "公示的场所地址有误，予以更正并重新公示（演示）。"}
    heard = [("2026-04-20 10:00", "hear", f"applicant-{n + 1}", STATEMENT) for n in (27, 28)]
    return [
        notices.objection(27, "2026-04-15 10:00", "该站人员名单与实际不符（演示）。", admitted, heard[0],
                          ("2026-04-22 10:00", "dismiss", "bureau-2", FINDINGS)),
        notices.objection(28, "2026-04-15 10:20", "该站场所已转租他人（演示）。", admitted, heard[1],
                          ("2026-04-23 10:00", "uphold", "bureau-2", findings)),
        notices.step(28, "2026-04-28 10:00", "reject", "bureau-2", ground="upheld_objection", reason="异议成立。"),
        notices.objection(29, "2026-04-15 10:40", "公示的地址与营业场所不一致（演示）。", admitted,
                          ("2026-04-24 10:00", "amend", "bureau-2", amended)),
        notices.objection(30, "2026-04-16 11:00", "该站服务能力存疑（演示）。"),
        notices.step(30, "2026-04-17 10:00", "withdraw", "applicant-31", reason="本单位调整业务，撤回申请。"),
        notices.anonymous(31, "2026-04-17 11:00", "2026-04-16 09:00",
                          ("2026-04-21 10:00", "refuse", "bureau-2", {"reason": "未署名且无联系方式，不予受理。"})),
        notices.objection(32, "2026-04-16 14:00", "该站制度不健全（演示）。",
                          ("2026-04-17 14:00", "withdraw", "public", {"reason": "已与该站核实，撤回异议。"})),
        notices.objection(18, "2026-09-09 10:00", "该站专职人员不足两名（演示）。",
                          ("2026-09-11 10:00", "admit", "bureau-2", {"note": "予以受理。"})),
        notices.objection(15, "2026-09-18 16:00", "该站服务场所与申报地址不符（演示）。"),
    ]  # fmt: skip


def _present(roads: Roads, notices: Notices) -> list[Story]:
    """What stands on people's desks when the clock begins."""
    return [
        *(roads.application(n, "2026-08-10") for n in CONCLUDED),
        notices.publicity("2026-8", "2026-09-07 10:00", CONCLUDED),
        notices.drafted("2026-09-18 16:30", CONCLUDED[1:]),
        *(roads.application(n, "2026-08-24") for n in CURRENT),
        notices.publicity("2026-9", "2026-09-16 10:00", CURRENT),
        *(roads.application(n, "2026-09-01") for n in (11, 12, 13)),
        roads.not_recommended(14, "2026-09-01"),
        roads.recused(10, "2026-09-07"),
        roads.application(9, "2026-09-07", upto="score"),
        roads.application(8, "2026-09-07", upto="score", scores=2),
        roads.application(7, "2026-09-08", upto="forward"),
        roads.returned(6, "2026-09-08", again=True),
        roads.application(5, "2026-08-26", upto="submit"),
        roads.application(4, "2026-09-07", upto="submit"),
        roads.application(3, "2026-09-16", upto="submit"),
        roads.returned(2, "2026-09-10"),
        roads.application(1, "2026-09-17", upto="draft"),
    ]
