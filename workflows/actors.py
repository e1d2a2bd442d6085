"""Who acts: the roles that the regulations know, and the person, clock or system behind an attempt."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """A role is granted at an office, tied to a case, or nobody's (clock, system)."""

    DISTRICT_REVIEWER = "district_reviewer"
    HQ_REVIEWER = "hq_reviewer"
    BUREAU_APPROVER = "bureau_approver"
    RECOMMENDER = "recommender"
    CENTRE_REVIEWER = "centre_reviewer"
    OFFICE_CLERK = "office_clerk"
    OFFICE_LEADER = "office_leader"
    AUDITOR = "auditor"
    ACCOUNTS_ADMIN = "accounts_admin"
    SETTINGS_ADMIN = "settings_admin"
    APPLICANT = "applicant"
    ENTERPRISE = "enterprise"
    COMMISSIONER = "commissioner"
    EXPERT = "expert"
    PUBLIC = "public"
    CLOCK = "clock"
    SYSTEM = "system"


# Granted to a user at one office, and acting on cases at its desk.
DESK_ROLES = frozenset(
    {
        Role.DISTRICT_REVIEWER,
        Role.HQ_REVIEWER,
        Role.BUREAU_APPROVER,
        Role.RECOMMENDER,
        Role.CENTRE_REVIEWER,
        Role.OFFICE_CLERK,
        Role.OFFICE_LEADER,
    }
)
# Granted at an office, too, but these read or administer, and decide nothing.
ADMIN_ROLES = frozenset({Role.AUDITOR, Role.ACCOUNTS_ADMIN, Role.SETTINGS_ADMIN})
# Theirs is the step; an officer of the desk may take it for them on paper received.
COUNTER_ROLES = frozenset({Role.APPLICANT, Role.ENTERPRISE, Role.PUBLIC})
# Whoever files as one of these never decides the case.
FILERS = frozenset({Role.APPLICANT, Role.ENTERPRISE, Role.COMMISSIONER})


@dataclass(frozen=True, slots=True)
class Actor:
    """An opaque account with what it was granted and whom it speaks for."""

    account: str
    grants: frozenset[tuple[str, str]] = frozenset()  # (role, office)
    contacts: frozenset[tuple[str, str]] = frozenset()  # (kind of subject, number)
    appointed: frozenset[int] = frozenset()  # cases that this expert scores

    def offices(self, role: str) -> set[str]:
        return {office for held, office in self.grants if held == role}

    def at(self, office: str) -> set[str]:
        """The desk roles that this actor holds at an office."""
        return {role for role, where in self.grants if where == office and role in DESK_ROLES}


CLOCK = Actor("clock")
SYSTEM = Actor("system")
PUBLIC = Actor("public")
