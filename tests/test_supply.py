"""The lock file holds what setup.cfg asks for, by hash, and the bill of materials lists just that."""

import json
import re
from collections.abc import Iterator
from configparser import ConfigParser
from importlib import metadata
from typing import NamedTuple

from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house.sources import ROOT

LINE = re.compile(
    r"(?P<name>[\w.-]+)==(?P<version>[\w.!+]+)(?: ; (?P<marker>[^\\]+?))? \\\n(?P<hashes>(?: {4}--hash=.+\n)+)"
)
EXTRAS = ("postgres", "oidc")  # what runs in production; `test` is not locked


class Pin(NamedTuple):
    version: str
    marker: str | None

    @property
    def applies(self) -> bool:
        return self.marker is None or Marker(self.marker).evaluate()


def locked() -> dict[str, list[Pin]]:
    found: dict[str, list[Pin]] = {}
    for line in LINE.finditer((ROOT / "requirements.lock").read_text()):
        found.setdefault(canonicalize_name(line["name"]), []).append(Pin(line["version"], line["marker"]))
    return found


def asked() -> Iterator[Requirement]:
    setup = ConfigParser()
    setup.read(ROOT / "setup.cfg")
    lists = [setup["options"]["install_requires"], *(setup["options.extras_require"][extra] for extra in EXTRAS)]
    yield from (Requirement(line) for text in lists for line in text.split("\n") if line.strip())


def test_every_line_is_a_version_and_its_hashes() -> None:
    text = (ROOT / "requirements.lock").read_text()
    assert LINE.sub("", text) == "", "something else than pinned versions with hashes"
    assert set(re.findall(r"--hash=(\w+):", text)) == {"sha256"}
    assert "://" not in text, "where a package comes from is the installation's own choice"


def test_the_lock_satisfies_setup_cfg() -> None:
    pins = locked()
    wrong = [
        f"{requirement}: {pin.version}"
        for requirement in asked()
        for pin in pins.get(canonicalize_name(requirement.name), [Pin("none", None)])
        if pin.version == "none" or not requirement.specifier.contains(pin.version)
    ]
    assert wrong == []


def test_what_is_locked_needs_nothing_that_is_not() -> None:
    """As far as it is installed here in the very version that is locked."""
    pins, todo, seen = locked(), list(asked()), set()
    while todo:
        wanted = todo.pop()
        name = canonicalize_name(wanted.name)
        assert name in pins, f"{name} is needed and not locked"
        if (name, str(wanted.extras)) in seen or not _is_installed_so(name, pins[name]):
            continue
        seen.add((name, str(wanted.extras)))
        todo += [need for need in map(Requirement, metadata.requires(name) or ()) if _counts(need, wanted.extras)]
    assert len(seen) > 10


def _is_installed_so(name: str, pins: list[Pin]) -> bool:
    try:
        return metadata.version(name) in {pin.version for pin in pins if pin.applies}
    except metadata.PackageNotFoundError:
        return False


def _counts(need: Requirement, extras: set[str]) -> bool:
    return need.marker is None or any(need.marker.evaluate({"extra": extra}) for extra in ("", *extras))


def test_the_bill_of_materials_lists_what_is_locked() -> None:
    bill = json.loads((ROOT / "sbom.json").read_text())
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    listed = {(canonicalize_name(part["name"]), part["version"]) for part in bill["components"]}
    assert listed == {(name, pin.version) for name, pins in locked().items() for pin in pins}
