"""What the page of a notice in the making shows: candidates, fields of its kind, and what was typed or is offered."""

import secrets
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask import request

from models.database import Present
from models.reference import current
from web import auth
from web.desk.noticing import KINDS, LISTING, WITHDRAWAL, Candidate, Earlier, candidates, earlier
from web.language import label, t
from web.openings import Openable
from web.pages.listing import title_of
from workflows.actors import Actor
from workflows.errors import StepError
from workflows.form import Label
from workflows.instants import local
from workflows.lifecycle import State
from workflows.moves import Case
from workflows.rulebooks import lifecycles

MINUTE = 60_000_000  # µs
NEEDED = {"publicity": ("site_url", "published_at"), "correction": ("about",)}  # what this kind can't be without
SHOWN = {
    "publicity": ("title", "text", "site_url", "published_at", "about"),
    "announcement": ("title", "text"),
    "revocation": ("title", "text"),
    "correction": ("about", "title", "text"),
    WITHDRAWAL: ("reason",),
}  # the fields that each kind shows; the list of cases has a place of its own


def context(present: Present, picked: Openable, error: StepError | None = None) -> dict[str, Any]:
    """Everything that `work/compose.html` shows; `error`: why what was sent was refused."""
    actor, reference, kind = actor_of(present), current(present.connection), kind_asked()
    numbers = request.values.getlist("cases") or request.values.getlist("case")
    listed = candidates(present.connection, kind, numbers, picked.lifecycle, actor, reference, present.at)
    before = earlier(present.connection, picked.lifecycle, [one.code for one in picked.offices])
    typed = {name: request.form[name] for name in request.form} or _offered(present, picked, kind, listed, before)
    steps = {s.name: s for s in picked.lifecycle.steps}
    step = steps["withdraw" if kind == WITHDRAWAL else "publish"]
    fields = {f.name: replace(f, required=f.required or f.name in NEEDED.get(kind, ())) for f in step.asks.fields}
    return {
        "kind": kind, "kinds": KINDS, "listing": kind in LISTING, "candidates": listed, "picked": picked,
        "titles": {one.case.number: title_of(one.case, lifecycles()[one.case.lifecycle]) for one in listed},
        "earlier": [(one.number, Label(*[f"{one.number} {one.title}"] * 2)) for one in before], "typed": typed,
        "fields": [fields[name] for name in SHOWN[kind]], "step": step, "refusal": error, "numbers": numbers,
        "office": office_of(picked), "state_of": _state, "key": request.form.get("key") or secrets.token_urlsafe(18),
    }  # fmt: skip


def _offered(
    present: Present, picked: Openable, kind: str, listed: Sequence[Candidate], before: Sequence[Earlier]
) -> dict[str, str]:
    """What the form holds at first: the hour is now, and the title says what the list is of."""
    about = request.args.get("about", "")
    old = next((one for one in before if one.number == about), None)
    words, year = label(KINDS[kind]), local(present.at)[:4]
    of = next((label(lifecycles()[one.case.lifecycle].label) for one in listed), "")
    title = t(f"{year}年度{of}{words}", f"{words}: {of}, {year}") if of else ""
    if kind == "correction":
        title = t(f"关于“{old.title}”的更正", f"Correction of “{old.title}”") if old else ""
    return {"about": about, "title": title, "published_at": local(present.at - present.at % MINUTE)}


def kind_asked() -> str:
    """The kind of notice that the address or the form names."""
    kind = request.values.get("kind", "")
    return kind if kind in KINDS else "publicity"


def office_of(picked: Openable) -> str:
    """Who publishes: the office named, where it is one of the visitor's."""
    wanted = request.values.get("office", "")
    return next((one.code for one in picked.offices if one.code == wanted), picked.offices[0].code)


def actor_of(present: Present) -> Actor:
    actor = auth.actor_of(present.visitor)
    assert actor is not None  # the right `case.open` admits accounts only
    return actor


def _state(case: Case) -> State:
    return lifecycles()[case.lifecycle].states[case.state]
