"""Files that arrived with a form that was refused: a signed note says which, so that nobody uploads twice."""

from collections.abc import Iterable
from typing import NamedTuple

from flask import request
from itsdangerous import BadSignature, URLSafeTimedSerializer

from web.auth import visitor
from web.installation import here
from web.uploads import Upload

LASTS = 8 * 3600  # seconds: a working day, as a session


class Arrived(NamedTuple):
    """A file that lies in the store, and the note that says so to whoever sent it."""

    kind: str
    upload: Upload
    note: str


def noted(files: Iterable[tuple[str, Upload]], account: str | None = None) -> list[Arrived]:
    """The files with their notes, for the form to be shown again: the visitor's, or those of an account that was."""
    signer = _signer(account or _here())
    return [Arrived(kind, file, signer.dumps([kind, *file])) for kind, file in files]


def name_in(note: str) -> str:
    """The name of the file that a note says to have arrived, as it was sent along: to be shown, not to be trusted."""
    _, told = _signer(_here()).loads_unsafe(note)
    return str(told[1]) if isinstance(told, list) and len(told) > 1 else ""


def arrived(kinds: Iterable[str]) -> list[tuple[str, Upload]]:
    """The files that this request's notes vouch for, as far as the form asks for their kinds.

    A box in which another file was chosen this time takes the new one.
    """
    wanted = {kind for kind in kinds if not any(file.filename for file in request.files.getlist(kind))}
    found, signer = [], _signer(_here())
    for note in request.form.getlist("kept"):
        try:
            kind, *file = signer.loads(note, max_age=LASTS)
        except BadSignature:
            continue  # out of date, or somebody else's: the file is chosen again
        if kind in wanted and here().files.path(file[3]).is_file():
            found.append((kind, Upload(*file)))
    return found


def _signer(account: str) -> URLSafeTimedSerializer:
    """For this form's sender only: an account's notes are nobody else's."""
    return URLSafeTimedSerializer(here().settings.secret_key, salt=f"kept-files:{account}")


def _here() -> str:
    who = visitor()
    return who.id if who else "public"
