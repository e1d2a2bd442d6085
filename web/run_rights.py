"""Who sets a region's assessment run, and who must agree to it."""

from models.reference import Reference
from workflows.actors import Actor, Role

# Book -> the role that sets or agrees, and the level of its office.
SETS = {
    "guangzhou": (Role.HQ_REVIEWER, "hq"),
    "wuhan": (Role.HQ_REVIEWER, "hq"),
    "hubei": (Role.CENTRE_REVIEWER, "centre"),
}
AGREES = {"guangzhou": (Role.BUREAU_APPROVER, "bureau")}


def holds(actor: Actor, reference: Reference, book: str, role: Role, level: str) -> bool:
    """Whether the role is held at the office of that level: a grant of its name elsewhere isn't it."""
    held = (reference.offices[office] for office in actor.offices(role))
    return any((office.book, office.level) == (book, level) for office in held)


def sets(actor: Actor, reference: Reference) -> list[str]:
    """The regions whose run this account sets."""
    return [book for book, (role, level) in SETS.items() if holds(actor, reference, book, role, level)]


def agrees(actor: Actor, reference: Reference) -> list[str]:
    """The regions to whose run this account agrees."""
    return [book for book, (role, level) in AGREES.items() if holds(actor, reference, book, role, level)]
