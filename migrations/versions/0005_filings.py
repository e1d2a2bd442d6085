"""What may make an objection suspicious: digests of where it came from and of its words.

Revision 0005, after 0004.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "filings",
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("source", sa.LargeBinary(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("filed_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("filings_case_id_known")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("filings_key")),
    )
    for column in ("source", "words", "filed_at"):
        op.create_index(f"filings_{column}", "filings", [column], unique=False)


def downgrade() -> None:
    op.drop_table("filings")
