"""By which words a case is found: its number, whom it is about, and the title that its form gives it."""

from collections.abc import Mapping
from typing import Any

from models.search import searched
from workflows.lifecycle import Lifecycle
from workflows.moves import Case


def case_search(
    lifecycle: Lifecycle, number: str, subject: tuple[str | None, str | None], form: Mapping[str, Any]
) -> str:
    """`subject`: number and name. No other field of a form is searched: an objector's name is found by nobody."""
    title = form.get(lifecycle.title) if lifecycle.title else None
    return searched((subject[1], str(title) if title else None), (number, subject[0]))


def searched_anew(case: Case, lifecycle: Lifecycle, form: Mapping[str, Any]) -> str:
    """The same for a case whose form has changed."""
    return case_search(lifecycle, case.number, (case.subject_number, case.subject_name), form)
