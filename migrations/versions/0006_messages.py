"""Messages reach people: readers and tries in the outbox, inboxes, mailboxes and letters.

Revision 0006, after 0005.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
NEW = ("reader", "given", "once", "tries", "wake_at", "last_error")
ENTRY_OR_NONE = "(case_id IS NULL) = (seq IS NULL)"
READ_BY = "'office:%'"


def some(table: str, name: str, *columns: str, where: str, unique: bool = False) -> None:
    only = sa.text(where)
    op.create_index(name, table, list(columns), unique=unique, sqlite_where=only, postgresql_where=only)


def upgrade() -> None:
    op.drop_index("outbox_waiting", "outbox")
    with op.batch_alter_table("outbox") as batch_op:
        batch_op.alter_column("case_id", existing_type=ID, nullable=True)
        batch_op.alter_column("seq", existing_type=sa.Integer(), nullable=True)
        batch_op.add_column(sa.Column("reader", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("given", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("once", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("tries", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("wake_at", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("last_error", sa.Text(), nullable=True))
        batch_op.create_check_constraint("a_message_names_an_entry_or_none", ENTRY_OR_NONE)
    some("outbox", "outbox_waiting", "id", where="sent_at IS NULL")
    some("outbox", "outbox_held", "case_id", "id", where="sent_at IS NULL AND tries > 0")
    some("outbox", "outbox_once", "once", where="once IS NOT NULL", unique=True)
    # Who an office's messages are for stood in their topic; and nobody is told now of what is long past.
    op.execute(f"UPDATE outbox SET reader = topic, topic = 'told' WHERE topic LIKE {READ_BY}")
    op.execute("UPDATE outbox SET sent_at = made_at WHERE sent_at IS NULL")
    _letters()
    _mailboxes()
    _messages()


def _letters() -> None:
    op.create_table(
        "letters",
        sa.Column("id", ID, nullable=False),
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("sent_at", sa.BigInteger(), nullable=True),
        sa.Column("dead_at", sa.BigInteger(), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.CheckConstraint("kind IN ('news', 'confirm')", name=op.f("a_letter_is_of_a_kind")),
        sa.CheckConstraint("sent_at IS NULL OR dead_at IS NULL", name=op.f("a_letter_is_sent_or_dead")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("letters_user_id_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("letters_key")),
        sa.UniqueConstraint("token", name=op.f("letters_token_once")),
    )
    some("letters", "letters_open", "user_id", "id", where="sent_at IS NULL")


def _mailboxes() -> None:
    op.create_table(
        "mailboxes",
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("choice", sa.Text(), nullable=False),
        sa.Column("set_at", sa.BigInteger(), nullable=False),
        sa.Column("confirmed_at", sa.BigInteger(), nullable=True),
        sa.Column("letter_id", ID, nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("wake_at", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("choice IN ('each', 'daily', 'none')", name=op.f("a_mailbox_is_by_choice")),
        sa.ForeignKeyConstraint(["letter_id"], ["letters.id"], name=op.f("mailboxes_letter_id_known")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("mailboxes_user_id_known")),
        sa.PrimaryKeyConstraint("user_id", name=op.f("mailboxes_key")),
    )
    some("mailboxes", "mailboxes_wake", "wake_at", where="wake_at IS NOT NULL")


def _messages() -> None:
    op.create_table(
        "messages",
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("outbox_id", ID, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("read_at", sa.BigInteger(), nullable=True),
        sa.Column("waiting", sa.Integer(), nullable=False),
        sa.Column("letter_id", ID, nullable=True),
        sa.CheckConstraint("kind IN ('act', 'told', 'deadline', 'system')", name=op.f("a_message_is_of_a_kind")),
        sa.ForeignKeyConstraint(["letter_id"], ["letters.id"], name=op.f("messages_letter_id_known")),
        sa.ForeignKeyConstraint(["outbox_id"], ["outbox.id"], name=op.f("messages_outbox_id_known")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("messages_user_id_known")),
        sa.PrimaryKeyConstraint("user_id", "outbox_id", name=op.f("messages_key")),
    )
    some("messages", "messages_unread", "user_id", "outbox_id", where="read_at IS NULL")
    some("messages", "messages_waiting", "user_id", "outbox_id", where="waiting = 1")
    some("messages", "messages_mailed", "letter_id", "outbox_id", where="letter_id IS NOT NULL")


def downgrade() -> None:
    for table in ("messages", "mailboxes", "letters"):
        op.drop_table(table)
    op.execute("DELETE FROM outbox WHERE case_id IS NULL")
    op.execute("UPDATE outbox SET topic = reader WHERE reader LIKE 'office:%'")
    for index in ("outbox_once", "outbox_held", "outbox_waiting"):
        op.drop_index(index, "outbox")
    with op.batch_alter_table("outbox") as batch_op:
        batch_op.drop_constraint("a_message_names_an_entry_or_none", type_="check")
        for name in NEW:
            batch_op.drop_column(name)
        batch_op.alter_column("case_id", existing_type=ID, nullable=False)
        batch_op.alter_column("seq", existing_type=sa.Integer(), nullable=False)
    some("outbox", "outbox_waiting", "case_id", "id", where="sent_at IS NULL")
