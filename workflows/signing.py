"""Who signs for the history: an Ed25519 key in the data folder, and the text of a signed checkpoint.

The formats are C2SP's: signed-note, with Go's encoding of keys, and tlog-checkpoint.
"""

import base64
import hashlib
import os
import secrets
from pathlib import Path
from typing import NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ED25519 = b"\x01"
PREFIX = "PRIVATE+KEY"


class BadNote(ValueError):
    """A text is no checkpoint, or not signed by this key."""


class Tip(NamedTuple):
    """What a checkpoint says: how many leaves, and the root of the tree over them."""

    size: int
    root: bytes


class Verifier(NamedTuple):
    """The public half: all that is needed to check a signature."""

    name: str
    public: bytes

    @property
    def number(self) -> bytes:
        return hashlib.sha256(self.name.encode() + b"\n" + ED25519 + self.public).digest()[:4]

    def __str__(self) -> str:
        """As C2SP's tools take it: name, number and key."""
        return f"{self.name}+{self.number.hex()}+{_text(ED25519 + self.public)}"

    def read(self, note: str) -> Tip:
        """What a signed checkpoint says; BadNote unless this key signed it."""
        said, signature = self._parted(note)
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, said.encode())
        except InvalidSignature:
            raise BadNote("its signature is not by this key") from None
        origin, size, root, *_ = said.split("\n")
        if origin != self.name or not size.isdecimal():
            raise BadNote("it is of another origin")
        return Tip(int(size), base64.b64decode(root, validate=True))

    def _parted(self, note: str) -> tuple[str, bytes]:
        said, gap, lines = note.rpartition("\n\n")
        for line in lines.splitlines():
            dash, name, signed = (*line.split(" "), "", "", "")[:3]
            if (dash, name) == ("—", self.name):
                number, signature = (raw := base64.b64decode(signed))[:4], raw[4:]
                if gap and number == self.number and said.count("\n") >= 2:
                    return said + "\n", signature
        raise BadNote("it is not signed by this key")


class Signer(NamedTuple):
    """The key whole."""

    name: str
    seed: bytes

    @property
    def verifier(self) -> Verifier:
        return Verifier(self.name, Ed25519PrivateKey.from_private_bytes(self.seed).public_key().public_bytes_raw())

    def write(self, tip: Tip) -> str:
        """The text of a checkpoint, signed."""
        return self.sign(f"{self.name}\n{tip.size}\n{_text(tip.root)}\n")

    def sign(self, said: str) -> str:
        """A text with its signature, as a signed note; its first lines tell what it is of."""
        signature = Ed25519PrivateKey.from_private_bytes(self.seed).sign(said.encode())
        return f"{said}\n— {self.name} {_text(self.verifier.number + signature)}\n"


def signer(folder: Path) -> Signer:
    """The key of this installation; made when there is none. Two processes that start at once get the same."""
    file = folder / "checkpoint.key"
    if not file.exists():
        folder.mkdir(parents=True, exist_ok=True)
        _make(file)
    return _read(file.read_text("ascii"))


def _make(file: Path) -> None:
    seed = secrets.token_bytes(32)
    public = Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()
    made = Signer(f"yizhan/{hashlib.sha256(public).hexdigest()[:16]}", seed)
    number = made.verifier.number.hex()
    arriving = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
    handle = os.open(arriving, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as written:
        written.write(f"{PREFIX}+{made.name}+{number}+{_text(ED25519 + seed)}\n")
        written.flush()
        os.fsync(handle)
    try:
        os.link(arriving, file)  # unlike a rename, it leaves a key alone that another process has made meanwhile
    except FileExistsError:
        pass
    finally:
        arriving.unlink()


def _read(line: str) -> Signer:
    private, key, name, _, seed = line.strip().split("+", 4)
    raw = base64.b64decode(seed, validate=True)
    if f"{private}+{key}" != PREFIX or raw[:1] != ED25519 or len(raw) != 33:
        raise BadNote("checkpoint.key holds no Ed25519 key")
    return Signer(name, raw[1:])


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()
