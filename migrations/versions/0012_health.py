"""When a scheduler found its clock off, and an index for the timers that failed.

Revision 0012, after 0011.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

FAILED = sa.text("due_step IS NOT NULL AND wake_at IS NULL")


def upgrade() -> None:
    for column in ("drifted_at", "drift"):
        op.add_column("reference", sa.Column(column, sa.BigInteger(), nullable=True))
    op.create_index(
        "cases_failed", "cases", ["due_at", "id"], unique=False, sqlite_where=FAILED, postgresql_where=FAILED
    )


def downgrade() -> None:
    op.drop_index("cases_failed", table_name="cases", sqlite_where=FAILED, postgresql_where=FAILED)
    with op.batch_alter_table("reference") as table:
        for column in ("drift", "drifted_at"):
            table.drop_column(column)
