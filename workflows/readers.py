"""Who reads a message, and whether it is their turn: worked out for a set of messages by a few queries."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from models.user import appointments, contacts, grants, users
from workflows.actors import DESK_ROLES, FILERS, Role
from workflows.lifecycle import Lifecycle, State
from workflows.moves import Case
from workflows.rulebooks import lifecycles
from workflows.standing import speaks
from workflows.topics import TOPICS, Kind
from workflows.turns import waits_for

MACHINES = {"system", "clock", "public"}
SILENT = {"erase", "migrate", "amend"}  # records that concern nobody's work


class Told(NamedTuple):
    """A message that somebody is to read: the row of the outbox, and what it tells of."""

    id: int
    topic: str
    reader: str | None
    seq: int | None
    case: Case | None
    body: Mapping[str, Any] | None  # of the entry
    latest: int | None  # seq of the entry that moved the case last


class People(NamedTuple):
    """Who could be meant: of accounts that aren't disabled."""

    granted: frozenset[tuple[str, str, str]]  # (account, role, office)
    speaking: Mapping[tuple[str, str], frozenset[str]]  # (kind, number) -> accounts
    appointed: Mapping[int, Sequence[tuple[str, int, bool]]]  # case -> (account, seq of the appointment, has scored)
    named: frozenset[str]  # accounts that a message names itself

    def at(self, office: str, roles: Iterable[str]) -> set[str]:
        wanted = set(roles)
        return {account for account, role, where in self.granted if role in wanted and office in (where, "")}


def readers(connection: Connection, told: Sequence[Told]) -> dict[int, dict[str, Kind]]:
    """The accounts that each message is for, and as what."""
    people = _people(connection, told)
    return {one.id: _readers(one, people) for one in told}


def _readers(one: Told, people: People) -> dict[str, Kind]:
    if one.reader is None:
        return _concerned(one, people)
    kind = TOPICS[one.topic].kind
    return dict.fromkeys(_named(one, people), kind)


def _named(one: Told, people: People) -> Iterable[str]:
    """Those whom the message's own reader means (workflows/telling.py)."""
    word, _, value = (one.reader or "").partition(":")
    role, _, office = value.partition("@")
    case = one.case
    found: dict[str, Callable[[], Iterable[str]]] = {
        "office": lambda: people.at(value, DESK_ROLES),
        "account": lambda: {value} & people.named,
        "role": lambda: people.at(office, [role]),
        "desk": lambda: _turn(case, people) if case else (),
        "parties": lambda: _party(case, people) if case else (),
    }
    return found[word]()


def _concerned(one: Told, people: People) -> dict[str, Kind]:
    """Whom an entry concerns: the parties learn where their case stands, and whose turn it is now learns so."""
    case, body = one.case, one.body
    if case is None or body is None or body["kind"] in SILENT:
        return {}
    lifecycle = lifecycles()[case.lifecycle]
    target = lifecycle.states.get(body["target"])
    if target is None:
        return {}  # a state that the lifecycle no longer has
    found: dict[str, Kind] = {}
    moved = body["source"] != body["target"]
    if body["kind"] == "reckon":
        found |= dict.fromkeys({*_party_of(case, target, people), *_desk(case, people)}, "deadline")
    elif moved and not _is_own_draft(body, target):
        found |= dict.fromkeys(_party_of(case, target, people), "told")
        found |= dict.fromkeys(_turn(case, people) if one.seq == one.latest else (), "act")
    found |= dict.fromkeys((a for a, seq, scored in people.appointed.get(case.id, ()) if seq == one.seq), "act")
    found.pop(body["actor"], None)  # who did it knows
    return found


def _is_own_draft(body: Mapping[str, Any], target: State) -> bool:
    return body["kind"] == "begin" and target.form and body["actor"] not in MACHINES


def _party_of(case: Case, state: State, people: People) -> set[str]:
    return set() if state.internal else _party(case, people)


def _party(case: Case, people: People) -> set[str]:
    return {account for tie in case.party for account in people.speaking.get(tie, ())}


def _turn(case: Case, people: People) -> set[str]:
    """Those whose move it is in the state in which the case stands."""
    lifecycle = lifecycles()[case.lifecycle]
    roles = waits_for(lifecycle, lifecycle.states[case.state])
    found = people.at(case.office, roles & DESK_ROLES)
    found = {case.assignee} if case.assignee in found else found  # in whose hand it is, while they are there
    if Role.EXPERT in roles:
        found |= {account for account, _, scored in people.appointed.get(case.id, ()) if not scored}
    return found | set(_parties_awaited(case, lifecycle, roles & FILERS, people))


def _desk(case: Case, people: People) -> set[str]:
    """Those at its desk who may do something with it, though a clock be waited for; and whose turn it is."""
    roles = {role for step in lifecycles()[case.lifecycle].leaving(case.state) for role in step.roles}
    return people.at(case.office, roles & DESK_ROLES) | _turn(case, people)


def _parties_awaited(case: Case, lifecycle: Lifecycle, roles: set[Role], people: People) -> Iterator[str]:
    if lifecycle.states[case.state].internal:
        return
    for kind, number in case.party:
        if any(speaks(role, kind) for role in roles):
            yield from people.speaking.get((kind, number), ())


def _people(connection: Connection, told: Sequence[Told]) -> People:
    cases = [one.case for one in told if one.case]
    named = [one.reader.partition(":") for one in told if one.reader]
    offices = {case.office for case in cases} | {value for word, _, value in named if word == "office"}
    roles = {value.partition("@")[0] for word, _, value in named if word == "role"}
    return People(
        _granted(connection, offices, roles),
        _speaking(connection, {number for case in cases for _, number in case.party}),
        _appointed(connection, {case.id for case in cases}),
        _accounts(connection, {value for word, _, value in named if word == "account"}),
    )


def _granted(connection: Connection, offices: set[str], roles: set[str]) -> frozenset[tuple[str, str, str]]:
    g = grants.c
    asked = (
        select(g.user_id, g.role, g.office).join(users, users.c.id == g.user_id).where(users.c.disabled_at.is_(None))
    )
    rows = connection.execute(asked.where(g.office.in_(sorted(offices)) | g.role.in_(sorted(roles))))
    return frozenset((row.user_id, row.role, row.office) for row in rows)


def _speaking(connection: Connection, numbers: set[str]) -> Mapping[tuple[str, str], frozenset[str]]:
    c = contacts.c
    asked = select(c.kind, c.number, c.user_id).join(users, users.c.id == c.user_id)
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in connection.execute(asked.where(users.c.disabled_at.is_(None), c.number.in_(sorted(numbers)))):
        found[row.kind, row.number].add(row.user_id)
    return {tie: frozenset(accounts) for tie, accounts in found.items()}


def _appointed(connection: Connection, cases: set[int]) -> Mapping[int, Sequence[tuple[str, int, bool]]]:
    a = appointments.c
    asked = select(a.case_id, a.expert, a.appointed_seq, a.scored_seq).join(users, users.c.id == a.expert)
    found: dict[int, list[tuple[str, int, bool]]] = defaultdict(list)
    here = a.recused_seq.is_(None), users.c.disabled_at.is_(None), a.case_id.in_(sorted(cases))
    for row in connection.execute(asked.where(*here).order_by(a.id)):
        found[row.case_id].append((row.expert, row.appointed_seq, row.scored_seq is not None))
    return found


def _accounts(connection: Connection, ids: set[str]) -> frozenset[str]:
    if not ids:
        return frozenset()
    asked = select(users.c.id).where(users.c.disabled_at.is_(None), users.c.id.in_(sorted(ids)))
    return frozenset(connection.execute(asked).scalars())
