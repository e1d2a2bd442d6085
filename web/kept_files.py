"""Files that arrived with a form that was refused: a signed note says which, so that nobody uploads twice."""

from collections.abc import Iterable
from typing import NamedTuple

from flask import request
from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer

from web.auth import visitor
from web.installation import here
from web.uploads import Upload
from workflows.errors import Reason

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


def arrived(kinds: Iterable[str]) -> tuple[list[tuple[str, Upload]], list[Reason]]:
    """The files that this request's notes vouch for, as far as the form asks for their kinds, and a reason for each
    that is kept no longer: it must be chosen again, lest the form go without it.

    A box in which another file was chosen this time takes the new one.
    """
    wanted = {kind for kind in kinds if not any(file.filename for file in request.files.getlist(kind))}
    found, gone = [], []
    for note in request.form.getlist("kept"):
        kind, upload, fresh = _read(note)
        if upload is None or kind not in wanted:
            continue
        if fresh and here().files.path(upload.sha256).is_file():
            found.append((kind, upload))
        else:
            gone.append(_gone(kind, upload.name))
    return found, gone


def _read(note: str) -> tuple[str, Upload | None, bool]:
    """What a note of this sender says, and whether it still counts; nothing of somebody else's."""
    signer = _signer(_here())
    try:
        kind, *file = signer.loads(note, max_age=LASTS)
    except SignatureExpired as late:
        kind, *file = signer.load_payload(late.payload or b"")
        return kind, Upload(*file), False
    except BadSignature:
        return "", None, False
    return kind, Upload(*file), True


def _gone(kind: str, name: str) -> Reason:
    hours = LASTS // 3600
    return Reason(
        "kept_no_longer",
        f"“{name}”上传后超过 {hours} 小时没有提交，已不再保留，请重新选择这个文件；其他内容都在",
        f"“{name}” was sent more than {hours} hours ago and is kept no longer: choose it again. All else is here.",
        kind,
    )


def _signer(account: str) -> URLSafeTimedSerializer:
    """For this form's sender only: an account's notes are nobody else's."""
    return URLSafeTimedSerializer(here().settings.secret_key, salt=f"kept-files:{account}")


def _here() -> str:
    who = visitor()
    return who.id if who else "public"
