#!/usr/bin/env python3
"""Checks the evidence package of a case, offline, with Python 3.9 or newer and nothing else.

python3 verify.py [FOLDER or ZIP] [--key KEY] [--checkpoint FILE]

KEY is the public key as its owner told it to you; FILE holds checkpoints that you kept (from a notice, from a witness).
Without them you learn that the package agrees with itself and with the key inside; with them, that it is what was
signed then. It can't know what was entered after the last checkpoint, nor whether a definition was wrong from the
first day. Exit 1 and the first wrong place if anything disagrees.
"""

import argparse
import base64
import hashlib
import json
import re
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NoReturn

LIST = re.compile(r"\A([^\n]+) files of ([^\n]+)\n((?:[0-9a-f]{64}  [^\n]+\n)+)\n— \1 ([A-Za-z0-9+/=]+)\n\Z")
NOTE = re.compile(r"^([^\n]+)\n(\d+)\n([A-Za-z0-9+/=]{44})\n\n— \1 ([A-Za-z0-9+/=]+)$", re.MULTILINE)
P, D = 2**255 - 19, -121665 * pow(121666, 2**255 - 21, 2**255 - 19) % (2**255 - 19)
ORDER = 2**252 + 27742317777372353535851937790883648493
Point = tuple[int, int, int, int]
Say = Callable[[str], object]


def wrong(place: str, said: str) -> NoReturn:
    sys.exit(f"WRONG 不符 {place}: {said}")


def sha(prefix: bytes, *data: bytes) -> bytes:
    return hashlib.sha256(prefix + b"".join(data)).digest()


def canonical(value: Any) -> bytes:
    """RFC 8785, for objects with ASCII keys, arrays, strings, null, booleans and integers."""
    said = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return said.encode()


# Ed25519, RFC 8032, 5.1: points in extended coordinates.
def add(p: Point, q: Point) -> Point:
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(n: int, p: Point) -> Point:
    total = (0, 1, 1, 0)
    while n:
        if n & 1:
            total = add(total, p)
        p, n = add(p, p), n >> 1
    return total


def point(data: bytes) -> Point:
    y, sign = int.from_bytes(data, "little") % 2**255, data[31] >> 7
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    x = x if (x * x - square) % P == 0 else x * pow(2, (P - 1) // 4, P) % P
    if y >= P or (x * x - square) % P or (x == 0 and sign):
        raise ValueError("no point of the curve")
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


BASE = point(bytes([0x58]) + bytes([0x66]) * 31)


def signed(public: bytes, said: bytes, signature: bytes) -> bool:
    if len(public) != 32 or len(signature) != 64:
        return False
    s = int.from_bytes(signature[32:], "little")
    try:
        a, r = point(public), point(signature[:32])
    except ValueError:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + public + said).digest(), "little") % ORDER
    left, right = times(s, BASE), add(r, times(h, a))
    same = (left[0] * right[2] - right[0] * left[2]) % P == 0 and (left[1] * right[2] - right[1] * left[2]) % P == 0
    return s < ORDER and same


def by_key(key: str, origin: str, said: str, line: str) -> bool:
    name, _, raw = key.split("+", 2)
    public, signature = base64.b64decode(raw)[1:], base64.b64decode(line)
    number = sha(b"", name.encode(), b"\n\x01", public)[:4]
    return origin == name and signature[:4] == number and signed(public, said.encode(), signature[4:])


def notes(text: str, key: str) -> Iterator[tuple[int, bytes]]:
    """(size, root) of every checkpoint in a text; each must be signed by the key."""
    for origin, size, root, line in NOTE.findall(text):
        if not by_key(key, origin, f"{origin}\n{size}\n{root}\n", line):
            wrong(f"checkpoint {size}", "its signature is not by this key 签名无效")
        yield int(size), base64.b64decode(root)


def included(leaf: bytes, index: int, size: int, path: list[bytes]) -> bytes:
    """The root that a leaf and its path lead to (RFC 9162, 2.1.3.2)."""
    last, root = size - 1, leaf
    for other in path:
        if index & 1 or index == last:
            root = sha(b"\x01", other, root)
            while not index & 1 and index:
                index, last = index >> 1, last >> 1
        else:
            root = sha(b"\x01", root, other)
        index, last = index >> 1, last >> 1
    return root if last == 0 else b""


def grew(old: int, size: int, before: bytes, path: list[bytes]) -> tuple[bytes, bytes]:
    """The roots of the older and of the newer tree that a path leads to (RFC 9162, 2.1.4.2)."""
    if old == size:
        return before, before
    start, *rest = path if old & (old - 1) else [before, *path]
    index, last, first, second = old - 1, size - 1, start, start
    while index & 1:
        index, last = index >> 1, last >> 1
    for other in rest:
        if index & 1 or index == last:
            first, second = sha(b"\x01", other, first), sha(b"\x01", other, second)
            while not index & 1 and index:
                index, last = index >> 1, last >> 1
        else:
            second = sha(b"\x01", second, other)
        index, last = index >> 1, last >> 1
    return first, second if last == 0 else b""


class Package:
    """A folder or a zip."""

    def __init__(self, where: Path) -> None:
        self.where, self.at = where, str(where)
        try:
            self.zip = None if where.is_dir() else zipfile.ZipFile(where)
        except (OSError, zipfile.BadZipFile):
            wrong(str(where), "is neither a folder nor a whole zip 不是文件夹或完整的压缩包")

    def read(self, name: str) -> bytes:
        self.at = name  # here it is where what follows can't be made sense of
        try:
            return self.zip.read(name) if self.zip else (self.where / name).read_bytes()
        except (KeyError, OSError, zipfile.BadZipFile, zlib.error):
            wrong(name, "is missing or damaged 缺失或损坏")

    def names(self) -> list[str]:
        if self.zip:
            return self.zip.namelist()
        return [path.relative_to(self.where).as_posix() for path in self.where.rglob("*") if path.is_file()]


def lawful(body: dict[str, Any], before: dict[str, Any], rules: dict[str, Any]) -> bool:
    """Whether the step leaves where the case stood, by the definition that it names; a clock's not before its time."""
    if body["kind"] == "begin":
        return not before and body["target"] == rules["initial"]
    if body["source"] != before.get("target"):
        return False
    if body["kind"] != "step":
        return body["kind"] == "migrate" or bool(body["source"] == body["target"])
    of = (body["step"], body["source"], body["target"], body["law"])
    steps = [s for s in rules["steps"] if (s["name"], s["source"], s["target"], s["law"]) == of]
    due = before["due"] or {"step": None, "at": ""}
    early = due["step"] != body["step"] or body["effective"] < due["at"] or body["recorded"] < body["effective"]
    return bool(steps) and not (steps[0]["who"] == ["clock"] and early)


def check_entry(package: Package, told: dict[str, Any], before: dict[str, Any], prev: str, say: Say) -> dict[str, Any]:
    place = f"entry {told['seq']}"
    raw = package.read(f"entries/{told['seq']:04}.json")
    body: dict[str, Any] = json.loads(raw)
    rules = package.read(f"definitions/{body['rules']}.json")
    for right, said in (
        (canonical(body) == raw, "its bytes are not canonical 格式"),
        (sha(b"\x00", raw).hex() == told["hash"], "its hash is another 摘要"),
        (body["prev"] == prev and body["seq"] == told["seq"], "it doesn't follow from the one before 链接"),
        (body["recorded"] >= before.get("recorded", ""), "time goes back 时间"),
        (hashlib.sha256(rules).hexdigest() == body["rules"], "its definition was changed 规则"),
        (lawful(body, before, json.loads(rules)), "no such step from there 不合规则"),
    ):
        if not right:
            wrong(place, said)
    check_values(package, place, body, told, say)
    return body


def check_values(package: Package, place: str, body: dict[str, Any], told: dict[str, Any], say: Say) -> None:
    opened = json.loads(package.read(f"disclosures/{told['seq']:04}.json")) if told["disclosed"] else {}
    for name, (salt, value) in opened.items():
        if body["data"].get(name) != sha(b"\x02", bytes.fromhex(salt), canonical(value)).hex():
            wrong(place, f"{name} is not what was committed 内容")
        _, _, id = name.removesuffix(".sha256").partition("material.")
        file = told["materials"].get(id) if name.endswith(".sha256") else None
        if file and hashlib.sha256(package.read(file)).hexdigest() != value:
            wrong(file, "is not the file that was handed in 材料")
    for name in sorted(body["data"].keys() - opened.keys()):
        say(f"{place}: {name}: withheld or erased 未公开或已删除")


def main(arguments: Any = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("package", nargs="?", type=Path, default=Path(__file__).parent)
    parser.add_argument("--key")
    parser.add_argument("--checkpoint", type=Path, action="append", default=[])
    asked = parser.parse_args(arguments)
    package = Package(asked.package)
    try:
        index = json.loads(package.read("index.json"))
        kept = [path.read_text("utf-8") for path in asked.checkpoint]
        check(package, index, asked.key or index["key"], kept)
    except (LookupError, TypeError, ValueError) as said:
        wrong(package.at, f"can't be read 无法读取 ({said})")
    print(f"OK 相符 {index['case']}: {len(index['entries'])} entries 条记录, key 公钥 {asked.key or index['key']}")


def check(package: Package, index: dict[str, Any], key: str, kept: list[str], say: Say = print) -> None:
    """Exit with the first wrong place; `say` is told what could not be checked."""
    tips = dict(notes(package.read("checkpoint.txt").decode(), key)) if index["size"] else {0: b""}
    if not tips:
        wrong("checkpoint.txt", "holds no checkpoint 没有检查点")
    size, root = max(tips.items())
    before: dict[str, Any] = {}
    prev = ""
    for n, told in enumerate(index["entries"], 1):
        before = check_entry(package, told, before, prev, say)
        prev = told["hash"]
        if (before["seq"], before["case"]) != (n, index["case"]):
            wrong(f"entry {n}", "is missing 缺失")
        check_leaf(n, told, size, root, say)
    tips.update(check_growth(index["earlier"], key, size, root))
    check_files(package, index["case"], key, say)
    compare(tips, [tip for text in kept for tip in notes(text, key)], say)


def check_files(package: Package, case: str, key: str, say: Say) -> None:
    """Every file is as it was packed, those for reading too: their list is signed."""
    found = LIST.match(package.read("files.txt").decode())
    if not found or found[2] != case or not by_key(key, found[1], f"{found[1]} files of {case}\n{found[3]}", found[4]):
        wrong("files.txt", "its signature is not by this key 签名无效")
    listed = {line[66:]: line[:64] for line in found[3].splitlines()}
    for name, digest in listed.items():
        if hashlib.sha256(package.read(name)).hexdigest() != digest:
            wrong(name, "is not the file that was packed 已被改动")
    for name in sorted(set(package.names()) - listed.keys() - {"files.txt"}):
        say(f"{name}: is not of this package 不属于本包")


def check_leaf(n: int, told: dict[str, Any], size: int, root: bytes, say: Say) -> None:
    path = [bytes.fromhex(p) for p in told["proof"]]
    if told["leaf"] is None:
        say(f"entry {n}: after the last checkpoint 在最后一个检查点之后")
    elif included(bytes.fromhex(told["hash"]), told["leaf"], size, path) != root:
        wrong(f"entry {n}", "is not under the checkpoint 不在检查点之内")


def check_growth(earlier: list[dict[str, Any]], key: str, size: int, root: bytes) -> Iterator[tuple[int, bytes]]:
    for one in earlier:
        for old, was in notes(one["text"], key):
            if grew(old, size, was, [bytes.fromhex(p) for p in one["proof"]]) != (was, root):
                wrong(f"checkpoint {old}", "the tree did not grow from it 不一致")
            yield old, was


def compare(tips: dict[int, bytes], kept: list[tuple[int, bytes]], say: Say) -> None:
    """The checkpoints that the reader kept, against those of the package."""
    for size, root in kept:
        if size in tips and tips[size] != root:
            wrong(f"checkpoint {size}", "is another than the one you kept 与您保存的不同")
    same = sum(size in tips for size, _ in kept)
    say(f"{same} of your {len(kept)} checkpoints are in the package 您保存的检查点中有 {same} 个在包内" if kept else
        "compared with no checkpoint of yours 未与您保存的检查点比较")  # fmt: skip


if __name__ == "__main__":
    main()
