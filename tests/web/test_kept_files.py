"""Files of a refused step outside drafts: they need not be sent again, and are their own sender's alone."""

import re
from io import BytesIO

from flask import Flask
from sqlalchemy import Engine, select

from models.database import transaction
from models.material import materials
from tests.web.test_case_page import PDF, app, browser, press
from tests.workflows.guangzhou.roads import submitted

__all__ = ["app"]


def laid(db: Engine, case: int) -> list[str]:
    asked = select(materials.c.name).where(materials.c.case_id == case, materials.c.kind == "proof_of_end")
    return transaction(db, lambda p: list(p.connection.scalars(asked)))


def note_in(page: str) -> str:
    found = re.search(r'name="kept" value="([^"]+)"', page)
    assert found, "the form keeps no file"
    return found[1]


def test_a_refused_step_keeps_its_file_for_the_next_try(app: Flask, db: Engine) -> None:
    case, district = submitted(db), browser(app, "district")
    refused = press(district, case, "terminate", reason="", proof_of_end=(BytesIO(PDF), "注销证明.pdf"))
    assert refused.status_code == 422 and "注销证明.pdf" in refused.text and laid(db, case.id) == []
    note = note_in(refused.text)
    stranger = browser(app, "hq")
    assert press(stranger, case, "terminate", reason="主体已注销", kept=note).status_code in (403, 422)
    assert press(district, case, "terminate", reason="主体已注销", kept=note + "x").status_code == 422
    assert press(district, case, "terminate", reason="主体已注销", kept=note).status_code == 302
    assert case.state == "discontinued" and laid(db, case.id) == ["注销证明.pdf"]
