"""The table of personal values is whole: no field and no column that holds a person's name is missing from it."""

import re

import pytest
from sqlalchemy import Engine

from documents.privacy import renewed
from migrations.run import tables
from tests.house.sources import ROOT
from tests.privacy.crowd import LINE, MARK, gather
from tests.privacy.traces import columns_with
from workflows.actors import Role
from workflows.kept import COLUMNS
from workflows.lifecycle import Lifecycle
from workflows.personal import of_forms, table
from workflows.rights import IDENTITY, PERSONAL
from workflows.rulebooks import lifecycles

LOOKS_PERSONAL = re.compile(
    r"姓名|联系|电话|手机|邮箱|身份证|住址|出生|性别|民族|学历|name|contact|phone|e-?mail|identity|born|birth", re.I
)
# Names of things: what they name is published under this name.
OF_THINGS = {"station_name", "institution_name"}


@pytest.mark.parametrize("lifecycle", lifecycles().values(), ids=lifecycles().keys())
def test_a_field_that_looks_personal_says_what_it_is_asked_for(lifecycle: Lifecycle) -> None:
    silent = [
        f"{step.name}.{field.name}"
        for step in lifecycle.steps
        for field in step.asks.fields
        if field.personal is None and field.name not in OF_THINGS and field.type in ("text", "list")
        and LOOKS_PERSONAL.search(" ".join((field.name, *field.label)))
    ]  # fmt: skip
    assert silent == []


@pytest.mark.parametrize("lifecycle", lifecycles().values(), ids=lifecycles().keys())
def test_who_is_told_how_to_reach_somebody_is_said_by_the_rights(lifecycle: Lifecycle) -> None:
    """An appointed expert sees forms, and no telephone numbers."""
    experts = any(Role.EXPERT in step.roles for step in lifecycle.steps)
    marked = {f.name for s in lifecycle.steps if not s.hands_on for f in s.asks.fields if f.personal and experts}
    assert marked <= PERSONAL | IDENTITY.get(lifecycle.name, frozenset())


def test_the_table_is_told_as_it_is() -> None:
    text = (ROOT / "docs/privacy.md").read_text("utf-8")
    assert renewed(text) == text, "python -m documents.privacy docs/privacy.md"
    for kept in table():
        assert f"`{kept.where}`" in text
        assert all(label.zh and label.en for label in (kept.what, kept.purpose, kept.seen_by, kept.until))
        assert kept.law
    assert {"guangzhou/2025/certification.contact_phone", "guangzhou/2025/objection.name"} <= {
        kept.where for kept in of_forms()
    }


def test_every_column_in_which_a_person_is_found_is_in_the_table(db: Engine) -> None:
    crowd = gather(db)
    known = {place.strip() for kept in COLUMNS for place in kept.where.split(",")}
    found = columns_with(db, MARK, LINE)
    assert found <= known
    assert {"users.display", "cases.data", "disclosures.opened", "materials.name", "sessions.agent"} <= found
    assert crowd.given > 1000


def test_the_table_names_columns_that_there_are() -> None:
    there = {f"{t.name}.{c.name}" for t in tables().sorted_tables for c in t.columns} | {"log", "limiter"}
    assert {place.strip() for kept in COLUMNS for place in kept.where.split(",")} <= there
