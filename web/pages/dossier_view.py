"""The dossier of a case in words: what its PDF says, of what this reader may see."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, select

from documents.dossier import Dossier, Ledger, Line
from models.checkpoint import latest
from models.material import materials
from models.reference import Reference
from web.pages.case_words import Event, events, names_of, said
from web.sight import Sight
from workflows.deadline_ledger import Day
from workflows.erasing import NO_FILE
from workflows.form import Label
from workflows.instants import instant, local, until
from workflows.lifecycle import Lifecycle
from workflows.moves import Case
from workflows.rulebooks import lifecycles, rulebook_of
from workflows.signing import Verifier

LONGEST = 62  # days that a dossier writes out; of longer periods the package has them all
Counted = tuple[int, Label, dict[str, Any], list[Day]]  # seq, the clock's step, what is due, day by day


class Asked(NamedTuple):
    """Who wants which case, and when."""

    case: Case
    seen: Sight
    reference: Reference
    lang: str
    at: int

    @property
    def lifecycle(self) -> Lifecycle:
        return lifecycles()[self.case.lifecycle]


def files_of(connection: Connection, case: int) -> Sequence[Row[Any]]:
    m = materials.c
    own = select(materials).where(m.case_id == case, m.seq.is_not(None), m.sha256 != NO_FILE)
    return connection.execute(own.order_by(m.id)).all()


def gathered(
    connection: Connection, asked: Asked, history: Sequence[dict[str, Any]],
    counted: Sequence[Counted], named: Sequence[Row[Any]], verifier: Verifier,
) -> Dossier:  # fmt: skip
    """Everything that the dossier says."""
    case, lifecycle = asked.case, asked.lifecycle
    names = names_of(connection, {entry["actor"] for entry in history} if "comments" in asked.seen.what else ())
    form = asked.seen.values(case.form) if "form" in asked.seen.what else {}
    last = latest(connection)
    return Dossier(
        case.number,
        lifecycle.label,
        _facts(asked),
        [(one.label, one.value) for one in said(lifecycle.form, form, names)],
        _listed(connection, asked),
        [_line(event) for event in events(history, lifecycle, asked.reference, names)],
        [_ledger(*one) for one in counted],
        [(row.number, row.title, row.digest) for row in named],
        last.text if last else "",
        str(verifier),
    )


def _facts(asked: Asked) -> list[tuple[Label, Label]]:
    case, office = asked.case, asked.reference.offices[asked.case.home]
    made, opened = (local(at)[:16].replace("T", " ") for at in (asked.at, case.opened_at))
    subject = f"{case.subject_name or ''} {case.subject_number or ''}".strip()
    return [
        (Label("办件编号", "Number"), Label(case.number, case.number)),
        (Label("申请单位或对象", "Subject"), Label(subject or "无", subject or "none")),
        (Label("受理机构", "Filed with"), Label(office.zh, office.en)),
        (Label("现处环节", "State"), asked.lifecycle.states[case.state].label),
        (Label("适用规定", "Rules"), _rules(asked.lifecycle)),
        (Label("立案时间", "Opened"), Label(opened, opened)),
        (Label("卷宗生成时间", "Made at"), Label(made, made)),
    ]


def _rules(lifecycle: Lifecycle) -> Label:
    """The book's title and edition, and the key by which programs know the lifecycle."""
    return Label(*(f"{title} {lifecycle.edition} ({lifecycle.key})" for title in rulebook_of(lifecycle).title))


def _listed(connection: Connection, asked: Asked) -> list[dict[str, Any]]:
    if asked.seen.files != "open":
        return []
    kinds = {p.kind: p.label for lc in lifecycles().values() for s in lc.steps for p in s.asks.papers}
    return [
        {"name": row.name, "about": kinds.get(row.kind, Label(row.kind, row.kind)), "at": row.uploaded_at,
         "sha256": row.sha256}
        for row in files_of(connection, asked.case.id)
    ]  # fmt: skip


def _line(event: Event) -> Line:
    told = [(one.label, one.value) for one in event.said]
    when = event.effective_at
    return Line(event.seq, event.title, when, event.who, event.late, event.laws, told, event.comment, event.hash)


def _ledger(seq: int, label: Label, due: dict[str, Any], days: list[Day]) -> Ledger:
    start, end = local(instant(due["from"]))[:16].replace("T", " "), until(instant(due["at"]))
    facts = [
        (Label("由第几条记录起算", "Set by entry"), str(seq)),
        (Label("起算", "From"), start),
        (Label("届满", "Until"), end + ("（暂定 provisional）" if due["provisional"] else "")),
        *([(Label("计入天数", "Days counted"), str(sum(day.counted for day in days)))] if days else []),
    ]
    return Ledger(label, facts, days if len(days) <= LONGEST else ())
