"""Passwords: made into argon2id hashes, and checked in the same time whether the account exists or not."""

import secrets
import unicodedata
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from web.breaches import is_leaked
from workflows.form import Label

LONGEST = 1_000  # characters; hashing a novel would be a way to keep the server busy
SHORTEST = 12
TOO_SHORT = Label(f"密码至少 {SHORTEST} 个字符。", f"A password has {SHORTEST} characters at least.")
TOO_LONG = Label(f"密码最多 {LONGEST} 个字符。", f"A password has {LONGEST} characters at most.")
IS_THE_NAME = Label("密码不能是登录名或姓名。", "The password must not be your name.")
TOO_WELL_KNOWN = Label(
    "这个密码太常见，很容易被猜到：可以用几个不相干的词连成一句。",
    "This password is among the first that anybody would try: put a few unrelated words together instead.",
)
LEAKED = Label(
    "这个密码出现在已泄露的密码中，不能使用：请换一个没有在别处用过的。",
    "This password has leaked somewhere, and cannot be used: choose one that you use nowhere else.",
)
FEWEST_GUESSES = 10**8
SEEN_OF_LONG = 72  # characters: the rest only adds to it
# Of the passwords most often seen in leaks, those that are long enough to pass, and some that lie near here.
_SEEN = """
123456789012 1234567890123 12345678901234 123456789012345 1234567890123456 123456123456 1234567890qwerty
123456789123 123456789123456789 0123456789012 012345678910 098765432109 987654321987 9876543210987 112233445566
111111111111 1111111111111111 000000000000 0000000000000000 666666666666 888888888888 999999999999 121212121212
123123123123 147258369147 147258369000 159753159753 520520520520 520131452013 131452013145 5201314520131
aaaaaaaaaaaa abcdefghijkl abcdefghijklm abcd1234abcd abcd12345678 abc123456789 abc123abc123 a12345678901
a1b2c3d4e5f6 aa1234567890 asdfghjkl123 asdfasdfasdf asdfghjklqwe asdfghjklzxc qazwsxedcrfv qazwsxedc123
1qaz2wsx3edc 1qaz2wsx3edc4rfv 1q2w3e4r5t6y 1q2w3e4r5t6y7u8i qwertyuiop12 qwertyuiop123 qwertyuiop123456
qwertyuiopas qwertyuiop[] qwerty123456 qwerty1234567 qwer1234qwer qweasdzxc123 zaq12wsxcde3 zxcvbnm12345
zxcvbnmasdfg password1234 password12345 password123456 passwordpassword passw0rd1234 p@ssw0rd1234 p@ssword1234
administrator administrator1 administrator123 admin1234567 admin12345678 admin123456789 admin@123456 adminadmin12
adminadminadmin iloveyou1234 iloveyou5201314 iloveyouiloveyou woaini123456 woaini520131 woaini1314520
woaini5201314 woaiwoaiwoai letmein12345 welcome12345 welcome123456 changeme1234 changemenow1 yizhanyizhan
yizhan123456 yizhan2025yizhan guangzhou2025 guangzhou2026 guangzhou1234 guangzhou123456 wuhan1234567 beijing123456
shanghai1234 zhongguo1234 zhongguo123456 test12345678 testtesttest computer1234 internet1234 superman1234
"""
WELL_KNOWN = frozenset(_SEEN.split())
_hasher = PasswordHash((Argon2Hasher(),))


def make(password: str) -> str:
    """The hash to keep."""
    return _hasher.hash(_typed(password))


def unfit(password: str, *names: str, leaked: Path | None = None) -> Label | None:
    """Why this can't be somebody's password; no rules of composition, which only make people write it down.

    `leaked`: a file of passwords from breaches (web/breaches.py).
    """
    typed = _typed(password)
    if len(typed) < SHORTEST:
        return TOO_SHORT
    if len(typed) > LONGEST:
        return TOO_LONG
    if typed.casefold() in {_typed(name).casefold() for name in names}:
        return IS_THE_NAME
    if leaked and is_leaked(typed, leaked):
        return LEAKED
    return TOO_WELL_KNOWN if typed.casefold() in WELL_KNOWN or _soon_guessed(typed, names) else None


def _soon_guessed(typed: str, names: Sequence[str]) -> bool:
    """By 30,000 common passwords, 80,000 words and names, keyboard rows, dates and repetitions, however combined."""
    from zxcvbn import zxcvbn  # its lists take a moment to load

    return float(zxcvbn(typed[:SEEN_OF_LONG], user_inputs=list(names))["guesses"]) < FEWEST_GUESSES


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
