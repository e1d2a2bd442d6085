"""For whom a new case is opened: the caller's own subject, or one that an office names at its counter."""

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
    if lifecycle.subject is None:
        if given is not None:
            raise Invalid(
                Reason("field_wrong", "此类办件没有办理对象", "Cases of this kind have no subject.", "subject")
            )
        return None
    if given is None:
        return _own(ask, lifecycle.subject)
    if given.kind != lifecycle.subject:
        raise Invalid(_wrong("subject.kind", "办理对象的种类不符", f"The subject must be: {lifecycle.subject}."))
    known = _names(ask, given.kind).get(given.number)
    if name := known or given.name:
        return (given.kind, given.number, name)
    raise Invalid(Reason("field_missing", "请填写办理对象的名称", "Say the subject's name.", "subject.name"))


def _own(ask: Ask, kind: str) -> Named | None:
    """The caller's own subject of this kind, if there is exactly one; none is for the engine to refuse."""
    names = _names(ask, kind)
    if len(names) > 1:
        shown = "、".join(f"{number}（{name}）" for number, name in sorted(names.items()))
        raise Invalid(
            Reason(
                "subject",
                f"请说明为哪一个办理：{shown}",
                f"Say for which of them: {', '.join(sorted(names))}",
                "subject",
            )
        )
    return next(((kind, number, name) for number, name in names.items()), None)


def _names(ask: Ask, kind: str) -> dict[str, str]:
    """Number -> name of the subjects of this kind that the caller speaks for."""
    c = contacts.c
    asked = select(c.number, c.name).where(c.user_id == ask.me.account, c.kind == kind)
    return {row.number: row.name for row in ask.connection.execute(asked)}


def _wrong(field: str, zh: str, en: str) -> Reason:
    return Reason("field_wrong", zh, en, field)
