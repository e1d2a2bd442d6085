"""Where a visitor can go from any page: a row for each place, shown to those who may enter it."""

from typing import NamedTuple

from flask import current_app, request, url_for

from models.user import Visitor
from web import auth
from web.installation import here
from web.language import t
from workflows.form import Label
from workflows.rights import RIGHTS, allowed


class Place(NamedTuple):
    endpoint: str
    label: Label
    speakers: bool = False  # only for those who speak for somebody,
    kind: str | None = None  # and for one of this kind
    offices: bool = False  # only for those who work at an office


class Link(NamedTuple):
    url: str
    words: str
    current: bool


# In the order of the page's head; the first that a visitor may enter is where they begin.
PLACES = (
    Place("service.service", Label("服务台账", "Services"), speakers=True, kind="commissioner"),
    Place("mine.mine", Label("我的事项", "My matters"), speakers=True),
    Place("worklist.worklist", Label("办件", "Cases")),
    Place("counter.counter", Label("窗口登记", "Counter")),
    Place("dashboard.dashboard", Label("统计", "Figures")),
    Place("notices.notices", Label("公示公告", "Notices")),
    Place("register.register", Label("名录", "Register")),
    Place("registers.everything", Label("登记册", "Registers")),
    Place("rulebooks.rulebooks", Label("办事规则", "Rules")),
    Place("deadlines.deadlines", Label("期限计算", "Periods")),
    Place("runs.runs", Label("年度考核", "Assessment"), offices=True),
    Place("platform.accounts", Label("平台账号", "Platform")),
    Place("timers.timers", Label("运行期限", "Timers")),
    Place("calendar.year", Label("日历", "Calendar")),
    Place("targets.targets", Label("承诺时限", "Targets")),
    Place("offices_admin.offices", Label("机构", "Offices")),
    Place("books_admin.books", Label("手册设置", "Rule books")),
    Place("system.system", Label("系统状况", "System")),
    Place("letters.letters", Label("未送达", "Undelivered")),
    Place("audit.audit", Label("审计", "Audit")),
    Place("accounts.everybody", Label("账号", "Accounts")),
    Place("clock.clock", Label("演示时钟", "Demo clock")),
)


def links() -> list[Link]:
    """The places for the visitor of this request."""
    return [_link(url_for(p.endpoint), p) for p in places(auth.visitor())]


def _link(url: str, place: Place) -> Link:
    """Current on its own pages, and on those that lie below it."""
    own = place.endpoint.partition(".")[0] == request.blueprint
    return Link(url, t(*place.label), own or request.path.startswith(f"{url}/"))


def places(visitor: Visitor | None) -> list[Place]:
    return [place for place in PLACES if _open(place, visitor)]


def may(endpoint: str) -> bool:
    """Whether this request's visitor may enter there."""
    return endpoint in current_app.view_functions and _open(Place(endpoint, Label("", "")), auth.visitor())


def _open(place: Place, visitor: Visitor | None) -> bool:
    view = current_app.view_functions.get(place.endpoint)
    if place.speakers and not (visitor and any(place.kind in (None, kind) for kind, _ in visitor.contacts)):
        return False
    if place.offices and not (visitor and visitor.grants):
        return False
    right = RIGHTS.get(getattr(view, "right", ""))
    if right is RIGHTS["clock.move"] and not here().settings.simulated:
        return False
    return right is not None and allowed(right, auth.actor_of(visitor))
