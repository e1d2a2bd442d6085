"""An evidence package convinces a verifier that has nothing else; what it holds is its reader's alone; the dossier."""

import json
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from sqlalchemy import Engine, text

from documents.offline import verify as offline
from models.database import transaction
from models.files import Files
from models.reference import current
from scheduler.checkpointing import Checkpointer
from tests.walk import Walk
from tests.workflows.guangzhou.roads import in_publicity, open_call, submitted
from tests.world import DISTRICT, settle
from web.pages.dossier_view import Asked
from web.pages.gathering import EVERYTHING, write_evidence
from web.sight import Sight
from workflows.instants import instant, until
from workflows.outside import Outside
from workflows.signing import signer

COMMENT = '示例意见：#set page(width: 1pt) = "]} $x$'


@pytest.fixture
def case(db: Engine, tmp_path: Path) -> Walk:
    """In publicity; with checkpoints on the way and an entry after the last."""
    settle(db)
    checkpointer = Checkpointer(db, tmp_path)
    open_call(db)
    checkpointer(at_once=True)
    one = in_publicity(db)
    checkpointer(at_once=True)
    return one


def packed(case: Walk, folder: Path, seen: Sight = EVERYTHING) -> Path:
    target, row = folder / "case.zip", case.row

    def write(p):
        asked = Asked(row, seen, current(p.connection), "zh", p.at)
        with target.open("wb") as file:
            write_evidence(p.connection, asked, Files(folder / "files"), signer(folder), file)

    transaction(case.db, write, writes=False)
    return target


def said(package: Path, *options: str) -> tuple[int, str]:
    """The verifier in the package itself, run by a bare Python that has none of our packages."""
    with zipfile.ZipFile(package) as zipped:
        zipped.extractall(folder := package.parent / package.stem)
    command = [sys.executable, "-I", "-S", str(folder / "verify.py"), *options]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    return ran.returncode, ran.stdout + ran.stderr


def changed(package: Path, name: str, old: bytes, new: bytes) -> str:
    """What the verifier says of a package of which one part was changed."""
    other = package.with_name("changed.zip")
    with zipfile.ZipFile(package) as read, zipfile.ZipFile(other, "w") as written:
        for info in read.infolist():
            data = read.read(info)
            assert info.filename != name or old in data
            written.writestr(info, data.replace(old, new) if info.filename == name else data)
    index = json.loads(offline.Package(other).read("index.json"))
    with pytest.raises(SystemExit) as ended:
        offline.check(offline.Package(other), index, index["key"], [])
    return str(ended.value.code)


def test_it_convinces_offline_and_tells_the_place_of_a_change(case: Walk, tmp_path: Path) -> None:
    package = packed(case, tmp_path)
    outside, key = Outside(tmp_path).file, str(signer(tmp_path).verifier)
    code, told = said(package, "--key", key, "--checkpoint", str(outside))
    assert code == 0, told
    assert f"OK 相符 {case.number}" in told and "of your 2 checkpoints" in told
    seq = case.row.version
    assert changed(package, f"entries/{seq:04}.json", b"bureau_approver", b"bureau_approves").startswith("WRONG")
    with zipfile.ZipFile(package) as zipped:
        opened = json.loads(zipped.read("disclosures/0001.json"))
        assert {"verify.py", "dossier.pdf", "diagram.svg", "deadlines.json", "README.txt"} <= set(zipped.namelist())
        paper = "".join(page.extract_text() for page in PdfReader(BytesIO(zipped.read("dossier.pdf"))).pages)
        told = json.loads(zipped.read("deadlines.json"))[0]["at"]
    assert until(instant(told)).endswith("24:00") and until(instant(told)) in paper and "依据 office" not in paper
    assert "entry 1: address" in changed(package, "disclosures/0001.json", opened["address"][0].encode(), b"00" * 32)
    with zipfile.ZipFile(package) as zipped:
        note = zipped.read("checkpoint.txt").split(b"\n")
    assert "signature" in changed(package, "checkpoint.txt", b"\n" + note[1] + b"\n", b"\n" + note[1] + b"0\n")
    other = signer(tmp_path / "other").verifier
    assert said(package, "--key", str(other))[0] == 1


def test_a_bit_changed_in_any_file_is_found_in_words(case: Walk, tmp_path: Path) -> None:
    package = packed(case, tmp_path)
    code, told = said(package)
    assert code == 0 and "is not of this package" not in told, told
    folder = package.with_suffix("")
    for file in [path for path in folder.rglob("*") if path.is_file() and path.suffix != ".py"]:
        whole = file.read_bytes()
        for at in (0, len(whole) // 2, len(whole) - 1):
            file.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
            with pytest.raises(SystemExit) as ended:
                offline.main([str(folder)])
            assert str(ended.value.code).startswith("WRONG 不符"), (file, at)
        file.write_bytes(whole)
        file.unlink()
        with pytest.raises(SystemExit, match="WRONG"):
            offline.main([str(folder)])
        file.write_bytes(whole)
    (folder / "notices").mkdir(exist_ok=True)
    (folder / "notices" / "more.json").write_text("{}")
    offline.main([str(folder)])


def test_a_zip_that_was_cut_is_told_in_words(case: Walk, tmp_path: Path) -> None:
    package = packed(case, tmp_path)
    package.write_bytes(package.read_bytes()[:-100])
    with pytest.raises(SystemExit, match="neither a folder nor a whole zip"):
        offline.main([str(package)])


def test_what_a_reader_may_not_see_is_withheld_and_the_rest_still_holds(case: Walk, tmp_path: Path) -> None:
    seen = Sight("u-x", frozenset({"case", "form", "history"}), frozenset({"address"}), "withheld")
    code, told = said(packed(case, tmp_path, seen))
    assert code == 0, told
    assert "entry 1: address: withheld or erased" in told
    assert "address" not in (tmp_path / "case" / "disclosures" / "0001.json").read_text("utf-8")
    assert not (tmp_path / "case" / "materials").exists()


def test_what_somebody_wrote_is_text_in_the_dossier(db: Engine, tmp_path: Path) -> None:
    settle(db)
    open_call(db)
    case = submitted(db).take("forward", DISTRICT, on="2026-02-03", opinion=COMMENT)
    code, told = said(packed(case, tmp_path))
    assert code == 0, told
    assert "entry 3: after the last checkpoint" in told
    with db.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM checkpoints")) == 0
