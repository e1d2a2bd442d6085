"""One request for each row of the matrix: the address filled in, and a body with which the allowed succeed."""

import io
from collections.abc import Callable
from typing import Any

from tests.security.town import Town
from tests.web.api.program import pdf
from tests.workflows.guangzhou.roads import SAID, SCORES
from tests.workflows.notices import file

Body = dict[str, Any]
MISSING = "GZ-2026-999999"
FILES = {"/static/<path:filename>": "yizhan.css", "/bootstrap/static/<path:filename>": "css/bootstrap.min.css",
         "/api/swagger/<path:filename>": "css/swagger-ui.css"}  # fmt: skip
STEPS: dict[str, Body] = {
    "forward": {"opinion": "材料齐全，同意上报"},
    "send_back": {"reason": "请补充意见"},
    "reject": {"reason": "条件不符"},
    "score": {**SCORES},
}
APPLICATION = {
    "lifecycle": "guangzhou/2025/certification",
    "office": "gz-tianhe",
    "subject_name": "示例单位 7",
    "another": "1",
}
NEW = {"rulebook": "guangzhou", "lifecycle": "certification", "office": "gz-tianhe"}
NEXT_YEAR = file(2027, ["01-01", "01-04"], number="示例〔2026〕1号")
PAGES: dict[str, Body] = {
    "/cases": {},
    "/service": {},
    "/service/confirm": {},
    "/runs": {"book": "guangzhou"},
    "/join": {
        "unit_name": "示例新单位",
        "credit_code": "91440101MADEM00414",
        "display": "示例新人",
        "name": "newcomer",
        "password": "correct-horse-battery-9",
        "again": "correct-horse-battery-9",
    },
    "/mine/contacts": {"unit_name": "示例新单位", "credit_code": "91440101MADEM00414"},
    "/accounts/asks/<int:ask>": {"answer": "confirm"},
    "/sign-in": {"name": "nobody there", "password": "wrong"},
    "/account/password": {"password": "wrong", "new": "x", "again": "x"},
    "/account/second-factor": {"password": "wrong"},
    "/invitation/<secret>": {"password": "correct-horse-battery-9", "again": "correct-horse-battery-9"},
    "/account/tokens": {"password": "wrong"},
    "/accounts/<id>/speak-for": {"kind": "organisation", "number": "91440101MA5EXMPA0X"},
    "/accounts/<id>/be-silent": {"kind": "organisation", "number": "91440101MA5EXMPA0X"},
    "/accounts/new": {"name": "new-one", "display": "示例新人", "role": "", "office": "gz-tianhe"},
    "/accounts/<id>/grant": {"role": "office_clerk", "office": "gz-tianhe"},
    "/accounts/<id>/revoke": {"role": "district_reviewer", "office": "gz-tianhe"},
    "/admin/clock": {"to": "day"},
    "/messages/read": {"upto": "99999"},
    "/account/phrases": {"text": "材料齐全，同意上报。"},
    "/account/phrases/forget": {"phrase": "999"},
    "/cases/<number>/marks": {"mark-premises_proof": "wrong", "note-premises_proof": "已过期"},
    "/cases/<number>/remarks": {"remark": "请核对场地地址。", "told": "office"},
    "/work/lists": {"name": "我的清单", "query": "view=mine&danger=overdue"},
    "/work/lists/forget": {"name": "没有这个"},
    "/admin/calendar": {"notice": NEXT_YEAR},
    "/admin/books/document": {"book": "guangzhou/2025", "document": "示例〔2026〕1号", "issued_on": "2026-01-05"},
    "/admin/books/units": {"office": "gz-tianhe", "kind": "department"},
    "/admin/targets": {"office": "gz-bureau", "days::": "5"},
    "/admin/calendar/preview": {
        "year": "2027",
        "number": "示例〔2026〕1号",
        "published_on": "2026-11-04",
        "name-0": "元旦",
        "first-0": "2027-01-01",
    },
    "/account/mail": {"address": "somebody@example.com", "choice": "daily"},
    "/account/mail/confirm": {"code": "WRONG"},
}


def address(route: str, town: Town, case: str, step: str, *, number: str | None = None) -> str:
    """The route with its blanks filled in."""
    blanks = {
        "<path:filename>": FILES.get(route, ""),
        "<number>": number or town.numbers.get(case, ""),
        "<step>": step,
        "<part>": "descriptions",
        "<int:seq>": "2",
        "<int:ask>": "1",
        "<kind>.<ending>": "station.csv",
        "<int:paper>": str(town.materials.get(case, 1)),
        "<int:material>": str(town.materials.get(case, 1)),
        "<plaque>": town.plaque,
        "<int:run>": "1",
        "<int:message>": str(town.message),
        "<int:letter>": "1",
        "<secret>": town.invitation,
        "<id>": "u-yuexiu" if "far" in case else "u-district",
        "<key>": "k" * 24,
        "<table>": "kinds",
        "<book>": "guangzhou",
        "<name>": "certification",
        "<code>": "guangzhou",
    }
    for blank, value in blanks.items():
        route = route.replace(blank, value)
    query = QUERIES.get(route, QUERIES.get(route.rpartition("/")[2], ""))
    query = query.replace("<number>", town.numbers.get(case, ""))
    return f"{route}{query}{_code(route, town)}"


QUERIES = {
    "together": "?case=<number>",
    "explain": "?start=2026-09-28&amount=5&unit=wd",
    "/verify": "?plaque=GZ-ZD-2026-0001",
}


def _code(path: str, town: Town) -> str:
    return f"?code={town.code}" if path.startswith("/api/v1/public/objections/") and "withdraw" not in path else ""


def sent(method: str, route: str, town: Town, case: str, step: str, who: str) -> dict[str, Any]:
    """What goes with the request, as Flask's test client takes it."""
    if method == "GET":
        return {}
    make: Callable[..., dict[str, Any]] = _to_api if route.startswith("/api/") else _to_page
    return make(route, town, case, step, who)


def _to_page(route: str, town: Town, case: str, step: str, who: str) -> dict[str, Any]:
    if route == "/cases":
        number = {"own": "", "rival": ""}.get(who, "91440101MA5EXMPL07")
        application = {**APPLICATION, "subject_number": number}
        return {"data": application if case == "application" else NOTICE}
    if "<step>" in route:
        return {"data": {"version": str(town.versions[case]), **STEPS.get(step, {})}}
    if make := BY_TOWN.get(route.partition("<")[0]):
        return {"data": make(town, case)}
    if route == "/notices/<number>/object":
        return {"data": dict(SAID)}
    if route in ("/cases/<number>/form", "/cases/<number>/form/<part>"):
        return {"data": {"version": str(town.versions[case]), "capability": "改过的服务能力"}}
    return {"data": PAGES.get(route, {})}


# Pages whose form names something of the town: the beginning of the route -> what is sent.
BY_TOWN: dict[str, Callable[[Town, str], Body]] = {
    "/work/notice": lambda town, case: {
        "kind": "publicity",
        "title": "示例公示",
        "cases": town.numbers[case],
        "do": "publish",
        "site_url": "https://example.invalid/notices/2",
        "published_at": "2026-09-28T10:00",
    },
    "/objections/": lambda town, case: {"code": town.code},
    "/work/chosen": lambda town, case: {"do": "claim", "case": town.numbers[case]},
    "/work/together": lambda town, case: {
        "case": f"{town.numbers[case]}@{town.versions[case]}",
        "step": "guangzhou/2025/certification/forward",
        "opinion": "同意",
    },
}
NOTICE = {"lifecycle": "guangzhou/2025/notice", "office": "gz-bureau", "kind": "announcement", "title": "示例公布"}

RUN = {"rulebook": "guangzhou", "year": 2026, "criteria": "年度考核标准", "closes_on": "2026-12-15"}
SERVICE = {"rulebook": "guangzhou", "kind": "talk", "on_day": "2026-09-01", "content": "政策宣讲"}


ENDINGS: dict[str, Callable[[Town], dict[str, Any]]] = {
    "objections": lambda town: {"data": dict(SAID)},
    "withdraw": lambda town: {"json": {"code": town.code}},
    "materials": lambda town: {
        "data": {"kind": "premises_proof", "file": (io.BytesIO(pdf("another")), "场地证明二.pdf")}
    },
    "retry": lambda town: {},
    "read": lambda town: {},
    "agree": lambda town: {},
    "assessment-runs": lambda town: {"json": RUN},
    "records": lambda town: {"json": [{**SERVICE, "station": town.numbers["certified"]}]},
    "accounts": lambda town: {
        "json": [{"subject": {"kind": "station", "number": town.numbers["certified"]}, "issued_at": "2026-06-02"}]
    },
}


def _to_api(route: str, town: Town, case: str, step: str, who: str) -> dict[str, Any]:
    ending = route.rpartition("/")[2]
    if route == "/api/v1/messages/read":
        return {"json": {"upto": 99999}}
    if ending in ENDINGS:
        return ENDINGS[ending](town)
    if route == "/api/v1/cases":
        of = {} if who in ("own", "rival") else {"kind": "organisation", "number": "91440101MA5EXMPL07", "name": "示例"}
        application = {**NEW, **({"subject": of} if of else {})}
        return {"json": application if case == "application" else {**NEW, "lifecycle": "notice", "office": "gz-bureau"}}
    if "<step>" in route:
        return {"json": {"version": town.versions[case], "data": STEPS.get(step, {})}}
    return {"json": {"version": town.versions[case], "data": {"capability": "改过的服务能力"}}}
