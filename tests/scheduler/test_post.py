"""Letters: to an address that was shown to be one's own, by choice, at least once under one name, and no flood."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from email.message import EmailMessage
from pathlib import Path

import pytest
from sqlalchemy import Engine

from models.database import transaction
from models.mailbox import letters, mailboxes
from models.outbox import messages
from scheduler.beside import beside
from scheduler.claiming import TRIES
from scheduler.outbox import hand_out
from scheduler.post import Post
from tests.scheduler.mail_office import SECRET, Office, text
from tests.scheduler.mail_server import listening
from tests.scheduler.posting import settings
from tests.workflows.guangzhou.roads import open_call, submitted
from workflows import mail_choice
from workflows.undelivered import revive


@pytest.fixture
def office(gz: Engine, tmp_path: Path) -> Iterator[Office]:
    with listening() as server:
        open_call(gz)
        hand_out(gz)
        yield Office(gz, server, tmp_path)


def test_a_letter_tells_number_and_link_and_nothing_personal(office: Office) -> None:
    office.wants("district", "each")
    case = submitted(office.db)
    hand_out(office.db)
    assert (office.post(), office.post()) == (1, 0)
    (letter,) = office.server.taken
    assert letter["To"] == "district@example.com" and letter["Auto-Submitted"] == "auto-generated"
    assert letter["Subject"] == f"驿站：{case.number} 待您办理 · Yizhan: {case.number} For you to act"
    said = text(letter)
    assert f"https://yizhan.example/cases/{case.number}" in said
    assert "提交申请，现为“区级初审”" in said and "District review" in said
    for value in ("示例联系人", "000-0000", "示例路", "示例产业园", "示例单位"):
        assert value not in said


def test_nothing_is_sent_before_the_address_is_shown_to_be_theirs(office: Office) -> None:
    transaction(office.db, lambda p: mail_choice.choose(p.connection, "u-hq", "a@b.example", "each", p.at))
    office.tell("hq")
    assert (office.post(), office.post()) == (1, 0)  # the letter that asks
    wrong = transaction(office.db, lambda p: mail_choice.confirm(p.connection, "u-hq", "X" * 16, SECRET, p.at))
    assert wrong is mail_choice.WRONG_CODE
    office.clock(24 * 60)
    assert office.post() == 0


@pytest.mark.parametrize("address", ["a b@c.de", "a@b", "a@b.de\nBcc: x@y.de", "a@b.de,x@y.de", "Ä <a@b.de>", "@b.de"])
def test_no_address_that_could_be_more_than_one(office: Office, address: str) -> None:
    given = transaction(office.db, lambda p: mail_choice.choose(p.connection, "u-hq", address, "each", p.at))
    assert given is mail_choice.WRONG


def test_a_days_messages_are_one_letter_on_the_next_working_morning(office: Office) -> None:
    office.wants("hq", "daily")
    office.tell("hq", year=2027)
    office.tell("hq", year=2028)
    office.clock(24 * 60)  # Saturday
    assert office.post() == 0
    office.clock(46 * 60 + 29)  # Monday, 8:29
    assert office.post() == 0
    office.clock(1)
    assert (office.post(), office.post()) == (1, 0)
    (letter,) = office.server.taken
    assert letter["Subject"] == "驿站：2 条消息 · Yizhan: 2 messages"
    assert text(letter).index("2027") < text(letter).index("2028")


def test_another_choice_moves_what_waits_and_loses_nothing(office: Office) -> None:
    office.wants("hq", "daily")
    office.tell("hq")
    for choice, sent in (("none", 0), ("each", 0)):  # by "none" what waited stays in the inbox alone
        transaction(office.db, lambda p, c=choice: mail_choice.choose(p.connection, "u-hq", "hq@example.com", c, p.at))
        assert office.post() == sent
    office.tell("hq")
    assert office.post() == 1
    assert len(office.rows(messages.c.outbox_id)) == 2


def test_after_an_outage_one_letter_and_not_a_flood(office: Office) -> None:
    office.wants("hq", "each")
    away = Post(office.db, settings(1, office.folder))  # nobody listens there
    for _ in range(3):
        office.tell("hq", times=20)
        assert away() == 0
        office.clock(2)
    assert office.post() == 1
    (letter,) = office.server.taken
    assert "60 条消息" in letter["Subject"] and "另有 10 条" in text(letter)


def test_a_refused_address_is_a_dead_letter_and_holds_up_nobody(office: Office) -> None:
    office.wants("hq", "each")
    office.wants("bureau", "each")
    office.server.refuses["hq@example.com"] = "550 no such person hq@example.com"
    office.tell("hq", "bureau")
    assert office.post() == 1
    found = office.rows(letters.c.id, letters.c.dead_at, letters.c.last_error)
    ((id, error),) = [(row.id, row.last_error) for row in found if row.dead_at is not None]
    assert error == "SMTPRecipientsRefused 550"  # and not the server's own words, which name the person
    office.server.refuses.clear()
    assert transaction(office.db, lambda p: revive(p.connection, id, p.at))
    assert not transaction(office.db, lambda p: revive(p.connection, id, p.at))
    assert office.post() == 1 and office.server.taken[-1]["To"] == "hq@example.com"


def test_what_fails_for_now_is_tried_again_under_its_name_while_later_news_wait(office: Office) -> None:
    office.wants("hq", "each")
    office.server.heard = lambda letter: "451 later"
    office.tell("hq", year=2027)
    for _ in range(TRIES - 1):
        assert office.post() == 0
        office.tell("hq", year=2028)
        office.clock(300)
    office.server.heard = lambda letter: "250 taken"
    assert office.post() == 2
    assert len(set(office.server.ids)) == 2 and len(set(office.server.ids[:TRIES])) == 1
    assert "2028" not in text(office.server.taken[-2]) and "7 条消息" in office.server.taken[-1]["Subject"]


def test_a_letter_that_no_server_bears_is_given_up_in_the_end(office: Office) -> None:
    office.wants("hq", "each")
    office.wants("bureau", "each")
    office.server.heard = lambda letter: "" if letter["To"] == "hq@example.com" else "250 taken"
    office.tell("hq", "bureau")
    assert office.post() == 1  # the other one's, on a connection of its own
    for _ in range(TRIES):
        office.clock(300)
        office.post()
    assert [row.last_error for row in office.rows(letters.c.last_error, letters.c.dead_at) if row.dead_at] == [
        "SMTPServerDisconnected"
    ]
    assert office.rows(mailboxes.c.wake_at) == [(None,), (None,)]


def test_killed_after_the_server_took_it_the_letter_comes_again_under_the_same_name(office: Office) -> None:
    office.wants("hq", "each")
    office.tell("hq")
    url = office.db.url.render_as_string(hide_password=False)
    arguments = [sys.executable, "-m", "tests.scheduler.posting", url, str(office.server.port), str(office.folder)]
    victims: list[subprocess.Popen[bytes]] = []

    def kill(letter: EmailMessage) -> str:
        os.kill(victims[0].pid, signal.SIGKILL)
        victims[0].wait()
        return "250 taken"

    office.server.heard = kill
    victims.append(subprocess.Popen(arguments))
    assert victims[0].wait() == -signal.SIGKILL
    office.server.heard = lambda letter: "250 taken"
    assert office.post() == 0  # not before its pause is over
    office.clock(2)
    assert (office.post(), office.post()) == (1, 0)
    assert len(office.server.ids) == 2 and len(set(office.server.ids)) == 1


def test_several_schedulers_send_each_letter_once(office: Office) -> None:
    names = ["hq", "bureau", "second", "district", "neighbour"]
    for name in names:
        office.wants(name, "each")
    office.tell(*names)
    posts = [Post(office.db, settings(office.server.port, office.folder)) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(lambda post: post(), posts)) == len(names)
    assert sorted(letter["To"] for letter in office.server.taken) == sorted(f"{n}@example.com" for n in names)


def test_letters_go_where_a_mail_server_is_set(office: Office) -> None:
    with_mail = settings(office.server.port, office.folder)
    without = with_mail.model_copy(update={"smtp_host": ""})
    many = [sum(isinstance(job, Post) for job in beside(given, office.db)) for given in (with_mail, without)]
    assert many == [1, 0]
