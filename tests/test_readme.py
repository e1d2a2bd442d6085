"""The README keeps what it promises: each setting is in its table with its default, each target in the Makefile."""

import re

from models.settings import Settings
from tests.house.sources import ROOT

README = (ROOT / "README.md").read_text("utf-8")
ROWS = dict(re.findall(r"^\| `(YIZHAN_\w+)` \| ([^|]*)\|", README, re.MULTILINE))


def test_the_table_names_every_setting_and_no_other() -> None:
    assert set(ROWS) == {f"YIZHAN_{name.upper()}" for name in Settings.model_fields}


def test_the_table_tells_the_defaults() -> None:
    told = {name: cell.strip().strip("`") for name, cell in ROWS.items()}
    plain = {"env", "clock", "base_url", "proxies", "limiter_url", "upload_bytes", "secret_key"}
    assert {told[f"YIZHAN_{name.upper()}"] for name in plain} == {
        str(Settings.model_fields[name].default) for name in plain
    }


def test_every_target_that_it_names_is_in_the_makefile() -> None:
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = set(re.findall(r"\bmake (run|test|check|\w+)`|^make (\w+)$", README, re.MULTILINE))
    assert {word for pair in named for word in pair if word} <= targets
