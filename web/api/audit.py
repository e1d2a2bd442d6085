"""Calls of auditors: the history verified, and its checkpoints."""

from typing import Any

from pydantic import Field
from sqlalchemy import select

from models.checkpoint import checkpoints
from web.api.calls import Ask, Later, call
from web.api.shapes import Page, Paged, Shape
from web.checked_case import look_at_case
from web.installation import here
from workflows.instants import local
from workflows.looking import Look, Report, look_at
from workflows.looking_at_cases import APART
from workflows.reading import visible
from workflows.signing import signer
from workflows.verifying import verify


class Wrong(Shape):
    place: str
    zh: str
    en: str


class Verified(Shape):
    whole: bool
    entries: int = Field(description="under the last checkpoint")
    after: int = Field(description="committed since, and under none yet")
    checkpoints: int
    outside: int = Field(description="of these, how many stand outside of the database, too")
    findings: list[Wrong] = Field(description="the first is the first place that is wrong")


class CheckpointShape(Shape):
    size: int
    made_at: str
    text: str = Field(description="C2SP tlog-checkpoint: origin, size, root, signature")
    key: str = Field(description="the public key, as C2SP's tools take it")


class Checkpoints(Paged):
    pass


def look() -> Look:
    """At this installation; each page in a short transaction of its own."""
    installed = here()
    return look_at(installed.engine, installed.settings.data_dir)


class Which(Shape):
    case: str | None = Field(None, description="a case's number: it alone, as an auditor would check its package")


@call("GET", "/audit/verify", right="audit.read", words=("核验历史记录", "Verify the history"), answers=Verified,
      query=Which, errors=(404,))  # fmt: skip
def verify_history(ask: Ask) -> dict[str, Any] | Later:
    """Chains, tree, signatures, files, invariants, and every case and register recomputed."""
    if ask.query.case is None:
        return Later(lambda: told(verify(look(), replay=True, hands=APART)))
    case, _ = visible(ask.connection, ask.query.case, ask.me, ask.reference)
    return told(look_at_case(ask.present, here().settings, case, replay=True))


def told(report: Report) -> dict[str, Any]:
    return {
        "whole": not report.findings,
        "entries": report.entries,
        "after": report.after,
        "checkpoints": report.checkpoints,
        "outside": report.outside,
        "findings": [{"place": place, "zh": said.zh, "en": said.en} for place, said in report.findings],
    }


@call("GET", "/audit/checkpoints", right="audit.read", words=("检查点", "Checkpoints, newest first"),
      query=Checkpoints, answers=Page[CheckpointShape])  # fmt: skip
def list_checkpoints(ask: Ask) -> dict[str, Any]:
    q, k = ask.query, checkpoints.c
    asked = select(k.size, k.made_at, k.text).order_by(k.size.desc()).limit(q.limit + 1)
    if q.cursor and q.cursor.isdecimal():
        asked = asked.where(k.size < int(q.cursor))
    rows = ask.connection.execute(asked).all()
    key = str(signer(here().settings.data_dir).verifier)
    items = [{"size": r.size, "made_at": local(r.made_at), "text": r.text, "key": key} for r in rows[: q.limit]]
    return {"items": items, "next": str(items[-1]["size"]) if len(rows) > q.limit else None}
