"""What this process serves: its settings, its database, its files."""

from collections.abc import Callable
from functools import cache
from importlib.metadata import version as version_of
from typing import NamedTuple

from flask import current_app
from sqlalchemy import Engine

from models.files import Files
from models.settings import Settings


class Installation(NamedTuple):
    settings: Settings
    engine: Engine
    files: Files
    advance: Callable[[Engine, int | None], int] | None = None  # fires what is due until then; moves a simulated clock


def here() -> Installation:
    """The installation that the present request came to."""
    found: Installation = current_app.extensions["yizhan"]
    return found


@cache
def version() -> str:
    """The version of the product that runs."""
    return version_of("yizhan")
