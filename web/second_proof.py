"""The pages that ask for a second proof; a form whose session had ended travels on inside them."""

from flask import Response, make_response, render_template
from sqlalchemy import Connection

from models import passes, second_factor
from web.interrupted import carried
from web.second_factor import secret_of
from workflows.form import Label


def page(
    connection: Connection, kind: passes.Kind, user_id: str, target: str | None, refusal: Label | None = None
) -> Response | None:
    """What asks for the code, or sets an authenticator up; None where none was offered."""
    if kind == "code":
        return private("account/code.html", target, refusal=refusal)
    offered = second_factor.factor(connection, user_id).offered
    if not offered:
        return None
    secret = secret_of(user_id, offered)
    spaced = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
    return private("account/set_up.html", target, refusal=refusal, secret=spaced)


def private(template: str, target: str | None, **values: object) -> Response:
    """A page that nothing keeps; 401 where it says that the proof was wrong."""
    told = render_template(template, **{"next": target, "carried": carried(), "refusal": None, **values})
    response = make_response(told, 401 if values.get("refusal") else 200)
    response.headers["Cache-Control"] = "no-store"
    return response
