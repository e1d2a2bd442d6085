"""What a desk notes while it looks at a case: marks of materials, remarks, phrases people keep.

Revision 0016, after 0015.
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "phrases",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["account"], ["users.id"], name=op.f("phrases_account_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("phrases_key")),
    )
    with op.batch_alter_table("phrases", schema=None) as batch_op:
        batch_op.create_index("phrases_account", ["account", "id"], unique=False)

    op.create_table(
        "marks",
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("marked_by", sa.Text(), nullable=False),
        sa.Column("marked_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("verdict IN ('complete', 'missing', 'wrong')", name=op.f("a_mark_is_one_of_three")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("marks_case_id_known")),
        sa.ForeignKeyConstraint(["marked_by"], ["users.id"], name=op.f("marks_marked_by_known")),
        sa.PrimaryKeyConstraint("case_id", "kind", name=op.f("marks_key")),
    )
    op.create_table(
        "remarks",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_by", sa.Text(), nullable=False),
        sa.Column("written_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("told IN ('office', 'applicant')", name=op.f("a_remark_has_its_readers")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("remarks_case_id_known")),
        sa.ForeignKeyConstraint(["written_by"], ["users.id"], name=op.f("remarks_written_by_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("remarks_key")),
    )
    with op.batch_alter_table("remarks", schema=None) as batch_op:
        batch_op.create_index("remarks_case", ["case_id", "id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("remarks", schema=None) as batch_op:
        batch_op.drop_index("remarks_case")

    op.drop_table("remarks")
    op.drop_table("marks")
    with op.batch_alter_table("phrases", schema=None) as batch_op:
        batch_op.drop_index("phrases_account")

    op.drop_table("phrases")
