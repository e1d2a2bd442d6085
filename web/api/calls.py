"""What a call of the API is: its route, right, shapes and words, from which both the door and the document are made."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from pydantic import BaseModel
from sqlalchemy import Connection

from models.database import Present
from models.reference import Reference, current
from workflows.actors import Actor
from workflows.form import Label


@dataclass(frozen=True)
class Ask:
    """One request, as a call's view is given it."""

    present: Present
    actor: Actor | None
    query: Any  # of the call's own model
    body: Any  # the same; of a multipart call the form's fields
    key: str | None  # idempotency key,
    digest: str | None  # and the digest of call and body

    @property
    def connection(self) -> Connection:
        return self.present.connection

    @property
    def at(self) -> int:
        return self.present.at

    @property
    def me(self) -> Actor:
        """Who asks, where the right says that somebody does."""
        assert self.actor is not None, "a call for accounts was entered without one"
        return self.actor

    @cached_property
    def reference(self) -> Reference:
        return current(self.connection)


@dataclass(frozen=True)
class Answer:
    """A call's answer, where it is more than 200 and a value."""

    value: Any
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Later:
    """What takes long to find: it is asked once the request's transaction has ended, so that nobody waits for that."""

    find: Callable[[], Any]


View = Callable[..., Any]


@dataclass(frozen=True)
class Call:
    """A call as it is declared beside its view."""

    method: str
    path: str  # Flask's own form, below /api/v1
    right: str
    words: Label
    view: View
    answers: Any  # the type of the answer; None: a file, whose media type is `media`
    query: type[BaseModel] | None
    body: type[BaseModel] | None
    files: dict[str, bool] | None  # a multipart call's: name -> whether there may be many
    status: int
    errors: tuple[int, ...]
    media: str
    database: bool  # False: answers without one

    @property
    def name(self) -> str:
        return self.view.__name__

    @property
    def writes(self) -> bool:
        return self.method != "GET"


CALLS: list[Call] = []


def call(
    method: str,
    path: str,
    *,
    right: str,
    words: tuple[str, str],
    answers: Any = None,
    query: type[BaseModel] | None = None,
    body: type[BaseModel] | None = None,
    files: dict[str, bool] | None = None,
    status: int = 200,
    errors: tuple[int, ...] = (),
    media: str = "application/json",
    database: bool = True,
) -> Callable[[View], View]:
    """Declare a call; its view is called as `view(ask, **parts of the path)` inside the request's one transaction."""

    def declare(view: View) -> View:
        CALLS.append(
            Call(method, path, right, Label(*words), view, answers, query, body, files, status, errors, media,
                 database)
        )  # fmt: skip
        return view

    return declare
