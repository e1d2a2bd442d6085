"""A suspicious objection is taken and marked for whoever decides it; nobody else is told, and nothing is dropped."""

import re

from tests.security.stage import Stage


def file(stage: Stage, text: str, address: str) -> str:
    """Its number; every one is taken."""
    sent = {"by": "person", "name": "示例公民", "contact": "000-0000", "text": text}
    path = f"/notices/{stage.town.numbers['notice']}/object"
    answer = stage.browser("").post(path, data=sent, environ_overrides={"REMOTE_ADDR": address})
    assert answer.status_code == 201
    return re.findall(r"GZ-\d{4}-\d{6}", answer.text)[0]


def marked(stage: Stage, number: str, account: str = "u-bureau") -> str:
    page = stage.browser(account).get(f"/cases/{number}?lang=en").text
    found = re.search(r'id="marks">(.*?)</div>', page)
    return re.sub("<[^>]+>", "", found[1]) if found else ""


def test_many_from_one_address_are_marked_and_all_are_there(stage: Stage) -> None:
    alone = file(stage, "另一件事", "192.0.2.200")
    many = [file(stage, f"理由第 {n} 条", "192.0.2.7") for n in range(4)]
    assert len(set(many)) == 4
    assert all("3 others came from the same address" in marked(stage, number) for number in many)
    assert marked(stage, alone) == ""


def test_the_same_words_are_marked_however_they_are_set(stage: Stage) -> None:
    first, second = file(stage, "场地不实，请核实。", "192.0.2.1"), file(stage, " 场地不实 , 请核实 ", "192.0.2.2")
    assert "others with the same words: 1" in marked(stage, first) and "same words" in marked(stage, second)


def test_only_who_decides_sees_the_mark(stage: Stage) -> None:
    many = [file(stage, f"理由第 {n} 条", "192.0.2.7") for n in range(4)]
    for account in ("u-auditor-above", stage.town.owners["objection"]):
        assert marked(stage, many[0], account) == ""


def test_no_address_stands_in_the_database(stage: Stage) -> None:
    file(stage, "场地不实", "192.0.2.77")
    assert b"192.0.2.77" not in stage.file.read_bytes()
