"""A small Guangzhou for tests: its offices, a person for every role, an applicant; all plainly made up."""

from sqlalchemy import Connection, Engine, insert

from models import reference
from models.database import transaction
from models.office import offices
from models.user import contacts, grants, users
from workflows.actors import Actor, Role
from workflows.invariants import broken
from workflows.rulebooks import keep_definitions

OFFICES = (
    ("gz-bureau", "bureau", None, "示例市局", "Example bureau"),
    ("gz-hq", "hq", "gz-bureau", "示例总站", "Example headquarters"),
    ("gz-tianhe", "district", "gz-hq", "示例天河区", "Example Tianhe"),
    ("gz-yuexiu", "district", "gz-hq", "示例越秀区", "Example Yuexiu"),
)
ORGANISATION = ("organisation", "91440101MA5EXAMPLE")
OTHER = ("organisation", "91440101MA5ANOTHER")


def actor(account: str, *grants: tuple[Role, str], speaks_for: tuple[str, str] | None = None) -> Actor:
    return Actor(account, frozenset(grants), frozenset([speaks_for] if speaks_for else []))


APPLICANT = actor("u-applicant", speaks_for=ORGANISATION)
RIVAL = actor("u-rival", speaks_for=OTHER)
DISTRICT = actor("u-district", (Role.DISTRICT_REVIEWER, "gz-tianhe"))
NEIGHBOUR = actor("u-neighbour", (Role.DISTRICT_REVIEWER, "gz-yuexiu"))
HQ = actor("u-hq", (Role.HQ_REVIEWER, "gz-hq"))
BUREAU = actor("u-bureau", (Role.BUREAU_APPROVER, "gz-bureau"))
SECOND = actor("u-second", (Role.BUREAU_APPROVER, "gz-bureau"))
EXPERTS = tuple(actor(f"u-expert{n}", (Role.EXPERT, "gz-hq")) for n in range(1, 5))
PEOPLE = (APPLICANT, RIVAL, DISTRICT, NEIGHBOUR, HQ, BUREAU, SECOND, *EXPERTS)


def settle(db: Engine) -> None:
    """Put offices, people and the definitions into a fresh database."""
    transaction(db, lambda present: _settle(present.connection, present.now))


def _settle(connection: Connection, now: int) -> None:
    keep_definitions(connection)
    tree = [{"code": c, "book": "guangzhou", "level": level, "parent": parent, "zh": zh, "en": en}
            for c, level, parent, zh, en in OFFICES]  # fmt: skip
    connection.execute(insert(offices), tree)
    names = [{"id": p.account, "name": p.account[2:], "display": p.account[2:], "created_at": now} for p in PEOPLE]
    connection.execute(insert(users), names)
    held = [{"user_id": p.account, "role": role, "office": office} for p in PEOPLE for role, office in p.grants]
    connection.execute(insert(grants), held)
    spoken = [{"user_id": p.account, "kind": kind, "number": number, "name": f"示例单位 {number[-7:]}"}
              for p in PEOPLE for kind, number in p.contacts]  # fmt: skip
    connection.execute(insert(contacts), spoken)
    reference.changed(connection)


def holds(db: Engine) -> None:
    """Every invariant holds: no test may leave anything else behind."""
    assert transaction(db, lambda present: list(broken(present.connection)), writes=False) == []
