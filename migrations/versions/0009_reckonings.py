"""What must be reckoned anew, when a target's lamp is yellow, and a period's end as it was told.

Revision 0009, after 0008.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "reckonings",
        sa.Column("id", ID, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer()),
        sa.Column("number", sa.Text()),
        sa.Column("office", sa.Text()),
        sa.Column("lifecycle", sa.Text()),
        sa.Column("state", sa.Text()),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("cursor", ID, nullable=False),
        sa.Column("again_at", sa.BigInteger()),
        sa.Column("moved", sa.Integer(), nullable=False),
        sa.Column("kept", sa.Integer(), nullable=False),
        sa.Column("done_at", sa.BigInteger()),
        sa.CheckConstraint("kind IN ('notice', 'target')", name=op.f("a_reckoning_has_a_cause")),
        sa.ForeignKeyConstraint(["office"], ["offices.code"], name=op.f("reckonings_office_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("reckonings_key")),
    )
    waiting = sa.text("done_at IS NULL")
    op.create_index("reckonings_open", "reckonings", ["id"], sqlite_where=waiting, postgresql_where=waiting)
    op.add_column("notices", sa.Column("ends_at", sa.BigInteger()))
    with op.batch_alter_table("targets") as targets:
        targets.add_column(sa.Column("yellow", sa.Integer(), server_default="70", nullable=False))
        targets.create_check_constraint(op.f("a_share_is_percent"), "yellow BETWEEN 1 AND 100")


def downgrade() -> None:
    with op.batch_alter_table("targets") as targets:
        targets.drop_constraint(op.f("a_share_is_percent"), type_="check")
        targets.drop_column("yellow")
    with op.batch_alter_table("notices") as notices:
        notices.drop_column("ends_at")
    op.drop_index("reckonings_open", "reckonings")
    op.drop_table("reckonings")
