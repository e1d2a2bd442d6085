"""Accounts: who keeps them, passes, second factors, identities, acts; an administrator's role stands alone.

Revision 0002, after 0001.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ALONE = "an_admin_role_stands_alone"
ROLES = "('accounts_admin', 'settings_admin', 'auditor')"
TWO = f"""EXISTS (SELECT 1 FROM grants WHERE user_id = NEW.user_id AND role <> NEW.role
    AND (role IN {ROLES} OR NEW.role IN {ROLES}))"""
FOUND = f"""SELECT a.user_id FROM grants a JOIN grants b ON b.user_id = a.user_id AND b.role <> a.role
    WHERE a.role IN {ROLES}"""


def upgrade() -> None:
    both = sorted({row[0] for row in op.get_bind().execute(sa.text(FOUND))})
    if both:
        raise RuntimeError(
            "an administrator's role stands alone, but these accounts hold another role, too; "
            f"revoke one and upgrade again: {', '.join(both)}"
        )
    with op.batch_alter_table("users", schema=None) as batch_op:
        batch_op.add_column(sa.Column("keeper", sa.Text(), nullable=True))
        batch_op.create_foreign_key(op.f("users_keeper_known"), "offices", ["keeper"], ["code"])
    op.create_table(
        "passes",
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("kind IN ('invitation', 'code', 'enrol')", name=op.f("a_pass_is_for_something")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("passes_user_id_known")),
        sa.PrimaryKeyConstraint("digest", name=op.f("passes_key")),
    )
    op.create_index("passes_user", "passes", ["user_id", "kind"])
    op.create_index("passes_until", "passes", ["until"])
    op.create_table(
        "second_factors",
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=True),
        sa.Column("offered", sa.LargeBinary(), nullable=True),
        sa.Column("since", sa.BigInteger(), nullable=True),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("second_factors_user_id_known")),
        sa.PrimaryKeyConstraint("user_id", name=op.f("second_factors_key")),
    )
    op.create_table(
        "recovery_codes",
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("recovery_codes_user_id_known")),
        sa.PrimaryKeyConstraint("digest", name=op.f("recovery_codes_key")),
    )
    op.create_index("recovery_codes_user", "recovery_codes", ["user_id"])
    op.create_table(
        "identities",
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("identities_user_id_known")),
        sa.PrimaryKeyConstraint("issuer", "subject", name=op.f("identities_key")),
        sa.UniqueConstraint("user_id", name=op.f("identities_user_id_once")),
    )
    op.create_table(
        "account_acts",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=True),
        sa.Column("office", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("account_acts_user_id_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("account_acts_key")),
    )
    op.create_index("account_acts_user", "account_acts", ["user_id", "id"])
    _stand_alone()


def _stand_alone() -> None:
    """As models/alone.py has it: what is made here stays, should that file change."""
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("insert", "update"):
            op.execute(
                f"CREATE TRIGGER {ALONE}_{verb} AFTER {verb} ON grants WHEN {TWO} "
                f"BEGIN SELECT RAISE(ABORT, '{ALONE}'); END"
            )
        return
    op.execute(
        f"""CREATE FUNCTION {ALONE}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM users WHERE id = NEW.user_id FOR NO KEY UPDATE;
  IF {TWO} THEN
    RAISE EXCEPTION '{ALONE}' USING ERRCODE = 'check_violation', CONSTRAINT = '{ALONE}';
  END IF;
  RETURN NEW;
END $$"""
    )
    op.execute(f"CREATE TRIGGER {ALONE} AFTER INSERT OR UPDATE ON grants FOR EACH ROW EXECUTE FUNCTION {ALONE}()")


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("insert", "update"):
            op.execute(f"DROP TRIGGER {ALONE}_{verb}")
    else:
        op.execute(f"DROP TRIGGER {ALONE} ON grants")
        op.execute(f"DROP FUNCTION {ALONE}()")
    for table in ("account_acts", "identities", "recovery_codes", "second_factors", "passes"):
        op.drop_table(table)
    with op.batch_alter_table("users", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("users_keeper_known"), type_="foreignkey")
        batch_op.drop_column("keeper")
