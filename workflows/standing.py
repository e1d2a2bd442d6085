"""In which role somebody takes a step or opens a case: their own, from above, as a substitute, or at the counter."""

from typing import Any

from models.reference import Reference
from workflows.actors import COUNTER_ROLES, DESK_ROLES, FILERS, Actor, Role
from workflows.errors import Reason
from workflows.lifecycle import Lifecycle, Step
from workflows.moves import Case, Standing
from workflows.words import ROLES


def standing(
    actor: Actor, case: Case, step: Step, stands_in: Any, reference: Reference, *, caused: bool, counter: bool
) -> Standing | Reason:
    """In which role this actor takes the step, or the reason why it isn't this actor's."""
    for role in step.roles:
        if found := _own(actor, case, role, caused=caused):
            return _for_it(found, step)
        if step.from_above and (office := _above(actor, case, role, reference)):
            return Standing(role, office=office)
    absent = next((r for r in step.roles if r in COUNTER_ROLES), None) if counter else None
    if absent and (held := sorted(actor.at(case.office))):
        return Standing(Role(held[0]), on_behalf_of=absent)
    return _substitute(actor, case, step, stands_in, reference) or _not_yours(actor, step)


def _for_it(held: Standing, step: Step) -> Standing:
    """An office that may take an enterprise's own step takes it for the enterprise: that isn't filing the case."""
    for_it = held.role in DESK_ROLES and Role.ENTERPRISE in step.roles
    return held._replace(on_behalf_of=Role.ENTERPRISE) if for_it else held


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
                return _for_it(Standing(role), step)
            if role in FILERS and any(speaks(role, kind) for kind, _ in parties & actor.contacts):
                return Standing(role)
    absent = next((r for s in first for r in s.roles if r in COUNTER_ROLES), None)
    if absent and (held := sorted(actor.at(office))):
        return Standing(Role(held[0]), on_behalf_of=absent)
    return _not_yours(actor, first[0])
