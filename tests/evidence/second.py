"""A second reading of the evidence format, by its description alone, with nothing of the code that writes it."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

BODY = {
    "v", "alg", "case", "seq", "prev", "rules", "kind", "lifecycle", "step", "source", "target", "actor", "role",
    "on_behalf_of", "office", "law", "effective", "recorded", "due", "data", "cause",
}  # fmt: skip
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")
HEX = re.compile(r"[0-9a-f]{64}")


def written(value: Any) -> str:
    """RFC 8785 for objects with ASCII keys, arrays, strings, null, booleans and integers below 2^53; else an error."""
    if isinstance(value, dict):
        assert all(isinstance(key, str) and key.isascii() for key in value)
        return "{" + ",".join(f"{written(key)}:{written(value[key])}" for key in sorted(value)) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(written, value)) + "]"
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int):
        assert abs(value) < 2**53
        return str(value)
    assert isinstance(value, str), value
    return '"' + "".join(_character(c) for c in value) + '"'


SHORT = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"}


def _character(c: str) -> str:
    assert not 0xD800 <= ord(c) <= 0xDFFF, "a lone surrogate"
    return SHORT.get(c) or (f"\\u{ord(c):04x}" if ord(c) < 0x20 else c)


def wrong(
    bodies: list[bytes], hashes: list[bytes], opened: Mapping[int, str], kept: Mapping[str, bytes]
) -> Iterator[str]:
    """What doesn't agree in one case's history; `opened` by seq, `kept` the definitions by digest."""
    prev, recorded, number = "", "", json.loads(bodies[0])["case"]
    for seq, (raw, stored) in enumerate(zip(bodies, hashes, strict=True), 1):
        body = json.loads(raw)
        checks = {
            "bytes": written(body).encode() == raw,
            "hash": hashlib.sha256(b"\0" + raw).digest() == stored,
            "chain": (body["prev"], body["seq"], body["case"]) == (prev, seq, number),
            "time": body["recorded"] >= recorded,
            "definition": hashlib.sha256(kept.get(body["rules"], b"")).hexdigest() == body["rules"],
            **_shape(body),
            **_opened(body, opened.get(seq, "{}")),
        }
        yield from (f"{seq}: {name}" for name, right in checks.items() if not right)
        prev, recorded = stored.hex(), body["recorded"]


def _shape(body: dict[str, Any]) -> dict[str, bool]:
    kinds = ("step", "begin", "reckon", "amend", "erase", "migrate")
    due, cause = body["due"], body["cause"]
    return {
        "keys": set(body) == BODY | ({"subject", "parent"} if body["kind"] == "begin" else set()),
        "version": (body["v"], body["alg"]) == (1, "sha256"),
        "kind": body["kind"] in kinds,
        "instants": all(
            INSTANT.fullmatch(body[n]) and datetime.fromisoformat(body[n]) for n in ("effective", "recorded")
        ),
        "due": due is None
        or (set(due) == {"step", "from", "at", "provisional"} and bool(INSTANT.fullmatch(due["at"]))),
        "data": all(HEX.fullmatch(c) for c in body["data"].values()),
        "law": isinstance(body["law"], list),
        "cause": cause is None or set(cause) == {"case", "seq"},
    }


def _opened(body: dict[str, Any], opened: str) -> dict[str, bool]:
    """Each disclosed value is what was committed, under a salt of 32 bytes."""
    return {
        name: body["data"].get(name) == _commitment(bytes.fromhex(salt), value)
        for name, (salt, value) in json.loads(opened).items()
    }


def _commitment(salt: bytes, value: Any) -> str:
    assert len(salt) == 32
    return hashlib.sha256(b"\2" + salt + written(value).encode()).hexdigest()
