"""Calls on the files of a case: which there are, one more, one as it was handed in."""

from typing import Any

from flask import Response, request
from sqlalchemy import select

from models.material import materials
from web.api.calls import Answer, Ask, call
from web.api.shapes import Code, MaterialShape, Page, Shape
from web.case_view import files
from web.sight import sight
from web.uploads import Upload, download, take
from workflows.errors import Invalid, NotFound, Reason
from workflows.laying import Paper, lay, may_lay
from workflows.reading import visible

MISSING = Reason("field_missing", "请附上一个文件", "Send one file.", "file")


class NewMaterial(Shape):
    kind: Code


@call("GET", "/cases/<number>/materials", right="case.read", words=("材料", "The latest version of each file"),
      answers=Page[MaterialShape], errors=(404,))  # fmt: skip
def list_materials(ask: Ask, number: str) -> dict[str, Any]:
    case, ties = visible(ask.connection, number, ask.me, ask.reference)
    return {"items": files(ask.connection, case.id, sight(ask.connection, case, ask.me, ties)), "next": None}


@call("POST", "/cases/<number>/materials", right="case.upload", words=("上传材料", "Lay a file with the case"),
      body=NewMaterial, files={"file": False}, answers=MaterialShape, status=201,
      errors=(404, 409, 413))  # fmt: skip
def add_material(ask: Ask, number: str) -> Answer:
    sent = request.files.getlist("file")
    if len(sent) != 1 or len(list(request.files.keys())) != 1:
        raise Invalid(MISSING)
    case, _ = visible(ask.connection, number, ask.me, ask.reference)
    may_lay(ask.connection, case.id, ask.me, ask.body.kind)
    laid = lay(ask.connection, case.id, ask.body.kind, Paper(*take(sent[0])), by=ask.me.account, at=ask.at)
    return Answer(laid._asdict(), 201, {"Location": f"/api/v1/cases/{number}/materials/{laid.id}"})


@call("GET", "/cases/<number>/materials/<int:material>", right="case.file", words=("查看材料", "The file itself"),
      media="application/octet-stream", errors=(404,))  # fmt: skip
def read_material(ask: Ask, number: str, material: int) -> Response:
    case, ties = visible(ask.connection, number, ask.me, ask.reference)
    seen = sight(ask.connection, case, ask.me, ties)
    m = materials.c
    asked = select(m.id, m.name, m.media, m.size, m.sha256).where(m.case_id == case.id, m.removed_at.is_(None))
    found = {id: Upload(*upload) for id, *upload in ask.connection.execute(asked)}
    if seen.files != "open" or material not in found:
        raise NotFound()
    try:
        return download(found[material])
    except FileNotFoundError:
        raise NotFound() from None  # erased
