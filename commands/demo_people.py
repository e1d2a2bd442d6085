"""The demo's offices, accounts and organisations: district names are real, everything else is plainly made up."""

from typing import NamedTuple

from stdnum.cn import uscc

PASSWORD = "yizhan-demo"
STARTS = "2026-09-21T09:00:00+08:00"  # the Monday on which the demo's clock begins

BUREAU, HQ = "gz-bureau", "gz-hq"
DISTRICTS = {
    "yuexiu": "越秀区", "haizhu": "海珠区", "liwan": "荔湾区", "tianhe": "天河区", "baiyun": "白云区",
    "huangpu": "黄埔区", "huadu": "花都区", "panyu": "番禺区", "nansha": "南沙区", "conghua": "从化区",
    "zengcheng": "增城区",
}  # fmt: skip


class Person(NamedTuple):
    """An account of the demo: an officer with a role at an office, or who speaks for somebody."""

    name: str
    display: str
    role: str
    office: str | None = None
    speaks_for: tuple[tuple[str, str, str], ...] = ()  # kind, number, name
    also: tuple[str, ...] = ()  # the same role at these offices, too


class Organisation(NamedTuple):
    number: str
    name: str
    station: str
    district: str
    address: str


SHORT = {BUREAU: "演示穗工信", "hb-centre": "演示鄂企服", "wh-hq": "演示汉服站"}  # in the numbers of their notices

# Who compares regions audits them all.
JOINT = Person("joint-auditor", "联合审计员（演示）", "auditor", BUREAU, also=("wh-bureau", "hb-centre", "js-province"))


def offices() -> list[dict[str, str | None]]:
    """Rows of the table, those above first."""
    rows = [
        (BUREAU, "bureau", None, "市局（演示）", "City bureau (demo)"),
        (HQ, "hq", BUREAU, "服务站总站（演示）", "Stations' headquarters (demo)"),
    ] + [
        (f"gz-{code}", "district", HQ, f"{name}主管部门（演示）", f"{code.title()} District office (demo)")
        for code, name in DISTRICTS.items()
    ]  # fmt: skip
    keys = ("code", "level", "parent", "zh", "en")
    return [{"book": "guangzhou", **dict(zip(keys, row, strict=True))} for row in rows]


def people() -> list[Person]:
    """Everybody who signs in; each name says the role."""
    found = [Person(f"district-{code}", f"{name}审核员（演示）", "district_reviewer", f"gz-{code}")
             for code, name in DISTRICTS.items()]  # fmt: skip
    found += [Person(f"hq-{n}", f"总站审核员{n}（演示）", "hq_reviewer", HQ) for n in (1, 2)]
    found += [Person(f"bureau-{n}", f"市局审定人{n}（演示）", "bureau_approver", BUREAU) for n in (1, 2, 3)]
    found += [Person(f"expert-{n}", f"评审专家{n}（演示）", "expert", HQ) for n in range(1, 6)]
    found += keepers("", BUREAU)
    return found + [
        Person(f"applicant-{n}", f"{of.name}联系人", "applicant", speaks_for=(("organisation", of.number, of.name),))
        for n, of in enumerate(ORGANISATIONS, 1)
    ]


def code(area: str, n: int) -> str:
    """A made-up credit code of the right form: six digits of the place, `DEM`, a number, the check digit."""
    body = f"91{area}MADEM{n:04d}"
    return str(body + uscc.calc_check_digit(body))


def officer(name: str, display: str, role: str, office: str) -> Person:
    return Person(name, f"{display}（演示）", role, office)


def keepers(prefix: str, office: str) -> list[Person]:
    """Those of a region who decide no case: who audits, who keeps the accounts, who keeps the settings."""
    of = {"auditor": "审计员", "accounts": "账号管理员", "settings": "设置管理员"}
    roles = {"auditor": "auditor", "accounts": "accounts_admin", "settings": "settings_admin"}
    return [officer(f"{prefix}{name}", display, roles[name], office) for name, display in of.items()]


def speaker(name: str, role: str, kind: str, number: str, of: str) -> Person:
    return Person(name, f"{of}联系人", role, speaks_for=((kind, number, of),))


def office_rows(book: str, *rows: tuple[str, str, str | None, str, str]) -> list[dict[str, str | None]]:
    """Rows of the table, those above first: code, level, parent, names."""
    keys = ("code", "level", "parent", "zh", "en")
    return [
        {"book": book, **dict(zip(keys, (*row[:3], f"{row[3]}（演示）", f"{row[4]} (demo)"), strict=True))}
        for row in rows
    ]


def _organisation(n: int, word: str, business: str) -> Organisation:
    district = list(DISTRICTS)[(2 + n * 4) % len(DISTRICTS)]
    name = f"广州示例{word}{business}有限公司"
    address = f"广州市{DISTRICTS[district]}示例路 {n + 1} 号"
    return Organisation(code("440101", n), name, f"示例{word}中小企业服务站", f"gz-{district}", address)


WORDS = ("云杉", "木棉", "珠水", "白鹭", "榕荫", "海心", "晨曦", "青禾", "启明", "远帆", "南风", "稻香",
         "长岭", "凤凰", "麓湖", "石门", "流溪", "东濠", "西塘", "北亭", "星河", "朝阳", "春晖", "秋实",
         "听涛", "望岗", "思源", "同心", "百川", "千帆", "山海", "清泉", "新芽", "灯塔", "金穗", "银杏",
         "紫荆", "丹霞", "碧波", "彩虹", "磐石", "松风")  # fmt: skip
KINDS = ("科技服务", "企业管理咨询", "产业园运营", "信息技术")
ORGANISATIONS = tuple(_organisation(n, word, KINDS[n % len(KINDS)]) for n, word in enumerate(WORDS))
