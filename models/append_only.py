"""History only grows: the databases refuse to change or remove an entry, its definition, or a checkpoint over it.

What a trigger can't see (a superuser's replica role, dropped triggers, a replaced file) the checkpoint finds.
"""

from typing import Any

from sqlalchemy import DDL, Table, event

from models.case import definitions, entries
from models.checkpoint import checkpoints

SAID = "history only grows: nothing in it is changed or removed"
FUNCTION = f"""
CREATE OR REPLACE FUNCTION history_only_grows() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{SAID}' USING ERRCODE = 'integrity_constraint_violation'; END $$
"""


def _same(table: Table, but: str, dialect: str) -> str:
    """Every column but one is as it was."""
    equals = "IS" if dialect == "sqlite" else "IS NOT DISTINCT FROM"
    return " AND ".join(f"NEW.{c.name} {equals} OLD.{c.name}" for c in table.columns if c.name != but)


def _refused(table: Table, deed: str, dialect: str, when: str = "") -> str:
    head = f"CREATE TRIGGER {table.name}_{deed.lower()} BEFORE {deed} ON {table.name} FOR EACH"
    if dialect == "sqlite":
        return f"{head} ROW {when} BEGIN SELECT RAISE(ABORT, '{SAID}'); END"
    each = "STATEMENT" if deed == "TRUNCATE" else "ROW"
    return f"{head} {each} {when} EXECUTE FUNCTION history_only_grows()"


def triggers(table: Table, dialect: str) -> list[str]:
    """What makes a table append-only on this database; `leaf` is given to an entry once, by the checkpointer."""
    first_leaf = f"OLD.leaf IS NULL AND NEW.leaf IS NOT NULL AND {_same(entries, 'leaf', dialect)}"
    update = _refused(table, "UPDATE", dialect, f"WHEN (NOT ({first_leaf}))" if table is entries else "")
    made = [update, _refused(table, "DELETE", dialect)]
    return [FUNCTION, *made, _refused(table, "TRUNCATE", dialect)] if dialect == "postgresql" else made


def _listen(table: Table, dialect: str) -> None:
    for sql in triggers(table, dialect):
        made: Any = DDL(sql.replace("%", "%%"))  # type: ignore[no-untyped-call]  # SQLAlchemy's own signature
        event.listen(table, "after_create", made.execute_if(dialect=dialect))


for _table in (entries, definitions, checkpoints):
    for _dialect in ("sqlite", "postgresql"):
        _listen(_table, _dialect)
