"""Passwords that leaked elsewhere, by a file on this machine: nobody outside is asked about a password.

The file holds SHA-1 digests in hex, sorted, one a line, whatever follows a colon: as Have I Been Pwned gives them.
"""

import hashlib
from pathlib import Path
from typing import IO

HEX = 40


def is_leaked(password: str, file: Path) -> bool:
    """Whether the password's digest stands in the file; some thirty short reads, however large it is."""
    wanted = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper().encode()
    with file.open("rb") as lines:
        low, high = 0, lines.seek(0, 2)
        while low < high:
            middle = (low + high) // 2
            found = _digest_from(lines, middle)
            if found == wanted:
                return True
            low, high = (low, middle) if found is None or found > wanted else (middle + 1, high)
        return _digest_from(lines, 0) == wanted


def _digest_from(lines: IO[bytes], at: int) -> bytes | None:
    """The digest on the first line that begins at this byte or after it; None: there is none."""
    lines.seek(max(at - 1, 0))
    if at:
        lines.readline()
    return lines.readline()[:HEX].upper() or None
