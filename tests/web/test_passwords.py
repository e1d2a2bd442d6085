"""What a password's hash costs whoever guesses it."""

import importlib.util
import re
from types import ModuleType

from web import passwords


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
