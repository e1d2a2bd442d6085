"""The demo's offices and people of Wuhan: the names of districts are real, everything else is plainly made up."""

from commands.demo_people import code, keepers, office_rows, officer, speaker

BUREAU, HQ = "wh-bureau", "wh-hq"
DISTRICTS = {
    "wh-jiangan": ("江岸区", "Jiangan"),
    "wh-wuchang": ("武昌区", "Wuchang"),
    "wh-hongshan": ("洪山区", "Hongshan"),
}
OFFICES = office_rows(
    "wuhan",
    (BUREAU, "bureau", None, "武汉市局", "Wuhan bureau"),
    (HQ, "hq", BUREAU, "武汉市总站", "Wuhan headquarters"),
    *((district, "district", HQ, f"{zh}区分站", f"{en} district station") for district, (zh, en) in DISTRICTS.items()),
)
WORDS = ("黄鹤", "东湖", "知音", "长江", "晴川", "汉正", "光谷", "楚河")
UNITS = [(code("420100", n), f"武汉示例{word}园区运营有限公司") for n, word in enumerate(WORDS)]
PLACES = [list(DISTRICTS)[n % 2] for n in range(len(WORDS))]
FIRMS = [(code("420103", n), f"武汉示例{word}制造有限公司") for n, word in enumerate(("磨山", "沙湖"))]
PEOPLE = [
    *keepers("wh-", BUREAU),
    *(officer(f"wh-bureau-{n}", f"武汉市局审批人{n}", "bureau_approver", BUREAU) for n in (1, 2)),
    *(officer(f"wh-hq-{n}", f"武汉市总站审核员{n}", "hq_reviewer", HQ) for n in (1, 2, 3)),
    *(officer(f"{place}-1", f"{zh}区分站审核员", "district_reviewer", place) for place, (zh, _) in DISTRICTS.items()),
    *(officer(f"{place}-clerk", "企业诉求经办人", "office_clerk", place) for place in (*DISTRICTS, HQ)),
    *(officer(f"{place}-leader", "企业诉求负责人", "office_leader", place) for place in (*DISTRICTS, HQ)),
    *(speaker(f"wh-applicant-{n}", "applicant", "organisation", *unit) for n, unit in enumerate(UNITS)),
    *(speaker(f"wh-firm-{n}", "enterprise", "enterprise", *firm) for n, firm in enumerate(FIRMS)),
    *(speaker(f"wh-mobile-{n}", "applicant", "person", f"wh-mobile-{n}", f"演示机动专员{n}") for n in (0, 1)),
]
