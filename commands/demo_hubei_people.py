"""The demo's offices and people of Hubei: the names of cities are real, everything else is plainly made up."""

from commands.demo_people import code, keepers, office_rows, officer, speaker

CENTRE, YICHANG, HUANGSHI = "hb-centre", "hb-yichang", "hb-huangshi"
OFFICES = office_rows(
    "hubei",
    (CENTRE, "centre", None, "省中小企业服务中心", "Provincial centre"),
    (YICHANG, "recommender", CENTRE, "宜昌市服务中心", "Yichang centre"),
    (HUANGSHI, "recommender", CENTRE, "黄石市服务中心", "Huangshi centre"),
    ("hb-chamber", "recommender", CENTRE, "示例行业协会", "An association"),
    ("hb-training", "recommender", CENTRE, "省中心培训部", "The centre's training department"),
)
UNITS = ((YICHANG, "city_centre", "宜昌市"), (HUANGSHI, "city_centre", "黄石市"),
         ("hb-chamber", "association", None), ("hb-training", "department", None))  # fmt: skip
WORDS = ("江汉", "清江", "三峡", "磁湖", "云梦", "荆楚", "东山", "西陵", "夷陵", "伍家",
         "点军", "猇亭", "枝江", "当阳", "宜都",
         "长阳", "秭归", "兴山", "远安", "五峰", "香溪")  # fmt: skip
FIRMS = [(code("420500", n), f"湖北示例{word}企业服务有限公司") for n, word in enumerate(WORDS)]
PEOPLE = [
    *keepers("hb-", CENTRE),
    *(officer(f"hb-centre-{n}", f"省中心审核员{n}", "centre_reviewer", CENTRE) for n in (1, 2, 3)),
    *(officer(f"{unit}-1", "推荐单位经办人", "recommender", unit) for unit, *_ in UNITS),
    *(speaker(f"hb-applicant-{n}", "applicant", "organisation", *firm) for n, firm in enumerate(FIRMS)),
]
