"""What leaves of one case: its evidence package, and its dossier as pages to print."""

from io import BytesIO
from tempfile import TemporaryFile
from typing import IO

from flask import Blueprint, Response, send_file
from flask.typing import ResponseReturnValue

from models.database import Present
from web.doors import door
from web.installation import here
from web.language import language
from web.pages.case_page import ground
from web.pages.dossier_view import Asked
from web.pages.gathering import dossier_of, write_evidence
from web.problems import NotFound
from web.sight import sight
from workflows.signing import signer

blueprint = Blueprint("evidence", __name__)


@door(blueprint, "/cases/<number>/evidence.zip", right="case.export")
def package(present: Present, number: str) -> ResponseReturnValue:
    """The same parts of the case that its page shows to this visitor, with all that proves them."""
    asked, here_is = _asked(present, number), here()
    file = TemporaryFile()  # noqa: SIM115 - closed when the response has been sent
    write_evidence(present.connection, asked, here_is.files, signer(here_is.settings.data_dir), file)
    file.seek(0)
    return _saved(file, "application/zip", f"{number}.zip")


@door(blueprint, "/cases/<number>/dossier.pdf", right="case.export")
def dossier(present: Present, number: str) -> ResponseReturnValue:
    key = signer(here().settings.data_dir).verifier
    made = dossier_of(present.connection, _asked(present, number), key)
    return _saved(BytesIO(made), "application/pdf", f"{number}.pdf")


def _asked(present: Present, number: str) -> Asked:
    g = ground(present, number)
    seen = sight(present.connection, g.case, g.actor, g.ties)
    if "history" not in seen.what:
        raise NotFound
    return Asked(g.case, seen, g.reference, language(), present.at)


def _saved(data: IO[bytes], media: str, name: str) -> Response:
    response = send_file(data, mimetype=media, as_attachment=True, download_name=name)
    response.headers["Cache-Control"] = "private, no-store"
    return response
