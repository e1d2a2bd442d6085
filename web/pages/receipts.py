"""Receipts as PDF: of what a party handed in, and of an objection, by the code that only its sender has."""

from flask import Blueprint, Response, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from documents.receipt import Receipt, receipt_pdf
from models.case import cases, entries
from models.database import Present
from models.material import materials
from models.notice import notices
from models.reference import current
from web.doors import door
from web.filing import followed
from web.filling_view import receipt_of
from web.ground import ground
from web.installation import here
from web.language import label, language, moment, t
from web.problems import NotFound
from workflows.actors import PUBLIC
from workflows.moves import Case

blueprint = Blueprint("receipts", __name__)


@door(blueprint, "/objections/<number>/receipt.pdf", right="public.object", methods=("POST",), writes=False)
def of_objection(present: Present, number: str) -> ResponseReturnValue:
    """By POST, so that the code stands in no address and no log."""
    code = request.form.get("code", "").strip().upper()
    objection = followed(present.connection, number, code)
    office = current(present.connection).offices[objection.home]
    asked = select(cases.c.number, notices.c.title).join(notices, notices.c.case_id == cases.c.id)
    about = present.connection.execute(asked.where(cases.c.id == objection.parent)).one()
    rows = (
        (t("收到时间", "Received at"), moment(objection.opened_at)),
        (t("针对的公示", "About the notice"), f"{about.title}（{about.number}）"),
        (t("受理机构", "Received by"), t(office.zh, office.en)),
        (t("记录摘要值", "Digest of the record"), _digest(present, objection, 1)),
    )
    note = t(
        "扫描二维码，凭编号和查询码查询进度。请勿让他人看到查询码。",
        "Scan the code and give number and code to follow it. Let nobody else see the code.",
    )
    heading, there = t("异议回执", "Receipt of an objection"), url_for("objections.progress", number=objection.number)
    return _pdf(present, heading, objection.number, code, rows, _files(present, objection), note, there)


@door(blueprint, "/cases/<number>/receipt/<int:seq>.pdf", right="case.read")
def of_step(present: Present, number: str, seq: int) -> ResponseReturnValue:
    g = ground(present, number)
    if "party" not in g.ties or not 1 <= seq <= g.case.version:
        raise NotFound
    told = receipt_of(present, g, seq)
    entry = told["entry"]
    rows = (
        (t("当事人", "For"), f"{g.case.subject_name or ''} {g.case.subject_number or ''}".strip()),
        (t("提交时间", "Sent at"), moment(entry.recorded_at)),
        (t("受理机构", "Received by"), t(told["office"].zh, told["office"].en)),
        (t("当前状态", "State now"), label(told["state"].label)),
        (t("记录摘要值", "Digest of the record"), entry.hash),
    )
    note = t("扫描二维码，登录后查看办理进度。", "Scan the code and sign in to follow the case.")
    heading = f"{label(g.lifecycle.label)}：{label(entry.title)}"
    there = url_for("cases.case", number=number)
    return _pdf(present, heading, number, "", rows, told["files"], note, there)


def _pdf(
    present: Present, heading: str, number: str, code: str, rows: tuple[tuple[str, str], ...],
    files: list[tuple[str, str]], note: str, there: str,
) -> Response:  # fmt: skip
    words = (t("编号", "Number"), t("查询码", "Code"))
    receipt = Receipt(
        language(), heading, number, code, words, rows, files, t("提交的材料", "Files that were sent"), note,
        here().settings.base_url.rstrip("/") + there,
    )  # fmt: skip
    response = Response(receipt_pdf(receipt, present.at), mimetype="application/pdf")
    response.headers["Content-Disposition"] = f"attachment; filename={number}.pdf"
    response.headers["Cache-Control"] = "no-store"
    return response


def _digest(present: Present, case: Case, seq: int) -> str:
    asked = select(entries.c.hash).where(entries.c.case_id == case.id, entries.c.seq == seq)
    return bytes(present.connection.execute(asked).scalar_one()).hex()


def _files(present: Present, objection: Case) -> list[tuple[str, str]]:
    """What came with it from its sender, not what the office laid beside it."""
    m = materials.c
    sent = m.case_id == objection.id, m.uploaded_by == PUBLIC.account, m.removed_at.is_(None)
    return [(row.name, row.sha256) for row in present.connection.execute(select(m.name, m.sha256).where(*sent))]
