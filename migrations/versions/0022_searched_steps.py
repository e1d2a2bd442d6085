"""Entries by their steps: what an auditor searches by a rule, or by what is out of the ordinary.

Revision 0022, after 0021.
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "entries_step",
        "entries",
        ["step", "case_id", "seq"],
        sqlite_where=sa.text("step IS NOT NULL"),
        postgresql_where=sa.text("step IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_index("entries_step", table_name="entries")
