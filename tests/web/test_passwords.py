"""What a password's hash costs whoever guesses it."""

import hashlib
import importlib.util
import random
import re
from pathlib import Path
from types import ModuleType

import pytest

from web import passwords
from web.breaches import is_leaked


def as_shipped() -> ModuleType:
    """The module anew: the tests' own one hashes lightly."""
    spec = importlib.util.spec_from_file_location("shipped", passwords.__file__)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_it_costs_what_owasp_asks_and_fits() -> None:
    shipped = as_shipped()
    kept = shipped.make("门前 有 三棵 枣树")
    cost = re.match(r"\$argon2id\$v=19\$m=(\d+),t=(\d+),p=\d+\$", kept)
    assert cost is not None and int(cost[1]) >= 19 * 1024 and int(cost[2]) >= 2
    assert shipped.check("门前 有 三棵 枣树", kept) == (True, None)
    assert shipped.check("门前 有 两棵 枣树", kept) == (False, None)


def test_a_hash_of_older_parameters_is_made_anew() -> None:
    light = passwords.make("门前 有 三棵 枣树")
    fits, renewed = as_shipped().check("门前 有 三棵 枣树", light)
    assert fits and renewed is not None and renewed != light


@pytest.mark.parametrize(
    "guessed",
    [
        *("letmein12345", "Password12345!", "qwertyuiop[]", "1qaz2wsx3edc", "zxcvbnm,./12", "hunter2hunter2"),
        *("abcabcabcabc", "guangzhou2026", "yizhanyizhan", "iloveyou5201314", "shenzhen88888888"),
        "linlan20261123",
    ],
)
def test_what_is_soon_guessed_is_no_password(guessed: str) -> None:
    assert passwords.unfit(guessed, "linlan", "示例 林岚") in (passwords.TOO_WELL_KNOWN, passwords.IS_THE_NAME)


@pytest.mark.parametrize("fit", ["correct horse battery staple", "门前 有 三棵 枣树 两口井", "xK9 vLq2 mWz7"])
def test_what_is_not_is_one_whatever_it_is_made_of(fit: str) -> None:
    assert passwords.unfit(fit, "linlan", "示例 林岚") is None


def test_a_file_of_leaked_passwords_is_asked_on_this_machine(tmp_path: Path) -> None:
    """Every line is found, the first and the last too, and nothing between or beside them."""
    draw = random.Random(20)
    words = [f"一个泄露的密码 {draw.random()}" for _ in range(500)]
    digests = sorted(hashlib.sha1(w.encode(), usedforsecurity=False).hexdigest().upper() for w in words)
    file = tmp_path / "leaked.txt"
    file.write_text("".join(f"{digest}:{draw.randrange(1, 10**6)}\r\n" for digest in digests), "ascii")
    assert [word for word in words if not is_leaked(word, file)] == []
    assert not any(is_leaked(f"{word}!", file) for word in words)
    assert passwords.unfit(words[0], "linlan", leaked=file) == passwords.LEAKED
    (tmp_path / "none").touch()
    assert not is_leaked("x", tmp_path / "none")
