"""By which words cases and registers are found, with the initials of their pinyin.

Revision 0008, after 0007.
"""

import json

import sqlalchemy as sa
from alembic import op

from models.search import searched, searched_row

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

TABLES = ("cases", "titles", "commissioners", "enterprises")
KEYS = {"cases": "id", "titles": "id", "commissioners": "number", "enterprises": "credit_code"}
# Lifecycle's name -> the field of its form that names its cases, as it was when this was written.
TITLES = {
    "call": "title", "notice": "title", "appeal": "summary", "enrolment": "name", "filing": "name",
    "certification": "station_name",
}  # fmt: skip
BATCH = 1000


def upgrade() -> None:
    for table in TABLES:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column("search", sa.Text(), nullable=True))
    for table in TABLES:
        _fill(table)
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.alter_column("search", existing_type=sa.Text(), nullable=False)
            batch_op.create_index(f"{table}_search", ["search"], unique=False)


def downgrade() -> None:
    for table in TABLES:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_index(f"{table}_search")
            batch_op.drop_column("search")


def _fill(name: str) -> None:
    connection = op.get_bind()
    table = sa.Table(name, sa.MetaData(), autoload_with=connection)
    key = table.c[KEYS[name]]
    change = sa.update(table).where(key == sa.bindparam("which")).values(search=sa.bindparam("words"))
    last = None
    while True:
        asked = sa.select(table).order_by(key).limit(BATCH)
        rows = connection.execute(asked if last is None else asked.where(key > last)).mappings().all()
        if not rows:
            return
        words = _of_case if name == "cases" else lambda row: searched_row(name, row)
        connection.execute(change, [{"which": row[key.name], "words": words(row)} for row in rows])
        last = rows[-1][key.name]


def _of_case(row: sa.RowMapping) -> str:
    book, _, lifecycle = row["lifecycle"].split("/")
    field = "institution_name" if (book, lifecycle) == ("hubei", "certification") else TITLES.get(lifecycle, "")
    title = json.loads(row["data"]).get(field)
    return searched((row["subject_name"], str(title) if title else None), (row["number"], row["subject_number"]))
