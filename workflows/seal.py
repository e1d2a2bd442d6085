"""What an entry commits to: canonical bytes, salted commitments, and the hash that is link and leaf at once."""

import hashlib
import json
import secrets
from collections.abc import Mapping
from functools import partial
from typing import Any

import orjson

ALGORITHM = "sha256"  # sm3 where the platform's OpenSSL has it
VERSION = 1

_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode

_hash = getattr(hashlib, ALGORITHM, partial(hashlib.new, ALGORITHM))  # by its name it is found at half the speed

ENTRY, COMMITMENT = b"\x00", b"\x02"  # 0x01 is the tree's node


def canonical(value: Any) -> bytes:
    """RFC 8785 bytes of objects with ASCII keys, arrays, strings, null, booleans and integers below 2^53.

    For these json's encoder is exact; decimals and instants are strings. A lone surrogate is refused (ValueError).
    """
    return _encode(value).encode()


def again(value: Any) -> bytes:
    """The same bytes, sooner, of what surely is no other than these: an entry's body, or what was read from JSON."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


def text_of(value: Any) -> str:
    """Canonical JSON as text, as the structured columns hold it."""
    return _encode(value)


def digest(data: bytes, prefix: bytes = b"") -> bytes:
    found: bytes = _hash(prefix + data).digest()
    return found


def commit(values: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, list[Any]]]:
    """Every value that a person gave -> (commitments, openings {field: [salt, value]}).

    Erase an opening and the chain still stands; without the salt nobody can guess the value.
    """
    openings = {name: [secrets.token_hex(32), value] for name, value in values.items()}
    return {name: commitment(salt, value) for name, (salt, value) in openings.items()}, openings


def commitment(salt: str, value: Any) -> str:
    return digest(bytes.fromhex(salt) + canonical(value), COMMITMENT).hex()


def opens(commitment: str, salt: str, value: Any) -> bool:
    """Whether this is what was committed to; all three as they were read from JSON."""
    return digest(bytes.fromhex(salt) + again(value), COMMITMENT).hex() == commitment


def seal(body: Mapping[str, Any]) -> tuple[bytes, bytes]:
    """(canonical bytes, entry hash). The hash is the RFC 6962 leaf: link and leaf are one number."""
    data = again(body)
    return data, digest(data, ENTRY)
