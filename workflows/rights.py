"""Who may do what: one table of role x action x relation, read by pages, API, engine and tests."""

from dataclasses import dataclass

from models.reference import Reference
from workflows.actors import ADMIN_ROLES, DESK_ROLES, Actor, Role
from workflows.lifecycle import State
from workflows.moves import Case


@dataclass(frozen=True, slots=True)
class Right:
    """Who may call a route: anybody, whoever is signed in, or only holders of certain roles."""

    public: bool = False
    roles: frozenset[Role] = frozenset()  # empty: every account


# Every route names one of these; what a case shows and offers is judged below, inside the transaction.
RIGHTS: dict[str, Right] = {
    "public.read": Right(public=True),
    "public.export": Right(public=True),
    "public.object": Right(public=True),
    "session.begin": Right(public=True),
    "account.join": Right(public=True),
    "session.end": Right(),
    "self.read": Right(),
    "case.list": Right(),
    "case.read": Right(),
    "case.export": Right(),
    "case.file": Right(),
    "case.open": Right(),
    "case.edit": Right(),
    "case.step": Right(),
    "case.upload": Right(),
    "case.assign": Right(roles=DESK_ROLES),
    "figures.read": Right(roles=DESK_ROLES | {Role.AUDITOR}),
    "list.export": Right(roles=DESK_ROLES | {Role.AUDITOR}),
    "case.review": Right(roles=DESK_ROLES),
    "office.list": Right(),
    "person.list": Right(roles=DESK_ROLES | ADMIN_ROLES),
    "health.read": Right(public=True),
    "account.own": Right(),
    "account.export": Right(),
    "message.own": Right(),
    "letter.admin": Right(roles=frozenset({Role.SETTINGS_ADMIN})),
    "account.admin": Right(roles=frozenset({Role.ACCOUNTS_ADMIN})),
    "clock.move": Right(roles=frozenset({Role.SETTINGS_ADMIN})),
    "counter.take": Right(roles=DESK_ROLES),
    "register.office": Right(roles=DESK_ROLES | {Role.AUDITOR}),
    "register.plaque": Right(roles=DESK_ROLES),
    "run.read": Right(),
    "run.set": Right(roles=frozenset({Role.HQ_REVIEWER, Role.CENTRE_REVIEWER})),
    "run.agree": Right(roles=frozenset({Role.BUREAU_APPROVER})),
    "ledger.read": Right(),
    "ledger.write": Right(),
    "platform.list": Right(roles=frozenset({Role.HQ_REVIEWER})),
    "system.read": Right(roles=frozenset({Role.SETTINGS_ADMIN})),
    "timer.read": Right(roles=frozenset({Role.SETTINGS_ADMIN})),
    "audit.look": Right(roles=DESK_ROLES | {Role.AUDITOR}),
    "audit.read": Right(roles=frozenset({Role.AUDITOR})),
    "audit.export": Right(roles=frozenset({Role.AUDITOR})),
    "audit.keep": Right(roles=frozenset({Role.AUDITOR})),
    "audit.verify": Right(roles=frozenset({Role.AUDITOR})),
    "calendar.read": Right(roles=frozenset({Role.SETTINGS_ADMIN})),
    "calendar.set": Right(roles=frozenset({Role.SETTINGS_ADMIN})),
    "target.read": Right(roles=frozenset({Role.SETTINGS_ADMIN})),
    "target.set": Right(roles=frozenset({Role.SETTINGS_ADMIN})),
    "office.settings": Right(roles=frozenset({Role.SETTINGS_ADMIN})),
    "office.set": Right(roles=frozenset({Role.SETTINGS_ADMIN})),
    "book.read": Right(roles=frozenset({Role.SETTINGS_ADMIN})),
    "book.set": Right(roles=frozenset({Role.SETTINGS_ADMIN})),
    "timer.retry": Right(roles=frozenset({Role.SETTINGS_ADMIN})),
}

# What everybody does on their own account, auditors, too: beside these they can write nothing (web/doors.py).
# To ask for a look over the history is no more than that: the scheduler takes it, and keeps what it finds.
OWN = frozenset(
    {"account.own", "account.export", "message.own", "session.end", "case.list", "audit.keep", "audit.verify"}
)

# How an actor is tied to a case (its relation), and which parts of it each relation sees; without a tie there is no
# such case. Which step is whose, the lifecycle's `by` says and `standing` judges.
COMMON = frozenset({"case", "form", "materials", "diagram", "steps"})
PARTS: dict[str, frozenset[str]] = {
    "party": COMMON | {"history", "personal"},
    "desk": COMMON | {"history", "personal", "scores", "comments"},
    "below": COMMON | {"history", "personal", "scores", "comments"},
    "passed": COMMON | {"history", "personal", "comments"},
    "appointed": COMMON,
}
# Fields that tell of a person, and by which kind of case: an identity is told to those who decide and to who took it
# in (`web/sight.py`), and never to whom it is about; how to reach a person, to whom PARTS gives "personal".
IDENTITY: dict[str, frozenset[str]] = {
    "objection": frozenset({"name", "contact", "on_behalf_of"}),
    "complaint": frozenset({"contact_name", "contact", "on_behalf_of"}),
}
PERSONAL = frozenset({"contact_name", "contact_phone"})


def allowed(right: Right, actor: Actor | None) -> bool:
    """Whether this account (None: nobody signed in) may call a route of this right at all."""
    if right.public:
        return True
    return actor is not None and (not right.roles or any(role in right.roles for role, _ in actor.grants))


def relations(actor: Actor, case: Case, state: State, reference: Reference) -> set[str]:
    """Every tie of this actor to the case; an empty set: for this actor the case isn't there."""
    own = set()
    filed = f'"{actor.account}"' in case.filers
    if filed or (case.party & actor.contacts and not state.internal):
        own.add("party")
    if case.id in actor.appointed:
        own.add("appointed")
    if state.name == "draft" and case.party and case.filers != "[]":
        return own  # reviewers don't see others' drafts, but those that their own counter began
    readers = {office for role, office in actor.grants if role in DESK_ROLES or role == Role.AUDITOR}
    return own | {tie for office in readers if (tie := _tie(office, case, reference))}


def _tie(office: str, case: Case, reference: Reference) -> str | None:
    if office == case.office:
        return "desk"
    if reference.is_below(case.home, office) or reference.is_below(case.office, office):
        return "below"
    return "passed" if f'"{office}"' in case.passed else None


def sees(actor: Actor, case: Case, state: State, reference: Reference, what: str) -> bool:
    return any(what in PARTS[tie] for tie in relations(actor, case, state, reference))
