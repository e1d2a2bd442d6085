"""A lifecycle as data: what the API tells, what a digest fixes, and what a verifier replays by."""

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from workflows.deadlines import Period
from workflows.form import Asks, Field, Label, Paper
from workflows.lifecycle import InData, Lifecycle, State, Step
from workflows.seal import canonical, digest


def described(lifecycle: Lifecycle) -> dict[str, Any]:
    """States and steps, as `GET /rulebooks/BOOK/lifecycles/NAME` answers them."""
    return {
        "key": lifecycle.key,
        "label": label(lifecycle.label),
        "home": lifecycle.home,
        "subject": lifecycle.subject,
        "also": list(lifecycle.also),
        "initial": lifecycle.initial.name,
        "states": [_state(s) for s in lifecycle.states.values()],
        "steps": [_step(s) for s in lifecycle.steps],
    }


@cache
def rules(lifecycle: Lifecycle) -> tuple[str, bytes]:
    """(digest in hex, canonical bytes) of the definition."""
    body = canonical(described(lifecycle))
    return digest(body).hex(), body


def label(of: Label) -> dict[str, str]:
    return {"zh": of.zh, "en": of.en}


def asks(of: Asks) -> dict[str, Any]:
    return {"fields": [_field(f) for f in of.fields], "materials": [_paper(p) for p in of.papers]}


def _state(state: State) -> dict[str, Any]:
    return {
        "name": state.name,
        "label": label(state.label),
        "level": state.level,
        "kind": state.kind.value,
        "final": state.final,
    }


def _step(step: Step) -> dict[str, Any]:
    return {
        "name": step.name,
        "label": label(step.label),
        "source": step.source.name,
        "target": step.target.name,
        "who": [r.value for r in step.roles],
        "law": list(step.laws),
        "near": step.near,
        "needs": names(step.needs),
        "asks": asks(step.asks),
        "does": names(step.does),
        "after": _after(step.after),
        "keeps_deadline": step.keeps,
        "desk": names([step.desk])[0] if step.desk else None,
        "reported_within": _within(step.reported_within),
        "counts_from": step.counts_from,
        "marks": dict(step.marks),
        "from_above": step.from_above,
        "on_notice": step.on_notice,
        "adverse": step.adverse,
    }


def names(functions: Iterable[Callable[..., Any]]) -> list[str]:
    return [str(getattr(f, "named", getattr(f, "__name__", ""))) for f in functions]


def _within(within: tuple[str, Period | None] | None) -> dict[str, Any] | None:
    if within is None:
        return None
    name, period = within
    return {"date": name, "period": _after(period)}


def _after(after: Period | InData | None) -> dict[str, Any] | None:
    if after is None:
        return None
    if isinstance(after, Period):
        return {"amount": after.amount, "unit": after.unit, "roll": after.roll}
    return {"date": after.name}


def _field(field: Field) -> dict[str, Any]:
    return {
        "name": field.name,
        "type": field.type,
        "required": field.required,
        "label": label(field.label),
        "choices": [{"value": value, "label": label(text)} for value, text in field.choices],
        "minimum": field.minimum,
        "maximum": field.maximum,
        "max_length": field.max_length if field.type in ("text", "list") else None,
        "of": [field.of] if field.of else [],
        "hint": label(field.hint) if field.hint else None,
        **_when(field),
    }


def _paper(paper: Paper) -> dict[str, Any]:
    return {"kind": paper.kind, "required": paper.required, "label": label(paper.label), **_when(paper)}


def _when(ask: Field | Paper) -> dict[str, Any]:
    return {"when": label(ask.when)} if ask.when else {}
