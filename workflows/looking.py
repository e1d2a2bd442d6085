"""What a look over the history needs, what it finds, and up to where it holds."""

import json
from base64 import b64encode
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine, Select

from models.database import connect, transaction
from models.files import Files
from workflows.form import Label
from workflows.outside import Outside
from workflows.seal import text_of
from workflows.signing import Verifier, signer
from workflows.stored import Read
from workflows.tree import EMPTY

Progress = Callable[[str, int, int], None]  # which part, how far, of how many


class Finding(NamedTuple):
    """One place that is wrong: a case and its entry, a checkpoint, a file."""

    place: str
    said: Label


@dataclass
class Report:
    """What one look found."""

    entries: int = 0  # under the last checkpoint,
    root: bytes = EMPTY  # which signs this root
    after: int = 0  # committed since, and under none when the look began: only their chain could be checked
    checkpoints: int = 0
    outside: int = 0  # how many of these stand in the file, too
    findings: list[Finding] = field(default_factory=list)

    def kept(self) -> str:
        """As JSON; `kept_report` reads it back."""
        findings = [[place, *said] for place, said in self.findings]
        return text_of(asdict(self) | {"root": self.root.hex(), "findings": findings})

    def holds(self) -> Label:
        """Up to which checkpoint it speaks; its root can be held against a notice, or whoever else was told."""
        root = b64encode(self.root).decode()
        return Label(
            f"检查点 {self.checkpoints} 个（其中 {self.outside} 个另存于数据库之外）；"
            f"结论截至第 {self.entries} 条记录的检查点，其根为 {root}；此后另有 {self.after} 条，只核验了链",
            f"{self.checkpoints} checkpoints ({self.outside} of them stand outside of the database, too). What is said "
            f"holds up to the checkpoint over {self.entries} entries, whose root is {root}; "
            f"{self.after} came since, of which only the chain could be checked",
        )


def kept_report(text: str) -> Report:
    """What a look found, as it was kept."""
    told = json.loads(text)
    findings = [Finding(place, Label(zh, en)) for place, zh, en in told["findings"]]
    return Report(**told | {"root": bytes.fromhex(told["root"]), "findings": findings})


class Place(NamedTuple):
    """Which installation is looked at, so that another process finds it."""

    url: str
    simulated: bool
    wal: bool
    folder: Path


class Look(NamedTuple):
    """What a look needs: a way to read the database, and what stands outside of it."""

    read: Read
    outside: Outside
    verifier: Verifier
    files: Files
    told: Progress = lambda _part, _done, _of: None
    place: Place | None = None  # None: only here can it be read

    def rows(self, asked: Select[Any]) -> Sequence[Any]:
        found: Sequence[Any] = self.read(lambda connection: connection.execute(asked).all())
        return found


def look_at(engine: Engine, folder: Path, told: Progress = lambda _part, _done, _of: None) -> Look:
    """At an installation, by its database and its data folder; whatever is read at once is of one moment."""
    still = engine.execution_options(isolation_level="REPEATABLE READ") if engine.name == "postgresql" else engine

    def read(work: Callable[[Connection], Any]) -> Any:
        return transaction(still, lambda present: work(present.connection), writes=False)

    options = engine.get_execution_options()
    url = engine.url.render_as_string(hide_password=False)
    place = Place(url, options.get("simulated", False), options.get("wal", False), folder)
    return Look(read, Outside(folder), signer(folder).verifier, Files(folder / "files"), told, place)


def look_again(place: Place) -> Look:
    """At the same installation, from another process."""
    return look_at(connect(place.url, simulated=place.simulated, wal=place.wal), place.folder)
