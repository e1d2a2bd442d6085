"""Passwords: made into argon2id hashes, and checked in the same time whether the account exists or not."""

import secrets
import unicodedata
from functools import cache

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

LONGEST = 1_000  # characters; hashing a novel would be a way to keep the server busy
_hasher = PasswordHash((Argon2Hasher(),))


def make(password: str) -> str:
    """The hash to keep."""
    return _hasher.hash(_typed(password))


def check(password: str, kept: str | None) -> tuple[bool, str | None]:
    """(whether it fits, a hash made anew if the kept one is of older parameters); None fits nothing, as slowly."""
    fits, renewed = _hasher.verify_and_update(_typed(password)[:LONGEST], kept or _nobody())
    return fits and kept is not None and len(password) <= LONGEST, renewed


@cache
def _nobody() -> str:
    return _hasher.hash(secrets.token_hex(32))


def _typed(password: str) -> str:
    # The same keys give different code points on different systems.
    return unicodedata.normalize("NFC", password)
