"""An index that tells whether any case holds a file.

Revision 0020, after 0019.
"""

from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("materials_sha256", "materials", ["sha256"], unique=False)


def downgrade() -> None:
    op.drop_index("materials_sha256", table_name="materials")
