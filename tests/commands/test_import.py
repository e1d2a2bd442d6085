"""Lists taken in from real spreadsheets: every row, or none with a line for each bad one; what registers then say."""

from pathlib import Path
from typing import Any

import pytest
import python_calamine
import xlsxwriter
from sqlalchemy import Engine, Row, Select, select
from stdnum.cn import uscc

from models.database import transaction
from models.imports import imports
from models.office import offices
from models.people import commissioners, enterprises
from models.register import register_values, titles
from models.search import searched_row
from models.user import grants, users
from tests.commands.conftest import Run
from workflows.importing.taking import KINDS

WRONG = "91320102MA1E000011"  # its check digit isn't this


def credit_code(n: int) -> str:
    body = f"91320102MA1E{n:05d}"
    return body + uscc.calc_check_digit(body)


def sheet(folder: Path, rows: list[dict[str, Any]], *, words: bool = False) -> Path:
    """A spreadsheet as an office would fill it in, with the columns' names or their words as headings."""
    file, columns = folder / "list.xlsx", list(dict.fromkeys(name for row in rows for name in row))
    labels = {c.name: c.label.zh for kind in KINDS.values() for c in kind.columns}
    with xlsxwriter.Workbook(str(file), {"strings_to_formulas": False}) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, [labels[name] if words else name for name in columns])
        for n, row in enumerate(rows, 1):
            page.write_row(n, 0, [row.get(name, "") for name in columns])
    return file


TREE = [
    {"code": "js-province", "book": "jiangsu", "level": "province", "name": "示例省厅"},
    {"code": "js-city", "book": "jiangsu", "level": "city", "parent": "js-province", "name": "示例市局"},
    {
        "code": "js-east",
        "book": "jiangsu",
        "level": "county",
        "parent": "js-city",
        "name": "示例东区",
        "phone": "000-1",
    },
    {"code": "wh-bureau", "book": "wuhan", "level": "bureau", "name": "示例武汉局"},
    {"code": "wh-hq", "book": "wuhan", "level": "hq", "parent": "wh-bureau", "name": "示例总站"},
    {"code": "wh-east", "book": "wuhan", "level": "district", "parent": "wh-hq", "name": "示例区"},
]
STATION = {
    "book": "wuhan", "plaque": "WH-OLD-1", "credit_code": credit_code(1), "operator": "示例单位", "name": "示例老站",
    "office": "wh-east", "address": "示例路 1 号", "certified_on": "2025-03-02",
}  # fmt: skip


def rows(db: Engine, asked: Select[Any]) -> list[Row[Any]]:
    return transaction(db, lambda p: list(p.connection.execute(asked)), writes=False)


@pytest.fixture
def town(run: Run, installed_db: Engine, tmp_path: Path) -> Engine:
    said = run("import", "offices", str(sheet(tmp_path, TREE, words=True)))
    assert said.exit_code == 0, said.output
    return installed_db


def test_offices_come_from_the_top_down_and_a_code_is_never_used_again(town: Engine, run: Run, tmp_path: Path) -> None:
    found = rows(town, select(offices.c.code, offices.c.parent, offices.c.phone).order_by(offices.c.code))
    assert [row.code for row in found] == sorted(str(row["code"]) for row in TREE)
    assert ("js-east", "js-city", "000-1") in [tuple(row) for row in found]
    again = run("import", "offices", str(sheet(tmp_path, TREE[:1])))
    assert again.exit_code == 1
    assert "第 2 行 · Row 2 [机构代码 Code]" in again.output


def test_one_bad_row_keeps_all_out_and_partial_only_itself(town: Engine, run: Run, tmp_path: Path) -> None:
    firm = {
        "book": "jiangsu",
        "credit_code": credit_code(1),
        "name": "示例企业",
        "area": "js-east",
        "lists": "provincial",
    }
    bad = [
        {**firm, "credit_code": WRONG, "name": "码错"}, {**firm, "area": "wh-east", "credit_code": credit_code(2)},
        {**firm, "lists": "city", "credit_code": credit_code(3)}, {**firm, "name": ""}, firm,
    ]  # fmt: skip
    file = str(sheet(tmp_path, [firm, *bad]))
    refused = run("import", "enterprises", file)
    assert refused.exit_code == 1
    for row, words in ((3, "统一社会信用代码"), (4, "不属于该规则手册"), (5, "national"), (6, "不能为空"), (7, "重复")):
        assert any(f"Row {row} " in line and words in line for line in refused.output.splitlines()), row
    assert rows(town, select(enterprises)) == []
    taken = run("import", "enterprises", file, "--partial", "--document", "示例〔2026〕1 号")
    assert taken.exit_code == 0
    (row,) = rows(town, select(enterprises))
    assert (row.credit_code, row.level, row.office) == (credit_code(1), "provincial", "js-east")
    assert row.search == searched_row("enterprises", dict(row._mapping))
    _, record = rows(town, select(imports).order_by(imports.c.id))
    assert (record.rows, record.left_out, record.document) == (1, 5, "示例〔2026〕1 号")
    values = rows(town, select(register_values.c.case_number).where(register_values.c.register == "enterprise"))
    assert {value.case_number for value in values} == {record.number}


def test_a_title_holds_since_its_award_and_by_the_import(town: Engine, run: Run, tmp_path: Path) -> None:
    said = run(
        "import", "stations", str(sheet(tmp_path, [STATION, {**STATION, "plaque": "WH-OLD-2", "book": "jiangsu"}]))
    )
    assert said.exit_code == 1
    assert run("import", "stations", str(sheet(tmp_path, [STATION]))).exit_code == 0
    (title,) = rows(town, select(titles))
    number = title.number.rpartition("-")[0]
    assert (title.plaque, title.case_id, title.plaque_state) == ("WH-OLD-1", None, "out")
    since = rows(town, select(register_values).where(register_values.c.number == title.number))
    assert {(value.case_number, value.since) for value in since} == {(number, title.certified_at)}
    twice = run("import", "stations", str(sheet(tmp_path, [STATION])))
    assert "WH-OLD-1 已有" in twice.output
    person = {"book": "wuhan", "name": "示例专员", "office": "wh-east", "filed_on": "2025-04-01", "kind": "resident"}
    strays = [{**person, "station": "WH-NONE"}, {**person, "account": "nobody"}, {**person, "kind": ""}]
    stray = run("import", "commissioners", str(sheet(tmp_path, strays)))
    assert [f"Row {n}" in stray.output for n in (2, 3, 4)] == [True] * 3
    assert run("import", "commissioners", str(sheet(tmp_path, [{**person, "station": "WH-OLD-1"}]))).exit_code == 0
    (there,) = rows(town, select(commissioners))
    assert (there.station, there.search) == (title.number, "slzy 示例专员")


def test_experts_have_accounts_without_a_password(town: Engine, run: Run, tmp_path: Path) -> None:
    given = [{"account": "expert-a", "name": "示例专家", "office": "wh-hq"}]
    assert run("import", "experts", str(sheet(tmp_path, given))).exit_code == 0
    (row,) = rows(town, select(users.c.password, grants.c.role).join(grants, grants.c.user_id == users.c.id))
    assert tuple(row) == (None, "expert")
    assert "已有人使用" in run("import", "experts", str(sheet(tmp_path, given))).output


@pytest.mark.parametrize("kind", KINDS)
def test_a_template_names_what_the_list_asks_for(run: Run, tmp_path: Path, kind: str) -> None:
    file = tmp_path / f"{kind}.xlsx"
    assert run("import", kind, str(file), "--template").exit_code == 0
    (first,) = python_calamine.CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0).to_python()
    assert len(first) == len(KINDS[kind].columns)
    assert run("import", kind, str(file), "--template").exit_code == 1
    assert "已导入 0 行" in run("import", kind, str(file)).output


def test_what_is_no_spreadsheet_is_one_clear_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "list.xlsx").write_text("no sheet")
    assert run("import", "offices", str(tmp_path / "list.xlsx")).exit_code == 1
    assert "没有这样的列" in run("import", "experts", str(sheet(tmp_path, [{"code": "x"}]))).output
    assert run("import", "offices", str(tmp_path / "none.xlsx")).exit_code == 1
