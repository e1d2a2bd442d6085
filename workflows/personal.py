"""What is kept of persons: where, what for, who sees it, how long, and by which rule; the one table of it.

Fields of forms say it themselves (`Field.personal`), columns in `workflows/kept.py`; `docs/privacy.md` shows both.
"""

from collections.abc import Iterator

from workflows.keeping import DECIDERS, PARTY, WITH_CASE, Kept
from workflows.kept import COLUMNS
from workflows.lifecycle import Lifecycle
from workflows.rights import IDENTITY
from workflows.rulebooks import lifecycles


def of_forms(known: Iterator[Lifecycle] | None = None) -> Iterator[Kept]:
    """Every field of a form that tells of a person, where it is asked first."""
    for lifecycle in known or lifecycles().values():
        seen = set()
        for step in lifecycle.steps:
            for field in step.asks.fields:
                if field.personal is None or field.name in seen or step.hands_on:
                    continue
                seen.add(field.name)
                hidden = field.name in IDENTITY.get(lifecycle.name, ())
                yield Kept(f"{lifecycle.key}.{field.name}", field.label, field.personal, DECIDERS if hidden else PARTY,
                           WITH_CASE, step.laws)  # fmt: skip


def table() -> list[Kept]:
    return [*of_forms(), *COLUMNS]
