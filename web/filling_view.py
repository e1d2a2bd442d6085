"""What the pages of a form show: its parts as they are saved, what must be mended, what a receipt says."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from models.database import Present
from web.desk.marking import read_back
from web.ground import Ground
from web.history_view import history_view
from web.pages.case_words import Said, actors_now, by_party, comes_next, events, matter, said
from web.pages.lamps import lights
from web.pages.listing import title_of
from web.sections import Section, elsewhere, is_long, sections
from web.sight import sight
from workflows.actors import FILERS
from workflows.form import Field, Label, Paper
from workflows.lifecycle import Step

RETURNS = "return_for_correction"


class Filling(NamedTuple):
    """A long form that this visitor may fill in now."""

    step: Step
    title: str
    sections: list[Section]
    reasons: Sequence[Mapping[str, Any]]  # that lie in none of them
    said: Sequence[Said]
    data: Mapping[str, Any]
    files: Sequence[Mapping[str, Any]]
    gaps: Sequence[Label]  # what the office found missing, item by item
    changed: frozenset[str]  # fields and kinds of files that differ from what was sent the last time

    @property
    def ready(self) -> bool:
        return not self.reasons and all(one.state == "done" for one in self.sections)

    def saying(self, part: Section) -> list[Said]:
        names = {field.name for field in part.fields}
        return [one for one in self.said if one.field and one.field.name in names]

    def owed(self, asks: Iterable[Field | Paper]) -> list[Label]:
        """What the office found missing that names one of these by its label, until that is changed."""
        return [gap for gap in self.gaps if any(_names(gap, one) for one in asks if key_of(one) not in self.changed)]


def key_of(ask: Field | Paper) -> str:
    return ask.kind if isinstance(ask, Paper) else ask.name


def _names(gap: Label, ask: Field | Paper) -> bool:
    """Whether a line of the list speaks of this; a label counts without what stands in brackets."""
    zh, en = ask.label.zh.partition("（")[0], ask.label.en.partition(" (")[0].partition(",")[0].lower()
    return zh in gap.zh or en in gap.en.lower()


def filling(g: Ground, view: Mapping[str, Any], history: Sequence[Mapping[str, Any]]) -> Filling | None:
    """None where nothing is filled in now, the form is short, or it is somebody else's."""
    state = g.lifecycle.states[g.case.state]
    step = next((s for s in g.lifecycle.leaving(state.name) if _fills(s)), None)
    if not state.form or step is None or "party" not in g.ties or not is_long(step.asks):
        return None
    told = next(one for one in view["steps"] if one["name"] == step.name)
    parts = sections(step.asks, view["data"], [file["kind"] for file in view["materials"]], told["reasons"])
    return Filling(
        step, title_of(g.case, g.lifecycle), parts, elsewhere(parts, told["reasons"]),
        said({f.name: f for f in step.asks.fields}, view["data"], {}), view["data"], view["materials"],
        [read_back(gap, g.lifecycle) for gap in _gaps(history)], _changed(history, view),
    )  # fmt: skip


def _fills(step: Step) -> bool:
    return bool(set(step.roles) & FILERS and step.asks.fields and not step.adverse and step.name != "withdraw")


def _gaps(history: Sequence[Mapping[str, Any]]) -> Sequence[str]:
    """The list of the last return, as long as nothing was handed in again."""
    last = next((entry for entry in reversed(history) if entry["kind"] == "step"), None)
    return tuple(last["values"].get("gaps", ())) if last and last["step"] == RETURNS else ()


def _changed(history: Sequence[Mapping[str, Any]], view: Mapping[str, Any]) -> frozenset[str]:
    sent = next((e for e in reversed(history) if e["role"] in FILERS and e["kind"] == "step" and e["values"]), None)
    if sent is None:
        return frozenset()
    before = {name: value for name, value in sent["values"].items() if not name.startswith("material.")}
    files = json.dumps([value for name, value in sent["values"].items() if name.startswith("material.")])
    fields = {name for name, value in view["data"].items() if before.get(name) != value}
    return frozenset(fields | {file["kind"] for file in view["materials"] if file["sha256"] not in files})


def receipt_of(present: Present, g: Ground, seq: int) -> dict[str, Any]:
    """The values of filling/receipt.html: what was sent with that entry, and what follows from it now."""
    history = history_view(present.connection, g.case, sight(present.connection, g.case, g.actor, g.ties))
    entry = next(event for event in events(history, g.lifecycle, g.reference, {}) if event.seq == seq)
    values = next(one["values"] for one in history if one["seq"] == seq)
    state, own = g.lifecycle.states[g.case.state], by_party(g.case)
    return {
        "case": g.case, "lifecycle": g.lifecycle, "entry": entry, "title": title_of(g.case, g.lifecycle),
        "files": _files(values), "matter": matter(g.lifecycle, own=own),
        "office": g.reference.offices[g.case.office], "state": state, "who": actors_now(g.lifecycle, state, own=own),
        "next": comes_next(g.lifecycle, state, own=own), "lights": lights(g.reference, g.case, present.at),
        "at": present.at,
    }  # fmt: skip


def _files(values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(name, SHA-256) of each file that the entry committed."""

    def said(id: int, part: str) -> str:
        return str(values.get(f"material.{id}.{part}", ""))

    ids = sorted({int(name.split(".")[1]) for name in values if name.startswith("material.")})
    return [(said(id, "name"), said(id, "sha256")) for id in ids]


def last_sent(history: Sequence[Mapping[str, Any]]) -> int | None:
    """The newest entry by which a party handed something in: it has a receipt."""
    return next((e["seq"] for e in reversed(history) if e["kind"] == "step" and e["role"] in FILERS), None)
