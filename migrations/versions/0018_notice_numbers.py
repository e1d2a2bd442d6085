"""Published notices have a number of their office and year, offices a short name, and corrections lead both ways.

Revision 0018, after 0017.
"""

import json

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("offices", schema=None) as batch_op:
        batch_op.add_column(sa.Column("short", sa.Text(), nullable=True))

    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.add_column(sa.Column("year", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("serial", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("document_number", sa.Text(), nullable=True))
        batch_op.create_index("notices_numbered", ["office", "year", "serial"], unique=True)

    _tie_corrections()


def _tie_corrections() -> None:
    """What was published before says in its content which notice it corrects or repeats."""
    connection = op.get_bind()
    cases = sa.table("cases", sa.column("id"), sa.column("number"))
    links = sa.table("links", sa.column("from_id"), sa.column("to_id"), sa.column("kind"))
    notices = sa.table("notices", sa.column("case_id"), sa.column("content"))
    told = connection.execute(sa.select(notices.c.case_id, notices.c.content)).all()
    about = {case: json.loads(content).get("about") for case, content in told}
    there = sa.select(cases.c.number, cases.c.id).where(cases.c.number.in_({n for n in about.values() if n}))
    ids = {row.number: row.id for row in connection.execute(there)}
    rows = [{"from_id": case, "to_id": ids[n], "kind": "about"} for case, n in about.items() if n in ids]
    if rows:
        connection.execute(sa.insert(links), rows)


def downgrade() -> None:
    links = sa.table("links", sa.column("kind"))
    op.get_bind().execute(sa.delete(links).where(links.c.kind == "about"))
    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.drop_index("notices_numbered")
        batch_op.drop_column("document_number")
        batch_op.drop_column("serial")
        batch_op.drop_column("year")

    with op.batch_alter_table("offices", schema=None) as batch_op:
        batch_op.drop_column("short")
