"""Setting a region's scene for tests of its law: offices, people, cases about a title, duties, the register."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Engine, Row, insert, select

from models import reference
from models.case import cases
from models.database import Present, transaction
from models.office import offices
from models.register import register_values, titles
from models.user import contacts, grants, users
from tests.walk import Walk, moment
from workflows.actors import Actor
from workflows.begin import begin
from workflows.engine import Outcome, fire
from workflows.errors import StepError
from workflows.moves import Attempt, Entry, Opening
from workflows.rulebooks import keep_definitions, rulebooks

Office = tuple[str, str, str | None]  # code, level, parent


def settle(db: Engine, book: str, tree: Sequence[Office], people: Iterable[Actor]) -> None:
    """Put offices, people and the definitions into a fresh database; all plainly made up."""
    transaction(db, lambda present: _settle(present, book, tree, people))


def _settle(present: Present, book: str, tree: Sequence[Office], people: Iterable[Actor]) -> None:
    keep_definitions(present.connection)
    for code, level, parent in tree:
        row = {
            "code": code,
            "book": book,
            "level": level,
            "parent": parent,
            "zh": f"示例 {code}",
            "en": f"Example {code}",
        }
        present.connection.execute(insert(offices).values(row))
    for person in people:
        name = person.account[2:]
        row = {"id": person.account, "name": name, "display": name, "created_at": present.now}
        present.connection.execute(insert(users).values(row))
        for role, office in person.grants:
            present.connection.execute(insert(grants).values(user_id=person.account, role=role, office=office))
        for kind, number in person.contacts:
            row = {"user_id": person.account, "kind": kind, "number": number, "name": "示例单位"}
            present.connection.execute(insert(contacts).values(row))
    reference.changed(present.connection)


def attempted(db: Engine, opening: Opening, *, on: str) -> Entry | StepError:
    return transaction(db, lambda present: begin(present.connection, [opening], at=moment(on))[0])


def opened(
    db: Engine, lifecycle: str, actor: Actor, office: str, *, about: tuple[str, str], party: tuple[str, str], on: str,
    data: Mapping[str, Any] = {},
) -> Walk:  # fmt: skip
    """A case about a title, a person or another case, with its party."""
    opening = Opening(lifecycle, actor, office, (*about, "示例对象"), (party,), data=data)
    entry = attempted(db, opening, on=on)
    if isinstance(entry, StepError):
        raise entry
    return Walk(db, entry)


def children(db: Engine, parent: Walk, name: str) -> list[Walk]:
    """The cases of this lifecycle that the parent's steps opened."""
    c = cases.c
    asked = select(c.id, c.number, c.state).where(c.parent == parent.id, c.lifecycle.endswith(f"/{name}"))
    rows = transaction(db, lambda present: present.connection.execute(asked.order_by(c.id)).all())
    return [Walk(db, Entry(row.id, row.number, 1, row.state, b"")) for row in rows]


def about(db: Engine, number: str, name: str) -> list[Walk]:
    """The cases of this lifecycle whose subject has this number."""
    c = cases.c
    asked = select(c.id, c.number, c.state).where(c.subject_number == number, c.lifecycle.endswith(f"/{name}"))
    rows = transaction(db, lambda present: present.connection.execute(asked.order_by(c.id)).all())
    return [Walk(db, Entry(row.id, row.number, 1, row.state, b"")) for row in rows]


def do_duty(db: Engine, book: str, name: str, *, on: str) -> list[Outcome]:
    """What the scheduler does with a duty: ask what is due, and take it."""
    (duty,) = [d for d in rulebooks()[book].duties if d.name == name]

    def work(present: Present) -> list[Outcome]:
        asked = duty.due(present.connection, moment(on))
        openings = [a for a in asked if isinstance(a, Opening)]
        attempts = [a for a in asked if isinstance(a, Attempt)]
        begun = begin(present.connection, openings, at=moment(on))
        return [*begun, *fire(present.connection, attempts, at=moment(on))]

    return transaction(db, work)


def title_of(db: Engine, certification: Walk) -> Row[Any]:
    """The register's row that a certification entered."""
    asked = select(titles).where(titles.c.number == certification.number)
    return transaction(db, lambda present: present.connection.execute(asked).one())


def history_of(db: Engine, number: str, field: str) -> list[str]:
    """Every value that the register ever showed in a field, oldest first, as JSON."""
    v = register_values.c
    asked = select(v.value).where(v.number == number, v.field == field).order_by(v.id)
    return transaction(db, lambda present: list(present.connection.execute(asked).scalars()))
