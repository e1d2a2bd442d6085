"""Whoever waits for another reminds them, and a higher office supervises.

Revision 0021, after 0020.
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "urgings",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("entered_at", sa.BigInteger(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("urged_at", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.CheckConstraint("kind IN ('remind', 'supervise')", name=op.f("an_urging_is_one_of_two")),
        sa.ForeignKeyConstraint(["account"], ["users.id"], name=op.f("urgings_account_known")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("urgings_case_id_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("urgings_key")),
        sa.UniqueConstraint("case_id", "account", "kind", "day", name=op.f("one_urging_a_day")),
    )


def downgrade() -> None:
    op.drop_table("urgings")
