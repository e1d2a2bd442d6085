"""For whom a new case is opened: the caller's own subject, or one that an office names at its counter."""

from collections.abc import Sequence

from sqlalchemy import select

from models.user import contacts
from web.api.calls import Ask
from workflows.errors import Invalid, NotFound, Reason
from workflows.lifecycle import Lifecycle
from workflows.moves import Opening
from workflows.rulebooks import editions, lifecycles

PARTIES = frozenset({"organisation", "person", "enterprise"})  # kinds whose contacts are the applicant
Named = tuple[str, str, str]


def opening(ask: Ask) -> Opening:
    """What the caller wants to open; the engine judges whether they may."""
    lifecycle = _lifecycle(ask.body.rulebook, ask.body.lifecycle)
    if ask.body.parent is not None:
        raise Invalid(_wrong("parent", "此类办件没有上级办件", "Cases of this kind have no parent."))
    subject = _subject(ask, lifecycle) if lifecycle.initial.form else None  # else the system alone opens it
    parties = (subject[:2],) if subject and subject[0] in PARTIES else ()
    return Opening(
        lifecycle.key, ask.me, ask.body.office, subject, parties, data=ask.body.data, key=ask.key, digest=ask.digest
    )


def _lifecycle(book: str, name: str) -> Lifecycle:
    """Of the newest edition."""
    found = next((lifecycles().get(f"{edition.key}/{name}") for edition in editions(book)), None)
    if found is None:
        raise NotFound()
    return found


def _subject(ask: Ask, lifecycle: Lifecycle) -> Named | None:
    given = ask.body.subject
    if not lifecycle.subjects:
        if given is not None:
            raise Invalid(
                Reason("field_wrong", "此类办件没有办理对象", "Cases of this kind have no subject.", "subject")
            )
        return None
    if given is None:
        return _own(ask, lifecycle.subjects)
    if given.kind not in lifecycle.subjects:
        which = " or ".join(lifecycle.subjects)
        raise Invalid(_wrong("subject.kind", "办理对象的种类不符", f"The subject must be: {which}."))
    known = _names(ask, (given.kind,)).get((given.kind, given.number))
    return (given.kind, given.number, known or given.name or "")  # the register, if it knows one, has the last word


def _own(ask: Ask, kinds: Sequence[str]) -> Named | None:
    """The caller's own subject of these kinds, if there is exactly one; none is for the engine to refuse."""
    names = _names(ask, kinds)
    if len(names) > 1:
        shown = "、".join(f"{number}（{name}）" for (_, number), name in sorted(names.items()))
        raise Invalid(
            Reason(
                "subject",
                f"请说明为哪一个办理：{shown}",
                f"Say for which of them: {', '.join(sorted(number for _, number in names))}",
                "subject",
            )
        )
    return next(((*whom, name) for whom, name in names.items()), None)


def _names(ask: Ask, kinds: Sequence[str]) -> dict[tuple[str, str], str]:
    """(kind, number) -> name of the subjects of these kinds that the caller speaks for."""
    c = contacts.c
    asked = select(c.kind, c.number, c.name).where(c.user_id == ask.me.account, c.kind.in_(kinds))
    return {(row.kind, row.number): row.name for row in ask.connection.execute(asked)}


def _wrong(field: str, zh: str, en: str) -> Reason:
    return Reason("field_wrong", zh, en, field)
