"""The page of the offices: a short name counts from the next notice on, and only for offices that are one's own."""

from pathlib import Path

from sqlalchemy import Engine

from models.database import transaction
from models.reference import current
from tests.web.browsing import token_on
from tests.web.keeper import browser, kept
from tests.workflows.guangzhou.roads import in_bureau_decision, publish


def test_a_short_name_numbers_the_next_notice(db: Engine, tmp_path: Path, hashed: str) -> None:
    client = browser(kept(db, tmp_path, hashed, office="gz-bureau", on="2026-03-02"))
    case = in_bureau_decision(db)
    first = publish(db, case, at="2026-03-02")
    page = client.get("/admin/offices?office=gz-bureau").text
    token = token_on(page)

    def send(**typed: str):
        return client.post("/admin/offices", data={"csrf_token": token, "office": "gz-bureau", **typed})

    for bad in ("穗" * 21, "穗\u202e工信"):
        refused = send(short=bad, phone="020-0000000")
        assert refused.status_code == 422 and "Nothing was saved" in refused.text and "020-0000000" in refused.text
    kept_as = client.get(send(short=" 穗工信 ", address="示例路 1 号", phone="020-0000000").location).text
    assert "穗工信公告〔2026〕…号" in kept_as and "示例路 1 号" in kept_as
    second = publish(db, case, at="2026-03-03", about=first.number)
    told = client.get(f"/notices/{second.number}").text
    assert "穗工信公告〔2026〕2号" in told and "020-0000000" in told
    assert "穗工信公告〔2026〕1号" not in client.get(f"/notices/{first.number}").text, (
        "what was published keeps its number"
    )
    send(short="")
    assert transaction(db, lambda p: current(p.connection)).offices["gz-bureau"].short is None


def test_only_offices_below_ones_own(db: Engine, tmp_path: Path, hashed: str) -> None:
    client = browser(kept(db, tmp_path, hashed, office="gz-tianhe", on="2026-03-02"))
    page = client.get("/admin/offices").text
    assert "gz-tianhe" in page and "gz-yuexiu" not in page and "gz-bureau" not in page
    assert client.get("/admin/offices?office=gz-bureau").status_code == 404
    sent = {"csrf_token": token_on(page), "office": "gz-bureau", "short": "示例"}
    assert client.post("/admin/offices", data=sent).status_code == 404
