"""Signed checkpoints over the whole history, and what each look over it found.

Revision 0007, after 0006.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

SAID = "history only grows: nothing in it is changed or removed"


def upgrade() -> None:
    long = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "checkpoints",
        sa.Column("size", long, autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("peaks", sa.Text(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("size", name=op.f("checkpoints_key")),
    )
    op.create_table(
        "verifications",
        sa.Column("id", long, nullable=False),
        sa.Column("began_at", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("entries", long, nullable=True),
        sa.Column("wrong", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("verifications_key")),
    )
    op.create_index("verifications_began_at", "verifications", ["began_at"], unique=False)
    sqlite = op.get_context().dialect.name == "sqlite"
    does = f"BEGIN SELECT RAISE(ABORT, '{SAID}'); END" if sqlite else "EXECUTE FUNCTION history_only_grows()"
    for deed in ("UPDATE", "DELETE"):
        head = f"CREATE TRIGGER checkpoints_{deed.lower()} BEFORE {deed} ON checkpoints FOR EACH ROW"
        op.execute(f"{head}  {does}")
    if not sqlite:
        op.execute(f"CREATE TRIGGER checkpoints_truncate BEFORE TRUNCATE ON checkpoints FOR EACH STATEMENT  {does}")


def downgrade() -> None:
    op.drop_table("verifications")
    op.drop_table("checkpoints")
