"""A migration expands: what the kept versions write fits the newest schema, column by column."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, Text

from migrations.run import bring_to, upgrade
from models.database import connect
from tests.golden.add import kept


def reflected(url: str) -> MetaData:
    engine, found = connect(url), MetaData()
    found.reflect(engine)
    engine.dispose()
    return found


def narrowed(old: MetaData, new: MetaData) -> Iterator[str]:
    """What a writer of the old schema would miss or break in the new one."""
    for name, before in old.tables.items():
        if name not in new.tables:
            yield f"{name} is gone"
            continue
        after = new.tables[name]
        yield from (f"{name}.{c.name} is gone" for c in before.columns if c.name not in after.columns)
        for column in after.columns:
            known = before.columns.get(column.name)
            needed = not column.nullable and column.server_default is None and column.computed is None
            if needed and (known is None or known.nullable):
                yield f"{name}.{column.name} must now be given"


@pytest.mark.parametrize("golden", kept(), ids=lambda path: path.stem)
def test_what_a_version_writes_fits_every_later_schema(golden: Path, tmp_path: Path) -> None:
    old, new = (f"sqlite:///{tmp_path / name}.db" for name in ("old", "new"))
    bring_to(old, golden.stem.rpartition("-")[2])
    upgrade(new)
    assert list(narrowed(reflected(old), reflected(new))) == []


def test_the_comparison_finds_what_is_taken_away_or_asked_for() -> None:
    old, new = MetaData(), MetaData()
    Table("one", old, Column("kept", Text), Column("gone", Text), Column("free", Text))
    Table("other", old, Column("id", Integer))
    Table("one", new, Column("kept", Text), Column("free", Text, nullable=False), Column("owed", Text, nullable=False),
          Column("filled", Text, nullable=False, server_default="x"))  # fmt: skip
    gone = ["one.gone is gone", "other is gone"]
    assert sorted(narrowed(old, new)) == sorted([*gone, "one.free must now be given", "one.owed must now be given"])
