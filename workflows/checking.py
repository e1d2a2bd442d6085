"""What `yizhan rulebooks check` asks of a book: somebody who may act, nobody who decides on their own, rules kept."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from workflows.actors import DESK_ROLES
from workflows.coverage import unaccounted
from workflows.deadlocks import stuck
from workflows.form import Label
from workflows.lifecycle import Kind, Lifecycle, State, Step
from workflows.rulebook import Rulebook
from workflows.wellformed import require_wellformed


class Finding(NamedTuple):
    """What is wrong, where, and a road that leads there."""

    where: str
    property: str
    words: Label
    road: tuple[str, ...] = ()


# Who proposes never decides, substitutes included: (those who propose, those who decide), by lifecycle.
APART: dict[str, tuple[tuple[frozenset[str], frozenset[str]], ...]] = {
    name: tuple((frozenset(one.split()), frozenset(other.split())) for one, other in pairs)
    for name, pairs in {
        "certification": (
            ("forward", "recommend not_recommend"),
            ("forward recommend not_recommend", "shortlist pass certify not_select announce reject"),
        ),
        "change": (("approve", "file"),),
        "exit": (("verify", "deregister"),),
        "enrolment": (("nominate", "enrol reject"),),
        "assignment": (("propose", "confirm decline"),),
        "appeal": (("request_transfer", "approve_transfer"),),
        "assessment": (("require_rectification assess", "fail"),),
        "revocation": (("propose", "revoke dismiss"),),
        "reward": (("propose", "approve decline cancel"),),
        "clawback": (("propose", "claw_back dismiss write_off"),),
        "reversal": (("propose", "order dismiss"),),
    }.items()
}
BACKWARDS = frozenset({"send_back", "unpublish"})  # after these the earlier desk decides anew


def check(book: Rulebook) -> list[Finding]:
    """Everything that is wrong with a book."""
    found = [finding for lifecycle in book.lifecycles for finding in check_lifecycle(book, lifecycle)]
    return [*found, *(_unaccounted(book))]


def check_lifecycle(book: Rulebook, lifecycle: Lifecycle) -> list[Finding]:
    asked = (_form(lifecycle), _citations(book, lifecycle), _waiting(book, lifecycle), _untimed(book, lifecycle))
    return [*(finding for found in asked for finding in found), *_apart(lifecycle)]


def needs_two(book: Rulebook) -> Iterator[Finding]:
    """Where one person for each role and office isn't enough: at the top it stands until another is appointed."""
    for lifecycle in book.lifecycles:
        for state, road, top in stuck(book, lifecycle):
            if top:
                words = Label(
                    "最高机构每个岗位只有一人时，须另行指定人员",
                    "With one person for each role the top office must appoint another.",
                )
                yield Finding(f"{lifecycle.key} {state}", "second_person", words, road)


def _form(lifecycle: Lifecycle) -> Iterator[Finding]:
    try:
        require_wellformed(lifecycle)
    except ValueError as error:
        yield Finding(lifecycle.key, "form", Label(f"流程定义有误：{error}", f"Not well formed: {error}"))


def _citations(book: Rulebook, lifecycle: Lifecycle) -> Iterator[Finding]:
    known = book.known | {"office"}
    for step in lifecycle.steps:
        for law in (*step.laws, *([step.near] if step.near else [])):
            if law not in known:
                words = Label(f"引用了未知条款 {law}", f"Cites an unknown rule, {law}")
                yield Finding(_at(lifecycle, step), "citation", words)


def _waiting(book: Rulebook, lifecycle: Lifecycle) -> Iterator[Finding]:
    for state, road, top in stuck(book, lifecycle):
        if not top:
            words = Label("无人可以办理", "Nobody can take the case on from here.")
            yield Finding(f"{lifecycle.key} {state}", "deadlock", words, road)


def _untimed(book: Rulebook, lifecycle: Lifecycle) -> Iterator[Finding]:
    """Whoever waits for a person has a clock, or the book is silent on it, and a gap of the text says so."""
    waiting = [s.name for s in lifecycle.states.values() if _waits_untimed(lifecycle, s)]
    told = any(lifecycle.name in gap.waits for gap in book.gaps)
    for state in waiting if not told else ():
        words = Label("没有时限，也没有说明文本为何没有规定", "Has no clock, and nothing says why the text gives none.")
        yield Finding(f"{lifecycle.key} {state}", "untimed", words, road_to(lifecycle, lifecycle.initial.name, state))
    if told and not waiting:
        words = Label("所说的文本空白并不存在", "A gap of the text is told that isn't there.")
        yield Finding(lifecycle.key, "untimed", words)


def _waits_untimed(lifecycle: Lifecycle, state: State) -> bool:
    return state.kind is Kind.OPEN and not state.form and state.name not in lifecycle.clocks


def _apart(lifecycle: Lifecycle) -> Iterator[Finding]:
    for proposing, deciding in APART.get(lifecycle.name, ()):
        for first, then in _pairs(lifecycle, proposing, deciding):
            if first.name not in excluded_by(then):
                words = Label(
                    f"办理“{first.label.zh}”的人可以再办理“{then.label.zh}”",
                    f"Who takes “{first.label.en}” may take “{then.label.en}”, too.",
                )
                road = (first.name, *road_to(lifecycle, first.target.name, then.source.name), then.name)
                yield Finding(_at(lifecycle, then), "separation", words, road)


def _pairs(lifecycle: Lifecycle, proposing: Iterable[str], deciding: Iterable[str]) -> Iterator[tuple[Step, Step]]:
    """A proposal and a decision that a later desk takes on it."""
    decisions = [s for s in lifecycle.steps if s.name in deciding and set(s.roles) & DESK_ROLES]
    for first in (s for s in lifecycle.steps if s.name in proposing):
        reached = onwards(lifecycle, first.target.name)
        yield from ((first, then) for then in decisions if then.source.name in reached)


def excluded_by(step: Step) -> frozenset[str]:
    """The steps whose takers may not take this one."""
    return frozenset(name for guard in step.needs for name in getattr(guard, "excludes", ()))


def onwards(lifecycle: Lifecycle, start: str) -> dict[str, tuple[str, ...]]:
    """Each state that is reached from one without going back, with the steps that lead there."""
    found, edge = {start: tuple[str, ...]()}, [start]
    while edge:
        state = edge.pop(0)
        for step in lifecycle.leaving(state):
            if step.name not in BACKWARDS and step.target.name not in found:
                found[step.target.name] = (*found[state], step.name)
                edge.append(step.target.name)
    return found


def road_to(lifecycle: Lifecycle, start: str, end: str) -> tuple[str, ...]:
    return onwards(lifecycle, start).get(end, ())


def _at(lifecycle: Lifecycle, step: Step) -> str:
    return f"{lifecycle.key} {step.source.name}.{step.name}"


def _unaccounted(book: Rulebook) -> Iterator[Finding]:
    for rule in unaccounted(book):
        words = Label("没有步骤、职责或说明落实此条", "Nothing accounts for this rule.")
        yield Finding(f"{book.key} {rule}", "coverage", words)
