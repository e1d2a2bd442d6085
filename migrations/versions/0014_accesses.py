"""Who saw what, took it along, changed who may, or was refused.

Revision 0014, after 0013.
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "accesses",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("right", sa.Text(), nullable=False),
        sa.Column("case_number", sa.Text(), nullable=True),
        sa.Column("whom", sa.Text(), nullable=True),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("route", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("accesses_key")),
    )
    for name, columns in (("case", ["case_number", "id"]), ("account", ["account", "id"]), ("kind", ["kind", "id"]),
                          ("at", ["at"])):  # fmt: skip
        op.create_index(f"accesses_{name}", "accesses", columns, unique=False)


def downgrade() -> None:
    op.drop_table("accesses")
