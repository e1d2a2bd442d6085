"""A fifth region is one new folder: found by itself, checked, told by the API, and worked in; no other file changes."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from models.database import transaction
from models.settings import Settings
from tests.walk import Walk
from tests.workflows.staging import settle
from tests.world import holds
from web.app import create_app
from workflows import books
from workflows.actors import SYSTEM, Actor, Role
from workflows.checking import check
from workflows.duties import BATCH, fresh
from workflows.moves import Opening
from workflows.rulebooks import editions, lifecycles, rulebooks

FOLDER = '''"""A made-up town, edition 1: one office certifies whoever asks, after five working days."""

from workflows.actors import Role
from workflows.asks import REASON
from workflows.deadlines import working_days
from workflows.form import Label
from workflows.lifecycle import Kind, Lifecycle, State, Step
from workflows.rulebook import Gap, Rule, Rulebook, Status

DRAFT = State("draft", Label("草稿", "Draft"), form=True)
PUBLICITY = State("publicity", Label("公示", "Publicity"), "office", Kind.STANDING)
CONCLUDED = State("concluded", Label("公示期满", "Concluded"), "office")
DONE = State("certified", Label("已认定", "Certified"), "office", Kind.GOOD)
REFUSED = State("rejected", Label("未认定", "Rejected"), "office", Kind.ADVERSE)
BY = Role.OFFICE_LEADER

CERTIFICATION = Lifecycle(
    key="fifth/1/certification", label=Label("认定", "Certification"), initial=DRAFT, home="office",
    subject="organisation",
    steps=(
        Step("submit", Label("提交", "Submit"), DRAFT, PUBLICITY, by=Role.APPLICANT, law="FT-1"),
        Step("conclude", Label("公示期满", "Conclude"), PUBLICITY, CONCLUDED, by=Role.CLOCK, law="FT-2",
             after=working_days(5)),
        Step("certify", Label("认定", "Certify"), CONCLUDED, DONE, by=BY, law="FT-3"),
        Step("reject", Label("不予认定", "Reject"), CONCLUDED, REFUSED, by=BY, law="FT-3", asks=REASON, adverse=True),
    ),
)

BOOK = Rulebook(
    book="fifth", edition="1", prefix="FT", label=Label("示例第五地区", "Example fifth region"),
    title=Label("示例办法", "Example measures"), status=Status.IN_FORCE, levels=("office",), stands_in={},
    rules=tuple(Rule(f"FT-{n}", Label(f"第{n}条", f"Article {n}")) for n in (1, 2, 3)), lifecycles=(CERTIFICATION,),
    gaps=(Gap(Label("无时限", "No time limit."), Label("机构目标", "The office's target."), None, ("certification",)),),
)
'''
APPLICANT = Actor("u-applicant", contacts=frozenset({("organisation", "91440101MA5EXAMPLE")}))
LEADER = Actor("u-leader", frozenset({(Role.OFFICE_LEADER.value, "ft-office")}))


def forget() -> None:
    rulebooks.cache_clear()
    lifecycles.cache_clear()
    for name in [name for name in sys.modules if name.startswith("workflows.books.fifth")]:
        del sys.modules[name]


@pytest.fixture
def fifth(db: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """The folder, as a release with it would hold it beside the others."""
    edition = tmp_path / "fifth" / "v1"
    edition.mkdir(parents=True)
    (tmp_path / "fifth" / "__init__.py").write_text('"""A made-up town."""\n')
    (edition / "__init__.py").write_text(FOLDER, "utf-8")
    known = {**rulebooks()}, {**lifecycles()}  # the same objects stand after the test: others hold on to them
    monkeypatch.setattr(books, "__path__", [*books.__path__, str(tmp_path)])
    forget()
    settle(db, "fifth", [("ft-office", "office", None)], [APPLICANT, LEADER])
    yield db
    holds(db)
    forget()
    monkeypatch.undo()
    for cached, before in zip((rulebooks(), lifecycles()), known, strict=True):
        cached.clear()
        cached.update(before)


def test_one_new_folder_is_a_region(fifth: Engine, tmp_path: Path) -> None:
    (book,) = editions("fifth")
    assert check(book) == []
    case = Walk.open(fifth, "fifth/1/certification", APPLICANT, "ft-office", on="2026-09-23")
    assert case.number == "FT-2026-000001"
    case.take("submit", APPLICANT, on="2026-09-23").wait(until="2026-10-09 00:02:00")
    assert case.take("certify", LEADER, on="2026-10-09").state == "certified"
    app = create_app(Settings(env="test", clock="simulated", data_dir=tmp_path), fifth)
    told = app.test_client().get("/api/v1/rulebooks/fifth/coverage").json
    assert told is not None
    assert "FT-2" in str(told)
    assert "示例第五地区" in app.test_client().get("/rulebooks").text


def test_a_duty_of_any_size_asks_for_its_keys(db: Engine) -> None:
    wanted = [Opening("x", SYSTEM, "o", key=f"assessment/{n}", digest="d") for n in range(4 * BATCH)]
    assert len(transaction(db, lambda p: fresh(p.connection, wanted))) == 4 * BATCH
