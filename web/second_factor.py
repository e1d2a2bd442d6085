"""Authenticator codes: the secret behind them, which code fits when, and who has to give one."""

import base64
import hashlib
import hmac
import io

import pyotp
import segno
from sqlalchemy import Connection

from models import passes, second_factor
from models.accounts import held
from models.second_factor import Factor
from web.installation import here
from workflows.actors import ADMIN_ROLES, DESK_ROLES

STEP = 30_000_000  # µs that a code stands
NEIGHBOURS = (0, -1, 1)  # clocks differ, and typing takes time: one step to each side
ISSUER = "驿站 Yizhan"


def next_proof(connection: Connection, user_id: str) -> passes.Kind | None:
    """What is still asked of somebody who gave a first proof; None: nothing."""
    if not here().settings.asks_second_factor:
        return None
    if second_factor.factor(connection, user_id).salt:
        return "code"
    return "enrol" if decides(connection, user_id) else None


def decides(connection: Connection, user_id: str) -> bool:
    """Whether the account decides or administers anything."""
    return any(role in DESK_ROLES | ADMIN_ROLES for role, _ in held(connection, user_id))


def takes(connection: Connection, user_id: str, typed: str, now: int) -> bool:
    """Take the code of the authenticator, or a recovery code; each is taken once."""
    kept = second_factor.factor(connection, user_id)
    if not kept.salt:
        return False
    step = fitting_step(secret_of(user_id, kept.salt), typed, now)
    if step is not None:
        return second_factor.take_step(connection, user_id, step)
    return second_factor.take_code(connection, user_id, typed)


def enrols(connection: Connection, user_id: str, typed: str, now: int) -> list[str] | None:
    """The recovery codes of an authenticator whose first code fits; None where it doesn't."""
    kept = second_factor.factor(connection, user_id)
    step = fitting_step(secret_of(user_id, kept.offered), typed, now) if kept.offered else None
    return None if step is None else second_factor.confirm(connection, user_id, step, now)


def fitting_step(secret: str, typed: str, now: int) -> int | None:
    """The time step whose code this is, now or a step beside."""
    code, totp = "".join(typed.split()), pyotp.TOTP(secret)
    steps = (now // STEP + beside for beside in NEIGHBOURS)
    return next((step for step in steps if hmac.compare_digest(totp.generate_otp(step).encode(), code.encode())), None)


def secret_of(user_id: str, salt: bytes) -> str:
    """The authenticator's secret in base32, from this installation's key: it is kept nowhere."""
    said = b"second factor\0" + user_id.encode() + b"\0" + salt
    key = hmac.new(here().settings.secret_key.encode(), said, hashlib.sha256).digest()
    return base64.b32encode(key[:20]).decode()


def picture(user_id: str, name: str, kept: Factor) -> bytes:
    """What an authenticator scans, as SVG; without one offered, an empty answer."""
    if not kept.offered:
        return b""
    address = pyotp.TOTP(secret_of(user_id, kept.offered)).provisioning_uri(name=name, issuer_name=ISSUER)
    drawn = io.BytesIO()
    segno.make(address, error="m").save(
        drawn, kind="svg", scale=5, border=3, light="#fff", svgclass=None, lineclass=None
    )
    return drawn.getvalue()
