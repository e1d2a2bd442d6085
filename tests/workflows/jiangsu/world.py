"""A small Jiangsu for tests: a province, a city, two counties, their clerks and leaders, firms; all plainly made up."""

from sqlalchemy import Engine

from models import reference
from models.database import Present, transaction
from tests.walk import moment
from tests.workflows import staging
from workflows.actors import Actor, Role
from workflows.books.jiangsu.v2022.listing import list_enterprises
from workflows.engine import Outcome, fire
from workflows.listed import Listed
from workflows.registers import Source

TREE = (
    ("js-province", "province", None),
    ("js-city", "city", "js-province"),
    ("js-east", "county", "js-city"),
    ("js-west", "county", "js-city"),
)
FIRM = ("enterprise", "91320102MA1EXAMPLE")
BIG_FIRM = ("enterprise", "91320102MA1NATION1")
STRANGER = ("enterprise", "91320102MA1STRANGE")


def person(account: str, *grants: tuple[Role, str], speaks_for: tuple[str, str] | None = None) -> Actor:
    return Actor(account, frozenset(grants), frozenset([speaks_for] if speaks_for else []))


def officers(place: str) -> tuple[Actor, Actor]:
    return (
        person(f"u-{place}-clerk", (Role.OFFICE_CLERK, f"js-{place}")),
        person(f"u-{place}-leader", (Role.OFFICE_LEADER, f"js-{place}")),
    )


ENTERPRISE = person("u-firm", speaks_for=FIRM)
OWNER = person("u-big-firm", speaks_for=BIG_FIRM)
CLERK, LEADER = officers("east")
WEST_CLERK, WEST_LEADER = officers("west")
CITY_CLERK, CITY_LEADER = officers("city")
PROVINCE_CLERK, PROVINCE_LEADER = officers("province")
HELPERS = tuple(person(f"u-helper{n}") for n in range(1, 7))
PEOPLE = (
    ENTERPRISE, OWNER, CLERK, LEADER, WEST_CLERK, WEST_LEADER, CITY_CLERK, CITY_LEADER, PROVINCE_CLERK, PROVINCE_LEADER,
    *HELPERS,
)  # fmt: skip


def settle(db: Engine) -> None:
    staging.settle(db, "jiangsu", TREE, PEOPLE)
    relist(db, FIRM, "provincial")
    relist(db, BIG_FIRM, "national", "provincial")


def relist(
    db: Engine, firm: tuple[str, str], *lists: str, area: str = "js-east", on: str = "2026-01-05"
) -> list[Outcome]:
    """A new list names the firm so; what that asks of assignments is done."""

    def work(present: Present) -> list[Outcome]:
        listed = Listed(firm[1], f"示例企业 {firm[1][-7:]}", frozenset(lists), area)
        source = Source("示例名单", moment(on))
        known = reference.current(present.connection)
        attempts = list_enterprises(present.connection, known, [listed], source=source)
        return fire(present.connection, attempts, at=moment(on))

    return transaction(db, work)
