"""A message is written with what it tells, once where it should be, and says the same in both languages."""

import ast

import pytest
from sqlalchemy import Engine, select

from models.database import transaction
from models.outbox import outbox
from tests.house.sources import packages
from workflows import telling
from workflows.actors import Role
from workflows.topics import BLANK, KINDS, TOPICS, Topic


@pytest.mark.parametrize("topic", TOPICS.values(), ids=TOPICS)
def test_both_sentences_name_the_same_values(topic: Topic) -> None:
    assert topic.kind in KINDS
    assert set(BLANK.findall(topic.words.en)) == topic.blanks


def test_whatever_is_told_has_its_sentence() -> None:
    named = set()
    for source in packages():
        for call in source.calls():
            called = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
            topic = call.args[1] if called in ("tell", "tell_each") and len(call.args) > 1 else None
            if isinstance(topic, ast.Constant) and isinstance(topic.value, str):
                named.add(topic.value)
    assert {"history_wrong", "calendar_missing", "remark"} <= named <= set(TOPICS)


def test_a_message_says_its_values_and_when_in_beijing_time() -> None:
    said = TOPICS["target_near"].say({"target_at": 1_790_956_800_000_000})
    assert said.zh.endswith("2026-10-02 24:00") and said.en.endswith("2026-10-02 24:00")


def test_a_key_is_told_once_to_each_reader(db: Engine) -> None:
    to = [telling.holders(Role.SETTINGS_ADMIN), telling.account("u-x")]
    for _ in range(2):
        transaction(
            db, lambda p: telling.tell(p.connection, "calendar_missing", to=to, at=1, once="calendar:2027", year=2027)
        )
    transaction(db, lambda p: telling.tell(p.connection, "calendar_missing", to=to[:1], at=1, year=2027))
    asked = select(outbox.c.reader, outbox.c.given, outbox.c.once).order_by(outbox.c.id)
    rows = transaction(db, lambda p: p.connection.execute(asked).all())
    assert [tuple(row) for row in rows] == [
        ("role:settings_admin@", '{"year":2027}', "calendar:2027>role:settings_admin@"),
        ("account:u-x", '{"year":2027}', "calendar:2027>account:u-x"),
        ("role:settings_admin@", '{"year":2027}', None),
    ]


@pytest.mark.parametrize(("topic", "given"), [("no such", {}), ("due_near", {}), ("told", {"due_at": 1})])
def test_what_no_sentence_can_say_is_refused(topic: str, given: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="no message"):
        telling.tell(None, topic, to=[], at=1, **given)
