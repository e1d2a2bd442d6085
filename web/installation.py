"""What this process serves: its settings, its database, its files."""

from typing import NamedTuple

from flask import current_app
from sqlalchemy import Engine

from models.files import Files
from models.settings import Settings


class Installation(NamedTuple):
    settings: Settings
    engine: Engine
    files: Files


def here() -> Installation:
    """The installation that the present request came to."""
    found: Installation = current_app.extensions["yizhan"]
    return found
