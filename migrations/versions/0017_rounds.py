"""Who applied in a call's window is found by the day of the application.

Revision 0017, after 0016.
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    submitted = sa.text("step = 'submit'")
    with op.batch_alter_table("entries", schema=None) as batch_op:
        batch_op.create_index(
            "entries_submitted",
            ["effective_at", "case_id"],
            unique=False,
            sqlite_where=submitted,
            postgresql_where=submitted,
        )


def downgrade() -> None:
    with op.batch_alter_table("entries", schema=None) as batch_op:
        batch_op.drop_index("entries_submitted")
