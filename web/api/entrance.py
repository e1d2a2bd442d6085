"""The API's one door: each call in a transaction that knows the token's owner, and its answer as JSON."""

import json
from functools import wraps
from typing import Any

from flask import Response, current_app, g
from pydantic import TypeAdapter

from models.database import Present, transaction
from web import auth, doors
from web.api.calls import Answer, Ask, Call, Later, View
from web.api.incoming import Incoming, incoming, token
from web.installation import here
from web.scanner import scanning


def entrance(call: Call) -> View:
    """The view of a call as Flask has it."""

    @wraps(call.view)
    def entered(**parts: Any) -> Response:
        g.visitor = None
        if not call.database:
            return _told(call, call.view())
        given = incoming(call, parts)

        def work(present: Present) -> Any:
            auth.know(present)
            doors.admit(call.right, present.visitor)
            if isinstance(given, Exception):
                raise given
            return call.view(_ask(present, given), **parts)

        found = scanning(lambda: transaction(here().engine, work, credential=token(), writes=call.writes))
        return _told(call, found.find() if isinstance(found, Later) else found)

    return doors.declare(entered, call.right)


def _ask(present: Present, given: Incoming) -> Ask:
    return Ask(present, auth.actor_of(present.visitor), *given)


def _told(call: Call, answer: Any) -> Response:
    if isinstance(answer, Response):
        return answer
    given = answer if isinstance(answer, Answer) else Answer(answer, call.status)
    if current_app.testing:
        TypeAdapter(call.answers).validate_python(given.value)  # what the document promises, tests hold
    body = json.dumps(given.value, ensure_ascii=False)
    return Response(body, given.status, given.headers, mimetype="application/json")
