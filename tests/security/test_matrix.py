"""Every role, route and relation: the allowed works; the denied changes nothing, is logged, and tells nothing."""

import difflib
import logging
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from models import access
from tests.security.asking import MISSING
from tests.security.stage import Row, Stage
from tests.security.town import PEOPLE
from web import passwords
from workflows.rights import RIGHTS

TABLE = Path(__file__).parent / "matrix.tsv"
# A refused try is counted.
COUNTS = frozenset({"/sign-in", "/account/password", "/account/second-factor", "/account/tokens"})
# Posts that only look, or find nothing to do.
LOOKS = frozenset(
    {
        "/objections/<number>",
        "/objections/<number>/receipt.pdf",
        "/audit/search/keep",
        "/sign-in/code",
        "/sign-in/set-up",
        "/account/sessions/end",
        "/messages/read",
        "/api/v1/messages/read",
        "/work/lists/forget",
        "/account/phrases/forget",
        "/admin/calendar/preview",
    }
)
# Nothing to change here.
BEGINS_ANEW = frozenset({f"/accounts/<id>/{deed}" for deed in ("be-silent", "enable", "reset-second-factor")})
REFUSED = {401, 403, 404}


def rows() -> list[Row]:
    lines = (line for line in TABLE.read_text("utf-8").splitlines() if line and not line.startswith("#"))
    found = []
    for method, route, named, answers in (line.split("\t") for line in lines):
        case, _, step = named.partition(":")
        told = dict(pair.split("=") for pair in answers.split())
        assert set(told) <= {"*", *PEOPLE}, (route, told)
        found.append(Row(method, route, case, step, {group: int(status) for group, status in told.items()}))
    return found


ROWS = rows()


@pytest.fixture(scope="module", autouse=True)
def _quick() -> Iterator[None]:
    """Without good hashes, which are slow and not asked for here, and with the log for ourselves."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "check", lambda password, kept: (False, None))
        patch.setattr(passwords, "make", lambda password: "kept")
        patch.setattr(access, "keep", lambda connection, rows: None)  # a table of its own: tests/web/test_accesses.py
        patch.setattr(logging.getLogger("web.access_log"), "propagate", False)
        yield


def accounts(stage: Stage, row: Row, group: str) -> list[str]:
    if group == "own":
        return [stage.town.owners.get(row.case, stage.town.owners["draft"])]
    return list(PEOPLE[group])


def test_every_route_has_a_row(stage: Stage) -> None:
    served = {
        (method, rule.rule)
        for rule in stage.app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert served == {(row.method, row.route) for row in ROWS}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.method} {row.route} {row.case}:{row.step}")
def test_everybody_is_answered_as_the_table_says(stage: Stage, row: Row) -> None:
    wrong = []
    for group in PEOPLE:
        for account in accounts(stage, row, group)[: None if len(row.answers) > 1 else 1]:
            answer = stage.ask(row, group, account)
            told = [f"{answer.status_code}"] if answer.status_code != row.expected(group) else []
            told += _faults(stage, row, account, answer)
            wrong += [(group, account, *told)] if told else []
    assert wrong == []


def _faults(stage: Stage, row: Row, account: str, answer: TestResponse) -> list[str]:
    """What is wrong with an answer beside its status."""
    lines = list(stage.log.lines)
    denied = answer.status_code >= 400 or _to_sign_in(row, answer)
    faults = [] if answer.status_code < 500 or row.expected("*") == 503 else ["failed"]
    if row.method != "GET" or denied:
        changed = stage.changed()
        if changed:
            stage.put_back()
        faults += _by_change(row, denied, changed)
    right = stage.app.view_functions[_endpoint(stage, row)].__dict__.get("right")
    if right and (answer.status_code in REFUSED or _to_sign_in(row, answer)):
        faults += [] if _logged(lines, account, right, stage, row) else [f"not logged: {lines}"]
        faults += _tells(stage, row, account, answer)
    return faults


def _by_change(row: Row, denied: bool, changed: bool) -> list[str]:
    if denied:
        return ["denied, and something changed"] if changed and row.route not in COUNTS else []
    looks = row.method == "GET" or row.route in LOOKS | BEGINS_ANEW
    return [] if changed or looks else ["allowed, and nothing changed"]


def _to_sign_in(row: Row, answer: TestResponse) -> bool:
    return answer.status_code == 302 and answer.location.startswith("/sign-in?next=") and "/sign-in" not in row.route


def _endpoint(stage: Stage, row: Row) -> str:
    rules = stage.app.url_map.iter_rules()
    return next(r.endpoint for r in rules if r.rule == row.route and row.method in (r.methods or ()))


def _logged(lines: list[str], account: str, right: str, stage: Stage, row: Row) -> bool:
    case = stage.town.numbers[row.case] if "<number>" in row.route else "-"
    start = f"refused account={account or '-'} right={right} case={case} "
    return len(lines) == 1 and lines[0].startswith(start)


def _tells(stage: Stage, row: Row, account: str, answer: TestResponse) -> list[str]:
    """A case that somebody may not see is answered as one that there isn't."""
    if answer.status_code != 404 or "<number>" not in row.route or account in _readers(stage, row.case):
        return []
    other = stage.ask(row, "", account, number=MISSING)
    number = stage.town.numbers[row.case]
    same = _bare(answer.text).replace(number, MISSING) == _bare(other.text) and other.status_code == 404
    return [] if same else [_unlike(answer.text, other.text)]


def _readers(stage: Stage, case: str) -> set[str]:
    """Who may see the case, by the table: a missing page of it is no secret to them."""
    page = [row for row in ROWS if (row.route, row.case) == ("/cases/<number>", case)]
    return {a for row in page for group in PEOPLE if row.expected(group) == 200 for a in accounts(stage, row, group)}


def _unlike(one: str, other: str) -> str:
    lines = difflib.unified_diff(other.splitlines(), one.splitlines(), n=0, lineterm="")
    return "tells that it is there: " + " / ".join(list(lines)[3:7])


def _bare(text: str) -> str:
    return re.sub(r'name="csrf_token" value="[^"]*"|<time.*</time>', "", text)


GUARDED = [row for row in ROWS if row.expected("public") in (401, 302) and row.expected("*") != row.expected("public")]


def test_a_token_opens_no_page_and_a_cookie_no_call(stage: Stage) -> None:
    """Each credential counts at its own door only: with the wrong one everybody is the public."""
    wrong = []
    for row in GUARDED:
        right = stage.app.view_functions[_endpoint(stage, row)].__dict__.get("right", "")
        if RIGHTS[right].public:
            continue
        for group in ("own", "desk", "settings"):
            answer = stage.ask(row, group, accounts(stage, row, group)[0], swapped=True)
            if answer.status_code != row.expected("public"):
                wrong.append((row.method, row.route, group, answer.status_code))
    assert wrong == [] and stage.digest() == stage.before
