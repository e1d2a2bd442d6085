"""Lists that were taken in, and titles and commissioners that came by one rather than by a case.

Revision 0013, after 0012.
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
BY_A_CASE = ("titles", "commissioners")


def upgrade() -> None:
    op.create_table(
        "imports",
        sa.Column("id", ID, nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=True),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("left_out", sa.Integer(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("rows >= 0 AND left_out >= 0", name=op.f("an_import_counts_its_rows")),
        sa.PrimaryKeyConstraint("id", name=op.f("imports_key")),
        sa.UniqueConstraint("number", name=op.f("imports_number_once")),
    )
    for table in BY_A_CASE:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.alter_column("case_id", existing_type=ID, nullable=True)


def downgrade() -> None:
    for table in BY_A_CASE:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.alter_column("case_id", existing_type=ID, nullable=False)
    op.drop_table("imports")
