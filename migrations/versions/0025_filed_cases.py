"""Cases are listed by the office with which they were filed, and when.

Revision 0025, after 0024.
"""

from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("cases_came", "cases", ["home", "opened_at", "id"])


def downgrade() -> None:
    op.drop_index("cases_came", "cases")
