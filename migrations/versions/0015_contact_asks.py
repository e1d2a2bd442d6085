"""People ask to speak for a unit of others; a plaque that was replaced is found by its number.

Revision 0015, after 0014.
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

OPEN = sa.text("settled_at IS NULL")
PLAQUES = sa.text("field = 'plaque'")


def upgrade() -> None:
    op.create_table(
        "contact_asks",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("settled_at", sa.BigInteger(), nullable=True),
        sa.Column("settled_by", sa.Text(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.CheckConstraint("outcome IN ('confirmed', 'declined')", name=op.f("an_ask_is_confirmed_or_declined")),
        sa.CheckConstraint("(settled_at IS NULL) = (outcome IS NULL)", name=op.f("an_ask_is_settled_by_its_outcome")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("contact_asks_user_id_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("contact_asks_key")),
    )
    op.create_index(
        "contact_asks_open", "contact_asks", ["user_id", "kind", "number"], unique=True, sqlite_where=OPEN,
        postgresql_where=OPEN,
    )  # fmt: skip
    op.create_index("contact_asks_of", "contact_asks", ["kind", "number", "settled_at"])
    op.create_index(
        "register_values_plaques", "register_values", ["value"], sqlite_where=PLAQUES, postgresql_where=PLAQUES
    )


def downgrade() -> None:
    op.drop_index("register_values_plaques", "register_values")
    op.drop_table("contact_asks")
