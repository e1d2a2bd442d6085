"""The targets that an office sets itself: for which of its states, and what follows when it sets another."""

from collections.abc import Mapping
from typing import NamedTuple

from sqlalchemy import Connection, delete, insert

from models.office import targets
from models.reckoning import reckonings
from models.reference import Office, Reference, Target, changed
from workflows.lifecycle import ANY, Kind, Lifecycle, State
from workflows.rulebooks import lifecycles
from workflows.seal import text_of

DAYS, SHARE = range(1, 251), range(1, 101)
ALL = ("", "")  # in the place of lifecycle and state: what the office allows itself where it says nothing else
Key = tuple[str, str]  # lifecycle, state
t = targets.c


class Place(NamedTuple):
    """A state in which this office is waited for, without a deadline by the law."""

    lifecycle: Lifecycle
    state: State


def places(office: Office) -> list[Place]:
    """Those whose target is the office's own: people act, no clock runs, and no date of the case decides."""
    own = (lc for lc in lifecycles().values() if lc.book == office.book)
    return [Place(lc, state) for lc in own for state in lc.states.values() if _is_own(lc, state, office)]


def _is_own(lifecycle: Lifecycle, state: State, office: Office) -> bool:
    if state.kind is not Kind.OPEN or state.name in lifecycle.clocks or state.target is not None:
        return False
    if state.name == "draft":
        return False  # nobody is late with one
    return (state.level or lifecycle.home) in (office.level, ANY)


def set_targets(
    connection: Connection, office: str, wanted: Mapping[Key, Target | None], reference: Reference, *, by: str, at: int
) -> bool:
    """Set these (None: as the office's others), and have what runs reckoned anew; False: nothing was changed."""
    before = {key: reference.targets.get((office, *key)) for key in wanted}
    new = {key: target for key, target in wanted.items() if target != before[key]}
    if not new:
        return False
    for lifecycle, state in new:
        held = (t.office == office) & (t.lifecycle == lifecycle) & (t.state == state)
        connection.execute(delete(targets).where(held))
    rows = [{"office": office, "lifecycle": key[0], "state": key[1], **target._asdict()}
            for key, target in new.items() if target is not None]  # fmt: skip
    if rows:
        connection.execute(insert(targets), rows)
    changed(connection)
    told = {"before": _said({key: before[key] for key in new}), "after": _said(new)}
    row = {"kind": "target", "office": office, "lifecycle": "", "state": "", **told, "made_by": by, "made_at": at,
           "cursor": 0, "moved": 0, "kept": 0}  # fmt: skip
    connection.execute(insert(reckonings).values(row))
    return True


def _said(found: Mapping[Key, Target | None]) -> str:
    """What held for each place, as the record of the change keeps it."""
    return text_of({"/".join(key): list(target) if target else None for key, target in found.items()})
