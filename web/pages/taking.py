"""A form sent from a case's page: saved where it is a draft's, then fired; or the refusal with all that was typed."""

import hashlib
from datetime import date
from typing import Any, NamedTuple

from flask import request

from models.database import Present
from web import forms, handing_in
from web.kept_files import Arrived, noted
from web.pages.case_page import Ground
from web.uploads import Upload
from workflows import drafts
from workflows.asks import SEAL
from workflows.dates import start_of
from workflows.engine import fire
from workflows.errors import Invalid, Reason, Stale, StepError
from workflows.form import Asks, Label, Paper
from workflows.happened import last_done
from workflows.instants import day_of
from workflows.lifecycle import Step
from workflows.moves import Attempt, Counter
from workflows.seal import canonical

OURS = ("key", "on_behalf_of", "received_on", "at_counter", "as_saved", "quietly", "stay", "back", "preview")
SCANS = (SEAL, Paper("attachment", Label("来件扫描件", "Scans of what arrived"), required=False))
NOON = 12 * 3_600_000_000
DAY = Reason(
    "received_on",
    "收到日期应为日期，如 2026-09-28",
    "The day received must be a date such as 2026-09-28.",
    "received_on",
)
FOR_WHOM = Reason("on_behalf_of", "请填写代谁办理", "Say for whom you act.", "on_behalf_of")


class Refusal(NamedTuple):
    """Why nothing was done, and what was typed, for the page to show again."""

    form: str
    status: int
    said: Label
    reasons: tuple[Reason, ...]
    values: dict[str, Any]
    comment: str
    files: list[Arrived]  # those that came along and are not laid: they need not be sent again


def save(present: Present, g: Ground, step: Step, part: Asks | None = None) -> Refusal | None:
    """Keep the form and files of a draft, or a part of them; nothing of the fields where one of them is wrong."""
    asks = part or step.asks
    sent = _sent(asks)
    files, wrong = handing_in.taken(asks.papers, request.files)
    try:
        drafts.save(present.connection, g.case.id, g.actor, sent, seen=_seen())
    except Invalid as error:
        return _refusal(step.name, error, sent, tuple(wrong), files)
    except StepError as error:
        return _refusal(step.name, _told(present, g, error), sent, (), files)
    handing_in.lay(present.connection, g.case.id, files, g.actor.account, present.at)
    return _refusal(step.name, Invalid(), sent, tuple(wrong), []) if wrong else None


def take(present: Present, g: Ground, step: Step) -> Refusal | None:
    """Take the step. A draft's form is kept first: a refusal loses nothing of it; or it is sent as it was saved."""
    if "as_saved" in request.form:
        return _fired(present, g, step, {}, [])
    if step.source.form and step.asks.fields and step.source.name == g.case.state:
        if refusal := save(present, g, step):
            return refusal
        sent: dict[str, Any] = {}
        return _fired(present, g, step, sent, [])
    files, wrong = handing_in.taken(papers_of(step), request.files)
    sent = _sent(step.asks)
    if wrong:
        return _refusal(_form(step), Invalid(), sent, tuple(wrong), files)
    return _fired(present, g, step, sent, files)


def _fired(present: Present, g: Ground, step: Step, sent: dict[str, Any], files: list[Any]) -> Refusal | None:
    try:
        # What was refused changed nothing: its files lie in the store only, and the form's next try brings them.
        with present.connection.begin_nested():
            if not step.hands_on:
                handing_in.lay(present.connection, g.case.id, files, g.actor.account, present.at)
            outcome = fire(present.connection, [_attempt(g, step, sent, present.at)], at=present.at)[0]
            if isinstance(outcome, StepError):
                raise outcome
            if step.hands_on:
                handing_in.lay(present.connection, outcome.caused[0].case, files, g.actor.account, present.at)
    except StepError as error:
        return _refusal(_form(step), _told(present, g, error), sent, (), files)
    return None


def papers_of(step: Step) -> tuple[Paper, ...]:
    """What may come along: a step that hands on what is given takes the scans of it, for the case that it opens."""
    return SCANS if step.hands_on else step.asks.papers


def _told(present: Present, g: Ground, error: StepError) -> StepError:
    """Who comes too late is told what happened meanwhile."""
    done = last_done(present.connection, g.case.number) if isinstance(error, Stale) else None
    return Stale(done) if done else error


def _attempt(g: Ground, step: Step, sent: dict[str, Any], at: int) -> Attempt:
    comment, counter, key = request.form.get("comment", "").strip(), _counter(at), request.form.get("key", "")
    data = {name: value for name, value in sent.items() if value not in ("", None, [])}
    digest = hashlib.sha256(canonical([g.case.number, step.name, data, comment])).hexdigest()
    return Attempt(
        g.case.id, step.name, g.actor, seen=_seen(), data=data, comment=comment, counter=counter,
        key=key if len(key) in range(16, 65) and key.isascii() else None, digest=digest,
    )  # fmt: skip


def _counter(at: int) -> Counter | None:
    """Paper received at the counter, on a day: it decides "in time"; today's is received now."""
    if "at_counter" not in request.form:
        return None
    name, day = request.form.get("on_behalf_of", "").strip(), request.form.get("received_on", "")
    if not name:
        raise Invalid(FOR_WHOM)
    try:
        today = date.fromisoformat(day) == day_of(at)
    except ValueError:
        raise Invalid(DAY) from None
    return Counter(name, at if today else start_of(day) + NOON)


def _sent(asks: Asks) -> dict[str, Any]:
    found = forms.values(asks.fields, request.form)
    return {name: value for name, value in found.items() if name not in OURS}


def _seen() -> int | None:
    version = request.form.get("version", "")
    return int(version) if version.isdecimal() and len(version) < 10 else None


def _form(step: Step) -> str:
    return f"counter-{step.name}" if "at_counter" in request.form else step.name


def _refusal(
    form: str, error: StepError, sent: dict[str, Any], more: tuple[Reason, ...], files: list[tuple[str, Upload]]
) -> Refusal:
    said = Label(error.zh, error.en)
    typed = {
        **sent,
        "on_behalf_of": request.form.get("on_behalf_of", ""),
        "received_on": request.form.get("received_on", ""),
    }
    comment = request.form.get("comment", "")
    return Refusal(form, error.status, said, (*error.reasons, *more), typed, comment, noted(files))
