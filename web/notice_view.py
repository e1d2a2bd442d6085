"""A published notice as programs read it: an allow-list, and nothing of its cases that the notice doesn't say."""

from collections.abc import Sequence
from typing import Any

from web.case_view import when
from web.published import Listed, Published
from workflows import definition
from workflows.actors import Role
from workflows.instants import local
from workflows.lifecycle import Lifecycle
from workflows.rulebooks import lifecycles


def notice_item(notice: Published, at: int) -> dict[str, Any]:
    """What lists show."""
    row, reckoned = notice.row, notice.reckoned
    return {
        "number": row.number,
        "document_number": row.document_number,
        "kind": row.kind,
        "title": row.title,
        "office": {"code": row.office, "label": {"zh": notice.office.zh, "en": notice.office.en},
                   "address": notice.office.address, "phone": notice.office.phone},
        "published_at": local(row.published_at),
        "due_at": local(reckoned.due_at) if reckoned else None,
        "provisional": reckoned.provisional if reckoned else False,
        "open_to_objections": notice.running(at),
        "withdrawn_at": when(row.withdrawn_at),
    }  # fmt: skip


def notice_view(notice: Published, content: dict[str, Any], listed: Sequence[Listed], at: int) -> dict[str, Any]:
    """The notice whole: as it was published, with its digest, and where each of its cases stands."""
    book = lifecycles()[notice.row.lifecycle]
    return notice_item(notice, at) | {
        "text": content["text"],
        "about": content["about"],
        "site_url": notice.row.site_url,
        "digest": notice.row.digest,
        "content": content,
        "cases": [_case(one, book) for one in listed],
    }


def _case(one: Listed, book: Lifecycle) -> dict[str, Any]:
    known = one.state is not None and (one.state.final or one.state.name in _public_states(book))
    return {
        "number": one.number,
        "subject": one.subject,
        "name": one.name,
        "state": one.state.name if one.state and known else None,
        "label": definition.label(one.state.label) if one.state and known else None,
    }


def _public_states(book: Lifecycle) -> set[str]:
    """Those in which the public may act: what is going on there is announced."""
    own = (lc for lc in lifecycles().values() if (lc.book, lc.edition) == (book.book, book.edition))
    return {step.source.name for lc in own for step in lc.steps if Role.PUBLIC in step.roles}
