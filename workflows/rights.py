"""Who may do what: one table of role x action x relation, read by pages, API, engine and tests."""

from dataclasses import dataclass
from typing import Any

from models.reference import Reference
from workflows.actors import ADMIN_ROLES, COUNTER_ROLES, DESK_ROLES, FILERS, Actor, Role
from workflows.errors import Reason
from workflows.lifecycle import Lifecycle, State, Step
from workflows.moves import Case, Standing
from workflows.words import ROLES


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
    "calendar.read": Right(roles=frozenset({Role.SETTINGS_ADMIN})),
    "calendar.set": Right(roles=frozenset({Role.SETTINGS_ADMIN})),
    "target.read": Right(roles=frozenset({Role.SETTINGS_ADMIN})),
    "target.set": Right(roles=frozenset({Role.SETTINGS_ADMIN})),
    "timer.retry": Right(roles=frozenset({Role.SETTINGS_ADMIN})),
}

# What everybody does on their own account, auditors, too: beside these they can write nothing (web/doors.py).
OWN = frozenset({"account.own", "account.export", "message.own", "session.end", "case.list", "audit.keep"})

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


def standing(
    actor: Actor, case: Case, step: Step, stands_in: Any, reference: Reference, *, caused: bool, counter: bool
) -> Standing | Reason:
    """In which role this actor takes the step, or the reason why it isn't this actor's."""
    for role in step.roles:
        if found := _own(actor, case, role, caused=caused):
            return found
        if step.from_above and (office := _above(actor, case, role, reference)):
            return Standing(role, office=office)
    absent = next((r for r in step.roles if r in COUNTER_ROLES), None) if counter else None
    if absent and (held := sorted(actor.at(case.office))):
        return Standing(Role(held[0]), on_behalf_of=absent)
    return _substitute(actor, case, step, stands_in, reference) or _not_yours(actor, step)


def _own(actor: Actor, case: Case, role: Role, *, caused: bool) -> Standing | None:
    if role in DESK_ROLES:
        held = (role, case.office) in actor.grants
    elif role is Role.EXPERT:
        held = case.id in actor.appointed
    elif role is Role.PUBLIC:
        held = actor.account == "public"
    elif role is Role.SYSTEM:
        # Only another case's effect in the same transaction, or a duty, speaks as the system.
        held = caused and actor.account == "system"
    else:
        held = role is not Role.CLOCK and any(speaks(role, kind) for kind, _ in case.party & actor.contacts)
    return Standing(role) if held else None


def speaks(role: Role, kind: str) -> bool:
    """Whether the tie of a contact of this kind of party is this role's: an enterprise isn't its commissioner."""
    if role in (Role.ENTERPRISE, Role.COMMISSIONER):
        return kind == role.value
    return kind != "enterprise"


def _above(actor: Actor, case: Case, role: Role, reference: Reference) -> str | None:
    """The nearest office above the desk at which this actor holds the role."""
    held = actor.offices(role)
    return next((office.code for office in reference.above(case.office)[1:] if office.code in held), None)


def _substitute(actor: Actor, case: Case, step: Step, stands_in: Any, reference: Reference) -> Standing | None:
    for role in step.roles:
        for higher in stands_in.get(role, ()):
            if office := _above(actor, case, higher, reference):
                return Standing(higher, substitute=True, office=office)
    return None


def _not_yours(actor: Actor, step: Step) -> Reason:
    held = {role for role, _ in actor.grants}
    if any(role in held and role in DESK_ROLES for role in step.roles):
        return Reason("wrong_desk", "办件不在您所在的机构办理", "The case waits at another office's desk.")
    who = "、".join(ROLES[r].zh for r in step.roles), " or ".join(ROLES[r].en for r in step.roles)
    return Reason("wrong_role", f"此步骤由{who[0]}办理", f"This step is taken by: {who[1]}.")


def may_open(actor: Actor, lifecycle: Lifecycle, office: str, parties: set[tuple[str, str]]) -> Standing | Reason:
    """Whether this actor may open a case of this kind at this office: whoever may take its first step."""
    first = lifecycle.leaving(lifecycle.initial.name)
    for step in first:
        for role in step.roles:
            if role in DESK_ROLES and (role, office) in actor.grants:
                return Standing(role)
            if role in FILERS and any(speaks(role, kind) for kind, _ in parties & actor.contacts):
                return Standing(role)
    absent = next((r for s in first for r in s.roles if r in COUNTER_ROLES), None)
    if absent and (held := sorted(actor.at(office))):
        return Standing(Role(held[0]), on_behalf_of=absent)
    return _not_yours(actor, first[0])
