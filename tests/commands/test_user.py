"""Accounts, tokens and offices from the command line."""

import pytest
from sqlalchemy import Engine

from models.database import transaction
from models.passes import holder
from models.presence import Credential
from models.sign_in import account, digest
from tests.commands.conftest import Run
from web.passwords import check

PASSWORD = "a long secret\n"


def office(run: Run, code: str = "gz-b", level: str = "bureau", *more: str) -> int:
    return run("office", "add", code, "--book", "guangzhou", "--level", level, "--name", "示例", *more).exit_code


def test_an_account_signs_in_with_the_password_given(run: Run, installed_db: Engine) -> None:
    office(run)
    said = run("user", "add", "li", "--role", "auditor", "--office", "gz-b", given=PASSWORD)
    assert said.exit_code == 0
    found = transaction(installed_db, lambda p: account(p.connection, "li"))
    assert found is not None
    assert check("a long secret", found[1])[0]


def test_a_token_is_printed_once_and_works_until_the_account_ends(run: Run, installed_db: Engine) -> None:
    office(run)
    run("user", "add", "li", "--role", "bureau_approver", "--office", "gz-b", given=PASSWORD)
    secret = run("token", "li").stdout.strip()
    credential = Credential("token", digest(secret))
    visitor = transaction(installed_db, lambda p: p.visitor, credential=credential)
    assert visitor is not None
    assert visitor.grants == {("bureau_approver", "gz-b")}
    assert run("user", "disable", "li").exit_code == 0
    assert transaction(installed_db, lambda p: p.visitor, credential=credential) is None
    assert run("token", "li").exit_code == 1


def test_a_contact_speaks_for_a_valid_credit_code_only(run: Run, installed_db: Engine) -> None:
    assert run("user", "add", "wu", "--subject", "91440101MADEM00010", given=PASSWORD).exit_code == 0
    wrong = run("user", "add", "xu", "--subject", "91440101MADEM00011", given=PASSWORD)
    assert wrong.exit_code == 1
    assert "91440101MADEM00011" in wrong.output


def test_what_cannot_be_is_refused(run: Run) -> None:
    office(run)
    asked = ("user", "add", "li")
    pairs = ("--role", "auditor", "--office", "gz-b", "--role", "bureau_approver", "--office", "gz-b")
    assert run(*asked, "--role", "auditor", given=PASSWORD).exit_code == 2  # a role without its office
    assert run(*asked, *pairs, given=PASSWORD).exit_code == 1  # an auditor decides nothing
    assert run(*asked, "--role", "auditor", "--office", "nowhere", given=PASSWORD).exit_code == 1
    assert run(*asked, given="short\n").exit_code == 1
    assert run(*asked, given=PASSWORD).exit_code == 0
    assert run(*asked, given=PASSWORD).exit_code == 1  # taken


def test_offices_stand_in_their_tree(run: Run) -> None:
    assert office(run) == 0
    assert office(run) == 1  # a code is never used again
    assert office(run, "gz-d", "district") == 1  # without an office above
    assert office(run, "gz-d", "district", "--parent", "gz-b") == 0
    assert office(run, "gz-h", "hq", "--parent", "gz-d") == 1  # below a lower one
    assert office(run, "gz-x", "county", "--parent", "gz-b") == 1


def test_an_invitation_and_another_authenticator_come_from_the_machine_too(run: Run, installed_db: Engine) -> None:
    office(run)
    run("user", "add", "li", "--role", "accounts_admin", "--office", "gz-b", given=PASSWORD)
    link = run("user", "invite", "li").stdout.strip()
    assert link.startswith("http://127.0.0.1:8000/invitation/")
    secret = link.rpartition("/")[2]
    assert transaction(installed_db, lambda p: holder(p.connection, "invitation", secret, p.now))
    assert run("user", "reset-second-factor", "li").exit_code == 0
    assert run("user", "invite", "nobody").exit_code == 1


def test_production_wants_a_password_as_the_pages_do(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YIZHAN_ENV", "production")
    for password, code in (("elevenchars", 1), ("qwertyuiop123", 1), ("an-office-li", 1), ("four unrelated words", 0)):
        assert run("user", "add", "an-office-li", given=f"{password}\n").exit_code == code
