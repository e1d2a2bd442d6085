"""Cases are listed by the office with which they were filed, and when.

Revision 0026, after 0025.
"""

from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("cases_came", "cases", ["home", "opened_at", "id"])


def downgrade() -> None:
    op.drop_index("cases_came", "cases")
