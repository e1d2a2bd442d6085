"""A token runs out; those that had no end yet hold for half a year from here.

Revision 0010, after 0009.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

HALF_A_YEAR = 180 * 86_400_000_000  # µs
NOW = {
    "sqlite": "CAST((julianday('now') - 2440587.5) * 86400000000 AS INTEGER)",
    "postgresql": "CAST(extract(epoch FROM now()) * 1000000 AS BIGINT)",
}


def upgrade() -> None:
    op.add_column("tokens", sa.Column("until", sa.BigInteger(), nullable=True))
    tokens = sa.table("tokens", sa.column("until", sa.BigInteger))
    end: sa.ColumnClause[int] = sa.literal_column(f"{NOW[op.get_context().dialect.name]} + {HALF_A_YEAR}")
    op.execute(tokens.update().values(until=end))
    with op.batch_alter_table("tokens") as table:
        table.alter_column("until", existing_type=sa.BigInteger(), nullable=False)
    op.create_index("tokens_user", "tokens", ["user_id"], unique=False)
    op.create_index("sessions_created_at", "sessions", ["created_at"], unique=False)


def downgrade() -> None:
    op.drop_index("sessions_created_at", table_name="sessions")
    op.drop_index("tokens_user", table_name="tokens")
    with op.batch_alter_table("tokens") as table:
        table.drop_column("until")
