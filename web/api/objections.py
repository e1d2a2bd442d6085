"""Public calls of whoever objects: file, follow by number and code, take back."""

import secrets
from typing import Annotated, Any, Literal

from flask import request
from pydantic import BeforeValidator, Field
from sqlalchemy import select

from models.case import cases, links
from models.material import materials
from web.api.calls import Answer, Ask, call
from web.api.shapes import Code, Line, Long, Shape, Words
from web.filing import Receipt, file_objection, followed
from web.history_view import history_view
from web.installation import here
from web.published import Published, by_number, listed
from web.sight import Sight
from web.uploads import Upload, take
from workflows import definition
from workflows.actors import PUBLIC, Role
from workflows.engine import fire
from workflows.errors import Expired, KeyReused, Reason, StepError
from workflows.instants import local
from workflows.moves import Attempt, Case
from workflows.reading import case_by_number
from workflows.rulebooks import lifecycles

OUTCOME = ("findings", "reason")  # what deciders say to whoever objected


def _many(given: object) -> object:
    return [given] if isinstance(given, str) else given


class Filing(Shape):
    cases: Annotated[list[Code], BeforeValidator(_many)] = Field(default_factory=list)
    by: Literal["unit", "person"]
    name: Line = ""
    contact: Line = ""
    text: Long


class ReceiptShape(Shape):
    """The code is told once; with the number it opens the objection's progress."""

    number: str
    code: str
    received_at: str


class WithCode(Shape):
    code: Line


class TakeBack(WithCode):
    reason: Long = ""


class Progress(Shape):
    number: str
    state: str
    label: Words
    received_at: str
    notice: str | None
    cases: list[str]
    outcome: str | None
    may_withdraw: bool


@call("POST", "/public/notices/<number>/objections", right="public.object", words=("提出异议", "Object to a notice"),
      body=Filing, files={"files": True}, answers=ReceiptShape, status=201, errors=(404, 409, 413))  # fmt: skip
def file(ask: Ask, number: str) -> Answer:
    notice, content = by_number(ask.connection, ask.reference, ask.at, number)
    kind = "seal_scan" if ask.body.by == "unit" else "attachment"
    files = [(kind, take(sent)) for sent in request.files.getlist("files")]
    named = ask.body.cases or _concerned(ask, notice, content)
    receipt = _filed(ask, notice, named, files)
    told = {"number": receipt.number, "code": receipt.code, "received_at": local(receipt.received_at)}
    return Answer(told, 201, {"Location": f"/api/v1/public/objections/{receipt.number}"})


@call("GET", "/public/objections/<number>", right="public.object", words=("异议进展", "How an objection stands"),
      query=WithCode, answers=Progress, errors=(404,))  # fmt: skip
def read_objection(ask: Ask, number: str) -> dict[str, Any]:
    return _progress(ask, followed(ask.connection, number, ask.query.code))


@call("POST", "/public/objections/<number>/withdraw", right="public.object",
      words=("撤回异议", "Take an objection back"), body=TakeBack, answers=Progress, errors=(404, 409))  # fmt: skip
def withdraw(ask: Ask, number: str) -> dict[str, Any]:
    objection = followed(ask.connection, number, ask.body.code)
    data = {"reason": ask.body.reason} if ask.body.reason else {}
    attempt = Attempt(objection.id, "withdraw", PUBLIC, data=data, key=ask.key, digest=ask.digest)
    (outcome,) = fire(ask.connection, [attempt], at=ask.at)
    if isinstance(outcome, StepError):
        raise outcome
    return _progress(ask, case_by_number(ask.connection, number) or objection)


def _filed(ask: Ask, notice: Published, named: list[str], files: list[tuple[str, Upload]]) -> Receipt:
    given = {"by": ask.body.by, "name": ask.body.name, "contact": ask.body.contact, "text": ask.body.text}
    data = {name: value for name, value in given.items() if value}
    key = f"api:{ask.key}" if ask.key else secrets.token_urlsafe(18)
    try:
        receipt = file_objection(
            ask.connection, notice.row.case_id, named, data, files, key, here().settings.secret_key, ask.at
        )
    except Expired as error:
        raise Expired(*error.reasons, _still_possible(notice)) from None
    if ask.key and not _is_it(ask, receipt.number, ask.body.text, files):
        raise KeyReused()
    return receipt


def _is_it(ask: Ask, number: str, text: str, files: list[tuple[str, Upload]]) -> bool:
    """Whether the objection that a key was answered with is the one sent now."""
    objection = case_by_number(ask.connection, number)
    if objection is None or objection.form.get("text") != text.replace("\r\n", "\n").strip():
        return False
    there = select(materials.c.sha256).where(
        materials.c.case_id == objection.id, materials.c.uploaded_by == PUBLIC.account
    )
    same = {"by": ask.body.by, "name": ask.body.name, "contact": ask.body.contact}
    kept = {name: objection.form.get(name, "") for name in same}
    return kept == same and set(ask.connection.execute(there).scalars()) == {upload.sha256 for _, upload in files}


def _concerned(ask: Ask, notice: Published, content: dict[str, Any]) -> list[str]:
    """Where none is named: every case of the notice to which one may still object, or, if there is none, all."""
    now = listed(ask.connection, notice.row.case_id, content)
    asked = select(cases.c.number, cases.c.lifecycle).join(links, links.c.to_id == cases.c.id)
    own = asked.where(links.c.from_id == notice.row.case_id, links.c.kind == "notice")
    kinds = {number: lifecycles()[key] for number, key in ask.connection.execute(own)}
    return [
        one.number
        for one in now
        if one.state and any(Role.PUBLIC in s.roles for s in kinds[one.number].leaving(one.state.name))
    ]


def _still_possible(notice: Published) -> Reason:
    zh, en, phone = notice.office.zh, notice.office.en, notice.office.phone or ""
    return Reason(
        "still_possible",
        f"公示期后的意见不按异议办理；仍可以书面向{zh}反映情况，由其决定如何处理。{phone}".strip(),
        f"It no longer counts as an objection; you may still write to {en}, which decides what to do. {phone}".strip(),
    )


def _progress(ask: Ask, objection: Case) -> dict[str, Any]:
    lifecycle = lifecycles()[objection.lifecycle]
    state = lifecycle.states[objection.state]
    notice = objection.subject_number if objection.subject_kind == "notice" else None
    return {
        "number": objection.number,
        "state": objection.state,
        "label": definition.label(state.label),
        "received_at": local(objection.opened_at),
        "notice": notice,
        "cases": objection.form.get("cases", []),
        "outcome": _outcome(ask, objection) if state.final else None,
        "may_withdraw": ("withdraw" in {s.name for s in lifecycle.leaving(objection.state)}),
    }


def _outcome(ask: Ask, objection: Case) -> str | None:
    seen = Sight(PUBLIC.account, frozenset({"history"}), frozenset(), "open")
    values = history_view(ask.connection, objection, seen)[-1]["values"]
    return next((values[name] for name in OUTCOME if name in values), None)
