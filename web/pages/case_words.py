"""What a case page says in words: who acts now, what comes next, what an entry did, and values as people read them."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from models.reference import Reference
from models.user import users
from web.sight import WITHHELD
from workflows.actors import FILERS, Role
from workflows.form import Field, Label
from workflows.instants import instant, until
from workflows.lifecycle import Kind, Lifecycle, State, Step
from workflows.moves import Case
from workflows.turns import onward, waits_for
from workflows.words import RECORDS, ROLES

YES, NO = Label("是", "yes"), Label("否", "no")
HIDDEN = Label("（不公开）", "(not shown)")
AND = Label("、", ", ")
MARKS = {
    "late": Label("逾期提出", "Raised late"),
    "no_report": Label("逾期未提交报告", "No report was handed in"),
    "not_rectified": Label("期满未报告整改", "Not reported as put right"),
    "waived": Label("期满未陈述", "Time to speak let pass"),
    "measures_ended": Label("办法期满后开立", "Opened after the measures ended"),
    "anonymous": Label("匿名", "Anonymous"),
    "cases": Label("所涉办件", "Cases concerned"),
    "on_behalf_of": Label("代谁办理", "On behalf of"),
    "order": Label("决定文号", "Number of the order"),
    "erased": Label("已删除的内容（记录序号:字段）", "Erased (entry:field)"),
}  # what the system itself adds to a form

RECKONED = {
    "notice": Label("依据通知", "By the notice"),
    "before": Label("原届满", "Over at, before"),
    "after": Label("现届满", "Over at, now"),
    "counted": Label("重算结果（已公示不提前）", "As counted anew (what was told is not moved earlier)"),
}


class Said(NamedTuple):
    """A field with its value, in words."""

    label: Label
    value: Label
    field: Field | None


class Event(NamedTuple):
    """An entry of the history as the page tells it."""

    seq: int
    title: Label
    effective_at: int
    recorded_at: int
    who: Label
    laws: list[str]
    comment: str | None
    said: list[Said]
    late: bool
    hash: str
    target: str
    gaps: bool  # whether it says what has to be put right


AT_ANY_TIME = {"return_for_correction", "send_back", "terminate", "lapse", "close_void"}


def by_party(case: Case) -> bool:
    """Whether its party began it: what an office or the system begins is nobody's own."""
    return case.filers != "[]"


def matter(lifecycle: Lifecycle, *, own: bool) -> Label:
    """What a case is called. A title's end at own request runs as its revocation does, and isn't called so."""
    steps = lifecycle.leaving(lifecycle.initial.name)
    request = next((step for step in steps if set(step.roles) & FILERS), None)
    return request.label if own and request and request is not steps[0] else lifecycle.label


def actors_now(lifecycle: Lifecycle, state: State, *, own: bool = False, party: bool | None = None) -> list[Label]:
    """Whose move it is, in words; nobody's in a state that holds or has ended. What is begun as own, is its party's."""
    order, awaited = list(Role), waits_for(lifecycle, state, party=party)
    if own and state is lifecycle.initial:
        awaited = awaited & FILERS or awaited
    if not awaited and state.name in lifecycle.clocks and state.kind is Kind.OPEN:
        return [ROLES[Role.CLOCK]]
    return [ROLES[role] for role in sorted(awaited, key=order.index)]


def comes_next(lifecycle: Lifecycle, state: State, *, own: bool = False) -> list[Step]:
    """The steps forward from here, not those that are open at any time; the clock's, where nobody is waited for.

    Whoever takes one may refuse instead: that stands beside it, lest "passed" be read as having passed. Where one of
    them ends the case, all other ways to decide do.
    """
    if state.name in lifecycle.clocks and not waits_for(lifecycle, state):
        return [lifecycle.clocks[state.name]]
    steps = onward(lifecycle, state)
    if own and state is lifecycle.initial:
        return [step for step in steps if set(step.roles) & FILERS] or steps
    taking = {role for step in steps for role in step.roles}
    deciding = {role for step in steps if step.target.final for role in step.roles}
    against = [
        s
        for s in lifecycle.leaving(state.name)
        if s.adverse and s.name not in AT_ANY_TIME and {*s.roles} & (taking if s.target.final else deciding)
    ]
    return [s for s in lifecycle.leaving(state.name) if s in steps or s in against]


def events(
    history: Iterable[Mapping[str, Any]], lifecycle: Lifecycle, reference: Reference, names: Mapping[str, str]
) -> list[Event]:
    return [_event(entry, lifecycle, reference, names) for entry in history]


def _event(entry: Mapping[str, Any], lifecycle: Lifecycle, reference: Reference, names: Mapping[str, str]) -> Event:
    step = lifecycle.at.get((entry["source"], entry["step"]))
    effective, recorded = instant(entry["effective_at"]), instant(entry["recorded_at"])
    fields = {f.name: f for f in step.asks.fields} if step else lifecycle.form
    return Event(
        entry["seq"],
        step.label if step else RECORDS.get(entry["kind"], Label(entry["kind"], entry["kind"])),
        effective,
        recorded,
        _who(entry, reference, names),
        list(entry["law"]),
        entry["comment"],
        reckoned_words(entry["values"]) if entry["kind"] == "reckon" else said(fields, entry["values"], names),
        recorded - effective > 86_400_000_000,
        entry["hash"],
        entry["target"],
        bool(entry["values"].get("gaps")),
    )


def _who(entry: Mapping[str, Any], reference: Reference, names: Mapping[str, str]) -> Label:
    """Role, office where the role is one of an office, and the name where this reader is told names."""
    role = ROLES[Role(entry["role"])]
    zh, en = role
    office = reference.offices.get(entry["office"])
    if office and Role(entry["role"]) in (Role.DISTRICT_REVIEWER, Role.HQ_REVIEWER, Role.BUREAU_APPROVER):
        zh, en = f"{office.zh} {zh}", f"{office.en}, {en}"
    if name := names.get(entry["actor"]):
        zh, en = f"{zh} {name}", f"{en} {name}"
    if entry["on_behalf_of"]:
        zh, en = f"{zh}（代收书面材料）", f"{en} (on paper received)"
    return Label(zh, en)


def reckoned_words(values: Mapping[str, Any]) -> list[Said]:
    """By which notice a deadline moved, from when to when."""

    def shown(name: str) -> Label:
        if name == "notice":
            return Label(values[name], values[name])
        end = until(instant(values[name]))
        return Label(end, end)

    return [Said(label, shown(name), None) for name, label in RECKONED.items() if name in values]


def said(fields: Mapping[str, Field], values: Mapping[str, Any], names: Mapping[str, str]) -> list[Said]:
    """The values in the order of the form, then what the system added; files are listed elsewhere."""
    order = [*fields, *(name for name in MARKS if name not in fields)]
    shown = [name for name in order if name in values and values[name] not in (None, "", [], False)]
    return [
        Said(fields[n].label if n in fields else MARKS[n], _value(fields.get(n), values[n], names), fields.get(n))
        for n in shown
    ]


def _value(field: Field | None, value: Any, names: Mapping[str, str]) -> Label:
    if value == WITHHELD:
        return HIDDEN
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, list):
        parts = [_value(field, one, names) for one in value]
        long = any(len(part.zh) > 16 for part in parts) and (field is None or field.of is None)
        return Label(*(("\n" if long else AND[i]).join(part[i] for part in parts) for i in (0, 1)))
    if field and field.choices:
        return dict(field.choices).get(str(value), Label(str(value), str(value)))
    text = names.get(value, str(value)) if field and "person" in (field.type, field.of) else str(value)
    return Label(text, text)


def names_of(connection: Connection, accounts: Iterable[str]) -> dict[str, str]:
    """The names behind account ids, for readers who are told them."""
    wanted = sorted(set(accounts))
    rows = connection.execute(select(users.c.id, users.c.display).where(users.c.id.in_(wanted))) if wanted else ()
    return {id: display for id, display in rows}  # noqa: C416 - a row is no pair to mypy
