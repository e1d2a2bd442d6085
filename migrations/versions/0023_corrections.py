"""A remark is corrected by another, which names it.

Revision 0023, after 0022.
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("remarks", schema=None) as batch_op:
        kind = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
        batch_op.add_column(sa.Column("corrects", kind, nullable=True))
        batch_op.create_unique_constraint(op.f("one_correction_each"), ["corrects"])
        batch_op.create_foreign_key(op.f("remarks_corrects_known"), "remarks", ["corrects"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("remarks", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("remarks_corrects_known"), type_="foreignkey")
        batch_op.drop_constraint(op.f("one_correction_each"), type_="unique")
        batch_op.drop_column("corrects")
