"""One case checked as an auditor would: by its own package, the offline verifier, and what stands outside."""

import json
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

from documents.offline import verify as offline
from models.database import Present
from models.files import Files
from models.reference import current
from models.settings import Settings
from web.pages.dossier_view import Asked
from web.pages.gathering import EVERYTHING, write_evidence
from workflows.form import Label
from workflows.looking import Finding, Report
from workflows.moves import Case
from workflows.outside import Outside
from workflows.recomputing import beside, differences
from workflows.signing import signer
from workflows.stored import stored

Say = Callable[[str], object]


def write_case(present: Present, settings: Settings, case: Case, target: Path, lang: str = "zh") -> None:
    """Its whole package, beside its place and then moved there: a broken-off export leaves no half file."""
    asked = Asked(case, EVERYTHING, current(present.connection), lang, present.at)
    data = settings.data_dir
    with tempfile.NamedTemporaryFile(dir=target.absolute().parent, delete=False) as arriving:
        try:
            write_evidence(present.connection, asked, Files(data / "files"), signer(data), arriving.file)
        except BaseException:
            Path(arriving.name).unlink()
            raise
    Path(arriving.name).replace(target)


def look_at_case(
    present: Present, settings: Settings, case: Case, *, replay: bool, say: Say = lambda _: None
) -> Report:
    """What the offline verifier finds; and, where that is nothing, the replay. `say`: what it could not check."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "case.zip"
        write_case(present, settings, case, file)
        report = _offline(file, settings.data_dir, case.number, say)
    if replay and not report.findings:
        own = stored(present.connection, [case.id])
        report.findings = [Finding(*said) for said in differences(own[0], beside(present.connection, own))]
    return report


def _offline(file: Path, data: Path, number: str, say: Say) -> Report:
    with zipfile.ZipFile(file) as package:
        index = json.loads(package.read("index.json"))
    sizes = {index["size"], *(int(one["text"].split("\n")[1]) for one in index["earlier"])}
    outside = [told.text for told in Outside(data).all() if told.size in sizes]
    after = sum(one["leaf"] is None for one in index["entries"])
    report = Report(len(index["entries"]) - after, after=after, checkpoints=len(sizes - {0}), outside=len(outside))
    try:
        offline.check(offline.Package(file), index, str(signer(data).verifier), outside, say)
    except (SystemExit, LookupError, TypeError, ValueError) as said:
        words = str(said.code if isinstance(said, SystemExit) else said)
        report.findings = [Finding(number, Label(words, words))]
    return report
