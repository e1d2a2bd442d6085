"""Who administers which accounts: those of one's own office and the offices below it, wholly, and never one's own."""

from collections.abc import Collection

from models.reference import Reference
from workflows.actors import ADMIN_ROLES, DESK_ROLES, Actor, Role

GRANTABLE = (*sorted(DESK_ROLES), Role.EXPERT, *sorted(ADMIN_ROLES))


def reach(actor: Actor, reference: Reference) -> set[str]:
    """The offices whose accounts this administrator sees."""
    own = actor.offices(Role.ACCOUNTS_ADMIN)
    return {code for office in own for code in reference.below(office)}


def sees_homeless(actor: Actor, reference: Reference) -> bool:
    """Accounts that belong to no office are for the administrators of a top office."""
    return any(_is_top(office, reference) for office in actor.offices(Role.ACCOUNTS_ADMIN))


def manages(actor: Actor, account: str, offices: Collection[str], reference: Reference) -> bool:
    """Whether this administrator may change an account that belongs to these offices.

    Every one of them must be within reach: who could reset an account that also holds a role higher up
    would hold that role.
    """
    if account == actor.account:
        return False
    return set(offices) <= reach(actor, reference) if offices else sees_homeless(actor, reference)


def grants(actor: Actor, role: str, office: str, reference: Reference) -> bool:
    """Whether this administrator may grant a role at an office; settings are the whole installation's."""
    if role not in GRANTABLE or office not in reach(actor, reference):
        return False
    return role != Role.SETTINGS_ADMIN or _is_top(office, reference)


def _is_top(office: str, reference: Reference) -> bool:
    return office in reference.offices and reference.offices[office].parent is None
