"""The order of a desk: who has a case in hand, copies, saved lists, batches; and the indexes that lists are read by.

Revision 0011, after 0010.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "batches",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("lifecycle", sa.Text(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("taken_at", sa.BigInteger(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("outcomes", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["account"], ["users.id"], name=op.f("batches_account_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("batches_key")),
    )
    with op.batch_alter_table("batches", schema=None) as batch_op:
        batch_op.create_index("batches_account", ["account", "taken_at"], unique=False)

    op.create_table(
        "parties",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("parties_case_id_known")),
        sa.PrimaryKeyConstraint("kind", "number", "case_id", name=op.f("parties_key")),
    )
    op.create_index("parties_case", "parties", ["case_id"], unique=False)
    told = {
        "sqlite": "json_extract(p.value, '$[0]'), json_extract(p.value, '$[1]'), c.id FROM cases c, json_each(c.parties) p",
        "postgresql": "p ->> 0, p ->> 1, c.id FROM cases c, json_array_elements(CAST(c.parties AS json)) p",
    }[op.get_bind().dialect.name]
    op.execute(f"INSERT INTO parties (kind, number, case_id) SELECT DISTINCT {told}")
    op.create_table(
        "saved_lists",
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["account"], ["users.id"], name=op.f("saved_lists_account_known")),
        sa.PrimaryKeyConstraint("account", "name", name=op.f("saved_lists_key")),
    )
    op.create_table(
        "copies",
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("copied_by", sa.Text(), nullable=False),
        sa.Column("copied_at", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("read_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["account"], ["users.id"], name=op.f("copies_account_known")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("copies_case_id_known")),
        sa.ForeignKeyConstraint(["copied_by"], ["users.id"], name=op.f("copies_copied_by_known")),
        sa.PrimaryKeyConstraint("case_id", "account", name=op.f("copies_key")),
    )
    with op.batch_alter_table("copies", schema=None) as batch_op:
        batch_op.create_index("copies_account", ["account", "copied_at", "case_id"], unique=False)

    op.create_table(
        "in_hand",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=True),
        sa.Column("assigned_by", sa.Text(), nullable=False),
        sa.Column("assigned_at", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["account"], ["users.id"], name=op.f("in_hand_account_known")),
        sa.ForeignKeyConstraint(["assigned_by"], ["users.id"], name=op.f("in_hand_assigned_by_known")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("in_hand_case_id_known")),
        sa.ForeignKeyConstraint(["office"], ["offices.code"], name=op.f("in_hand_office_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("in_hand_key")),
    )
    with op.batch_alter_table("in_hand", schema=None) as batch_op:
        batch_op.create_index("in_hand_case", ["case_id", "id"], unique=False)

    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.add_column(sa.Column("assignee", sa.Text(), nullable=True))
        batch_op.add_column(
            sa.Column(
                "soonest", sa.BigInteger(), sa.Computed("coalesce(due_at, target_at)", persisted=True), nullable=True
            )
        )
        batch_op.drop_index(batch_op.f("cases_desk"))
        batch_op.create_index(
            "cases_assignee",
            ["assignee", "soonest", "id"],
            unique=False,
            sqlite_where=sa.text("assignee IS NOT NULL"),
            postgresql_where=sa.text("assignee IS NOT NULL"),
        )
        batch_op.create_index(
            "cases_ended",
            ["home", "entered_at", "id"],
            unique=False,
            sqlite_where=sa.text("soonest IS NULL"),
            postgresql_where=sa.text("soonest IS NULL"),
        )
        batch_op.create_index(
            "cases_home",
            ["home", "soonest", "id"],
            unique=False,
            sqlite_where=sa.text("soonest IS NOT NULL"),
            postgresql_where=sa.text("soonest IS NOT NULL"),
        )
        batch_op.create_index(
            "cases_office",
            ["office", "soonest", "id"],
            unique=False,
            sqlite_where=sa.text("soonest IS NOT NULL"),
            postgresql_where=sa.text("soonest IS NOT NULL"),
        )
        batch_op.create_index(
            "cases_queue",
            ["office", "lifecycle", "state", "soonest", "id", "assignee"],
            unique=False,
            sqlite_where=sa.text("soonest IS NOT NULL"),
            postgresql_where=sa.text("soonest IS NOT NULL"),
        )
        batch_op.create_foreign_key(batch_op.f("cases_assignee_known"), "users", ["assignee"], ["id"])

    with op.batch_alter_table("entries", schema=None) as batch_op:
        batch_op.create_index(
            "entries_begun",
            ["actor", "recorded_at", "case_id"],
            unique=False,
            sqlite_where=sa.text("kind = 'begin'"),
            postgresql_where=sa.text("kind = 'begin'"),
        )


def downgrade() -> None:
    with op.batch_alter_table("entries", schema=None) as batch_op:
        batch_op.drop_index(
            "entries_begun", sqlite_where=sa.text("kind = 'begin'"), postgresql_where=sa.text("kind = 'begin'")
        )

    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("cases_assignee_known"), type_="foreignkey")
        batch_op.drop_index(
            "cases_queue", sqlite_where=sa.text("soonest IS NOT NULL"), postgresql_where=sa.text("soonest IS NOT NULL")
        )
        batch_op.drop_index(
            "cases_office", sqlite_where=sa.text("soonest IS NOT NULL"), postgresql_where=sa.text("soonest IS NOT NULL")
        )
        batch_op.drop_index(
            "cases_home", sqlite_where=sa.text("soonest IS NOT NULL"), postgresql_where=sa.text("soonest IS NOT NULL")
        )
        batch_op.drop_index(
            "cases_ended", sqlite_where=sa.text("soonest IS NULL"), postgresql_where=sa.text("soonest IS NULL")
        )
        batch_op.drop_index(
            "cases_assignee",
            sqlite_where=sa.text("assignee IS NOT NULL"),
            postgresql_where=sa.text("assignee IS NOT NULL"),
        )
        batch_op.create_index(batch_op.f("cases_desk"), ["office", "state", "target_at", "id"], unique=False)
        batch_op.drop_column("soonest")
        batch_op.drop_column("assignee")

    with op.batch_alter_table("in_hand", schema=None) as batch_op:
        batch_op.drop_index("in_hand_case")

    op.drop_table("in_hand")
    with op.batch_alter_table("copies", schema=None) as batch_op:
        batch_op.drop_index("copies_account")

    op.drop_table("copies")
    op.drop_table("saved_lists")
    op.drop_table("parties")
    with op.batch_alter_table("batches", schema=None) as batch_op:
        batch_op.drop_index("batches_account")

    op.drop_table("batches")
