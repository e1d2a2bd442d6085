"""What a server looks at before it starts: why it must not, and what will soon be wrong."""

import os
import sqlite3
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from sqlalchemy import Connection, make_url, text

from models import start_up_words as words
from models.accounts import demo_accounts
from models.calendar import Calendar
from models.mailbox import ADDRESS

if TYPE_CHECKING:
    from models.settings import Settings

SHORTEST_SECRET = words.SHORTEST_SECRET
FEWEST_CHARACTERS = 12  # different ones in a secret: a placeholder or a held-down key has fewer
CALENDAR_NEEDS = 60  # days ahead
SAFE_WAL = (3, 51, 3)  # SQLite before this can corrupt a WAL database
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
OFF = frozenset({"", "0", "false", "no", "off"})
FULL, EXTRA = 2, 3  # SQLite's synchronous


def setting_problems(settings: "Settings") -> list[str]:
    """By the settings alone; outside of production only what could not work at all."""
    checks = [*_anywhere(settings), *(_in_production(settings) if settings.production else ())]
    return [sentence for wrong, sentence in checks if wrong]


def database_problems(connection: Connection, settings: "Settings") -> list[str]:
    """By the database, in production: accounts of the demo, and settings that a power cut would show."""
    if not settings.production:
        return []
    demo = demo_accounts(connection)
    unsafe = _unsafe_sqlite if connection.dialect.name == "sqlite" else _unsafe_postgresql
    return [
        *([words.demo_accounts(demo)] if demo else ()),
        *(words.unsafe_database(setting, remedy) for setting, remedy in unsafe(connection)),
    ]


def warnings(calendar: Calendar, settings: "Settings", now: int) -> list[str]:
    """What a server may start with, and somebody should mend soon; for the log and the page of its health."""
    today = datetime.fromtimestamp(now / 1_000_000, UTC).date()
    last = calendar.until
    found = []
    if last is None or (last - today).days < CALENDAR_NEEDS:
        found.append(words.calendar_ends(last))
    if settings.production and _host(settings) in LOOPBACK:
        found.append(words.LOOPBACK_ADDRESS)
    return found


def _anywhere(settings: "Settings") -> Iterable[tuple[bool, str]]:
    leaked = settings.leaked_passwords
    named = bool(settings.oidc_client_id and settings.oidc_client_secret)
    return [
        (settings.oidc and not named, words.OIDC_CLIENT),
        (settings.oidc and not _https(settings.oidc_issuer), words.OIDC_ISSUER),
        (settings.asks_second_factor and settings.secret_made_up, words.SECOND_FACTOR_SECRET),
        (bool(leaked and not leaked.is_file()), words.NO_LEAKED_PASSWORDS),
        (settings.mail and not ADDRESS.fullmatch(settings.smtp_sender), words.SMTP_FROM),
        (not all(ADDRESS.fullmatch(one) for one in settings.witnesses), words.WITNESS_MAIL),
        (bool(settings.witnesses) and not settings.mail, words.WITNESS_WITHOUT_MAIL),
    ]


def _in_production(settings: "Settings") -> Iterable[tuple[bool, str]]:
    secret, several = settings.secret_key, settings.processes > 1
    weak = len(secret) < SHORTEST_SECRET or len(set(secret)) < FEWEST_CHARACTERS
    file = make_url(settings.database_url).get_backend_name() == "sqlite"
    return [
        (not secret, words.NO_SECRET),
        (bool(secret) and weak, words.WEAK_SECRET),
        (settings.simulated, words.SIMULATED_CLOCK),
        (os.environ.get("FLASK_DEBUG", "").lower() not in OFF, words.DEBUG),
        (not _https(settings.base_url), words.PLAIN_HTTP),
        (several and file, words.SEVERAL_ON_SQLITE),
        (several and settings.limiter_url.startswith("memory:"), words.MEMORY_LIMITER),
        (settings.second_factor == "off", words.NO_SECOND_FACTOR),
        (settings.smtp_security == "none" and settings.smtp_host not in {"", *LOOPBACK}, words.PLAIN_MAIL),
    ]


def _https(address: str) -> bool:
    """Whether nobody can listen on the way; what stays on this machine has none."""
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)


def _host(settings: "Settings") -> str | None:
    return urlsplit(settings.base_url).hostname


def _unsafe_sqlite(connection: Connection) -> Iterable[tuple[str, str]]:
    def pragma(name: str) -> Any:
        return connection.execute(text(f"PRAGMA {name}")).scalar_one()

    journal, synchronous = pragma("journal_mode"), pragma("synchronous")
    if journal == "wal" and sqlite3.sqlite_version_info < SAFE_WAL:
        yield f"journal_mode = wal (SQLite {sqlite3.sqlite_version})", "PRAGMA journal_mode = DELETE"
    elif journal not in ("wal", "delete", "truncate", "persist"):
        yield f"journal_mode = {journal}", "PRAGMA journal_mode = DELETE"
    if synchronous < (FULL if journal == "wal" else EXTRA):
        yield f"synchronous = {synchronous}", "PRAGMA synchronous = EXTRA"
    if not pragma("foreign_keys"):
        yield "foreign_keys = 0", "PRAGMA foreign_keys = ON"


def _unsafe_postgresql(connection: Connection) -> Iterable[tuple[str, str]]:
    for name in ("fsync", "full_page_writes", "synchronous_commit"):
        if connection.execute(text(f"SHOW {name}")).scalar() == "off":
            yield f"{name} = off", f"ALTER SYSTEM SET {name} = on"
