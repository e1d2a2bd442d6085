"""The evidence package of a case: a zip that whoever has it checks offline, by one file in it."""

import hashlib
import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import IO, Any, NamedTuple

from sqlalchemy import Connection, Row, select

from models.case import definitions, entries
from models.checkpoint import covering, latest
from workflows.signing import Signer, Verifier
from workflows.tree import Span, consistency, inclusion, roots_of

PAGE = 20_000  # leaf hashes read at once

README = """证据包 · Evidence package

python3 verify.py              核验本包 · check this package
python3 verify.py --key KEY --checkpoint FILE
                               KEY 为您另行取得的公钥，FILE 为您保存的检查点（公告上印有） ·
                               with the key and the checkpoints that you hold yourself

entries/       每条记录的原始字节 · each entry's bytes, as they were hashed
disclosures/   所填内容及其随机数 · what was given, with its salts; what is missing was withheld or erased
definitions/   当时适用的规则定义 · the definitions that the entries were written under
files.txt      每个文件的摘要值，经签名 · the digest of each file, signed (sha256sum -c files.txt)
materials/ notices/ deadlines.json diagram.svg dossier.pdf checkpoint.txt index.json

verify.py 也可取自您信任的来源：它只有一个文件，不需安装任何软件包 ·
Take verify.py from a source that you trust, if you like: it is one file, and needs no packages.
"""


class Paper(NamedTuple):
    """A file of the case, as it lies in the store."""

    id: int
    name: str  # in the package
    path: Path


class Given(NamedTuple):
    """What goes into a package, as far as its reader may have it."""

    number: str
    lines: Sequence[Row[Any]]  # entries, oldest first: seq, leaf, body, hash
    opened: Mapping[int, Mapping[str, Any]]  # seq -> field -> [salt, value]
    papers: Sequence[Paper]
    beside: Mapping[str, bytes]  # further files by name: for reading


def write_package(connection: Connection, given: Given, signer: Signer, target: IO[bytes]) -> None:
    """Write the zip; one pass over all leaves of the tree finds the proofs. The list of its files is signed."""
    listed: dict[str, str] = {}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in _parts(connection, given, signer.verifier):
            package.writestr(name, data)
            listed[name] = hashlib.sha256(data).hexdigest()
        for paper in given.papers:
            package.write(paper.path, paper.name)
            with paper.path.open("rb") as file:
                listed[paper.name] = hashlib.file_digest(file, "sha256").hexdigest()
        lines = "".join(f"{digest}  {name}\n" for name, digest in sorted(listed.items()))
        package.writestr("files.txt", signer.sign(f"{signer.name} files of {given.number}\n{lines}"))


def _parts(connection: Connection, given: Given, verifier: Verifier) -> Iterator[tuple[str, bytes]]:
    for line in given.lines:
        yield f"entries/{line.seq:04}.json", bytes(line.body)
        if line.seq in given.opened:
            yield f"disclosures/{line.seq:04}.json", _pretty(given.opened[line.seq]).encode()
    digests = {json.loads(bytes(line.body))["rules"] for line in given.lines}
    asked = select(definitions.c.digest, definitions.c.body).where(definitions.c.digest.in_(digests))
    for digest, body in connection.execute(asked.order_by(definitions.c.digest)):
        yield f"definitions/{digest}.json", bytes(body)
    yield from given.beside.items()
    index, checkpoint = _index(connection, given, verifier)
    yield "checkpoint.txt", checkpoint.encode()
    yield "index.json", _pretty(index).encode()
    yield "verify.py", files("documents").joinpath("offline", "verify.py").read_bytes()
    yield "README.txt", README.encode()


def _index(connection: Connection, given: Given, verifier: Verifier) -> tuple[dict[str, Any], str]:
    """The list of entries with their proofs under the newest checkpoint, and its text."""
    last = latest(connection)
    size = last.size if last else 0
    sealed = {line.seq: line.leaf for line in given.lines if line.leaf is not None and line.leaf < size}
    paths = {seq: inclusion(leaf, size) for seq, leaf in sealed.items()}
    earlier = _earlier(connection, sorted(sealed.values()), size)
    grown = {row.size: consistency(row.size, size) for row in earlier}
    roots = _roots(connection, size, [s for spans in (*paths.values(), *grown.values()) for s in spans])
    papers = {str(paper.id): paper.name for paper in given.papers}
    index = {
        "case": given.number,
        "key": str(verifier),
        "size": size,
        "entries": [
            {
                "seq": line.seq,
                "hash": bytes(line.hash).hex(),
                "leaf": sealed.get(line.seq),
                "proof": [roots[span].hex() for span in paths.get(line.seq, ())],
                "disclosed": line.seq in given.opened,
                "materials": papers,
            }
            for line in given.lines
        ],
        "earlier": [{"text": row.text, "proof": [roots[span].hex() for span in grown[row.size]]} for row in earlier],
    }
    return index, last.text if last else ""


def _earlier(connection: Connection, leaves: Sequence[int], size: int) -> list[Row[Any]]:
    """The first checkpoint over each entry: these stand on notices, and whoever keeps them can compare."""
    found: dict[int, Row[Any]] = {}
    reached = 0
    for leaf in leaves:
        if leaf >= reached and (row := covering(connection, leaf)) is not None:
            reached = row.size
            found[row.size] = row
    return [row for row in found.values() if row.size < size]


def _roots(connection: Connection, size: int, spans: Sequence[Span]) -> dict[Span, bytes]:
    e = entries.c

    def leaves() -> Iterator[bytes]:
        for start in range(0, size, PAGE):
            asked = select(e.hash).where(e.leaf >= start, e.leaf < min(start + PAGE, size)).order_by(e.leaf)
            yield from (bytes(found) for found in connection.execute(asked).scalars())

    return roots_of(leaves(), spans) if spans else {}


def _pretty(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)
