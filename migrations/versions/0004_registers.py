"""The registers of titles, people, firms and units; runs, ledger, rewards; stations become titles.

Revision 0004, after 0003.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


SHARED = """book, plaque, plaque_state, subject_number, name, operator, office, address, certified_at,
    valid_until, case_id, ended_at, ended_by"""
# A station's register number is its certification's case number; nothing could end a title before this revision.
TITLES = f"""INSERT INTO titles (kind, number, data, {SHARED})
    SELECT 'station', (SELECT number FROM cases WHERE cases.id = stations.case_id), '{{}}', {SHARED} FROM stations"""
STATIONS = f"INSERT INTO stations ({SHARED}) SELECT {SHARED} FROM titles WHERE kind = 'station'"


def upgrade() -> None:
    op.create_table(
        "assessment_runs",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("book", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("criteria", sa.Text(), nullable=False),
        sa.Column("closes_on", sa.Text(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("set_by", sa.Text(), nullable=False),
        sa.Column("set_at", sa.BigInteger(), nullable=False),
        sa.Column("agreed_by", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("assessment_runs_key")),
        sa.UniqueConstraint("book", "year", name="one_run_a_year"),
    )
    op.create_table(
        "instruments",
        sa.Column("book", sa.Text(), nullable=False),
        sa.Column("edition", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("issued_on", sa.Text(), nullable=False),
        sa.Column("entered_by", sa.Text(), nullable=False),
        sa.Column("entered_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("book", "edition", name=op.f("instruments_key")),
    )
    op.create_table(
        "ledger",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("book", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=True),
        sa.Column("commissioner", sa.Text(), nullable=True),
        sa.Column("station", sa.Text(), nullable=True),
        sa.Column("enterprise", sa.Text(), nullable=True),
        sa.Column("on_day", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("problems", sa.Text(), nullable=True),
        sa.Column("firms", sa.Integer(), nullable=True),
        sa.Column("satisfaction", sa.Integer(), nullable=True),
        sa.Column("external_id", sa.Text(), nullable=True),
        sa.Column("platform", sa.Integer(), nullable=False),
        sa.Column("entered_by", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('contact', 'visit', 'service', 'talk', 'activity')", name=op.f("a_ledger_record_is_of_a_kind")
        ),
        sa.CheckConstraint("commissioner IS NOT NULL OR station IS NOT NULL", name=op.f("somebody_did_it")),
        sa.CheckConstraint("platform IN (0, 1)", name=op.f("a_record_is_the_platforms_or_not")),
        sa.CheckConstraint("satisfaction BETWEEN 0 AND 100", name=op.f("satisfaction_is_a_percentage")),
        sa.PrimaryKeyConstraint("id", name=op.f("ledger_key")),
        sa.UniqueConstraint("book", "external_id", name="a_record_is_taken_in_once"),
    )
    with op.batch_alter_table("ledger", schema=None) as batch_op:
        batch_op.create_index("ledger_commissioner", ["commissioner", "on_day"], unique=False)
        batch_op.create_index("ledger_enterprise", ["enterprise", "on_day"], unique=False)
        batch_op.create_index("ledger_station", ["station", "on_day"], unique=False)

    op.create_table(
        "platform_accounts",
        sa.Column("book", sa.Text(), nullable=False),
        sa.Column("subject_kind", sa.Text(), nullable=False),
        sa.Column("subject_number", sa.Text(), nullable=False),
        sa.Column("issued_at", sa.BigInteger(), nullable=False),
        sa.Column("activated_at", sa.BigInteger(), nullable=True),
        sa.Column("list_dated", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("book", "subject_kind", "subject_number", name=op.f("platform_accounts_key")),
    )
    op.create_table(
        "register_values",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("register", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("case_number", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("register_values_key")),
    )
    with op.batch_alter_table("register_values", schema=None) as batch_op:
        batch_op.create_index("register_values_case", ["case_number"], unique=False)
        batch_op.create_index("register_values_of", ["register", "number", "field", "id"], unique=False)

    op.create_table(
        "reward_sums",
        sa.Column("book", sa.Text(), nullable=False),
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.CheckConstraint("amount BETWEEN 0 AND 300000", name=op.f("a_site_is_rewarded_within_the_limit")),
        sa.PrimaryKeyConstraint("book", "site", "year", name=op.f("reward_sums_key")),
    )
    op.create_table(
        "enterprises",
        sa.Column("credit_code", sa.Text(), nullable=False),
        sa.Column("book", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=True),
        sa.Column("lists", sa.Text(), nullable=False),
        sa.Column("area", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("listed_at", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("level IN ('national', 'provincial')", name=op.f("an_enterprise_has_a_level_or_none")),
        sa.ForeignKeyConstraint(["area"], ["offices.code"], name=op.f("enterprises_area_known")),
        sa.ForeignKeyConstraint(["office"], ["offices.code"], name=op.f("enterprises_office_known")),
        sa.PrimaryKeyConstraint("credit_code", name=op.f("enterprises_key")),
    )
    with op.batch_alter_table("enterprises", schema=None) as batch_op:
        batch_op.create_index("enterprises_office", ["office", "level"], unique=False)

    op.create_table(
        "recommending_units",
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("area", sa.Text(), nullable=True),
        sa.Column("credit_code", sa.Text(), nullable=True),
        sa.CheckConstraint("(kind = 'city_centre') = (area IS NOT NULL)", name=op.f("a_city_centre_has_its_area")),
        sa.CheckConstraint(
            "kind IN ('city_centre', 'association', 'department')", name=op.f("a_recommender_is_of_a_kind")
        ),
        sa.ForeignKeyConstraint(["office"], ["offices.code"], name=op.f("recommending_units_office_known")),
        sa.PrimaryKeyConstraint("office", name=op.f("recommending_units_key")),
        sa.UniqueConstraint("credit_code", name=op.f("recommending_units_credit_code_once")),
    )
    op.create_table(
        "commissioners",
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("book", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("station", sa.Text(), nullable=True),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("filed_at", sa.BigInteger(), nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("load", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("ended_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("ended_how", sa.Text(), nullable=True),
        sa.CheckConstraint("kind IN ('resident', 'mobile')", name=op.f("a_commissioner_is_resident_or_mobile")),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (ended_by IS NULL) AND (ended_at IS NULL) = (ended_how IS NULL)",
            name=op.f("a_commissioner_says_how_it_ended"),
        ),
        sa.CheckConstraint("load BETWEEN 0 AND 5", name=op.f("a_commissioner_serves_five_at_most")),
        sa.ForeignKeyConstraint(["account"], ["users.id"], name=op.f("commissioners_account_known")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("commissioners_case_id_known")),
        sa.ForeignKeyConstraint(["ended_by"], ["cases.id"], name=op.f("commissioners_ended_by_known")),
        sa.ForeignKeyConstraint(["office"], ["offices.code"], name=op.f("commissioners_office_known")),
        sa.PrimaryKeyConstraint("number", name=op.f("commissioners_key")),
        sa.UniqueConstraint("case_id", name=op.f("commissioners_case_id_once")),
    )
    with op.batch_alter_table("commissioners", schema=None) as batch_op:
        batch_op.create_index("commissioners_account", ["account"], unique=False)
        batch_op.create_index("commissioners_office", ["office", "ended_at"], unique=False)
        batch_op.create_index("commissioners_station", ["station"], unique=False)

    op.create_table(
        "ratings",
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("rating", sa.Integer(), nullable=False),
        sa.Column("for_leader", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("rating BETWEEN 1 AND 5", name=op.f("a_rating_is_one_to_five")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("ratings_case_id_known")),
        sa.ForeignKeyConstraint(["office"], ["offices.code"], name=op.f("ratings_office_known")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("ratings_key")),
    )
    with op.batch_alter_table("ratings", schema=None) as batch_op:
        batch_op.create_index("ratings_office", ["office", "for_leader"], unique=False)

    op.create_table(
        "titles",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("book", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("plaque", sa.Text(), nullable=False),
        sa.Column("plaque_state", sa.Text(), nullable=False),
        sa.Column("subject_number", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("operator", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("certified_at", sa.BigInteger(), nullable=False),
        sa.Column("valid_until", sa.Text(), nullable=True),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("ended_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("ended_how", sa.Text(), nullable=True),
        sa.CheckConstraint("kind IN ('station', 'institution')", name=op.f("a_title_is_of_a_kind")),
        sa.CheckConstraint("plaque_state IN ('out', 'returned', 'void')", name=op.f("a_plaque_is_somewhere")),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (ended_by IS NULL) AND (ended_at IS NULL) = (ended_how IS NULL)",
            name=op.f("a_title_says_how_it_ended"),
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("titles_case_id_known")),
        sa.ForeignKeyConstraint(["ended_by"], ["cases.id"], name=op.f("titles_ended_by_known")),
        sa.ForeignKeyConstraint(["office"], ["offices.code"], name=op.f("titles_office_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("titles_key")),
        sa.UniqueConstraint("case_id", name=op.f("titles_case_id_once")),
        sa.UniqueConstraint("number", name=op.f("titles_number_once")),
        sa.UniqueConstraint("plaque", name=op.f("titles_plaque_once")),
    )
    with op.batch_alter_table("titles", schema=None) as batch_op:
        batch_op.create_index(
            "titles_in_force",
            ["book", "subject_number", "address"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.create_index("titles_until", ["book", "valid_until"], unique=False)

    op.create_table(
        "unit_members",
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("credit_code", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["office"], ["recommending_units.office"], name=op.f("unit_members_office_known")),
        sa.PrimaryKeyConstraint("office", "credit_code", name=op.f("unit_members_key")),
    )
    with op.batch_alter_table("unit_members", schema=None) as batch_op:
        batch_op.create_index("unit_members_credit_code", ["credit_code"], unique=False)

    op.create_table(
        "assignments",
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("enterprise", sa.Text(), nullable=False),
        sa.Column("commissioner", sa.Text(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("ended_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("assignments_case_id_known")),
        sa.ForeignKeyConstraint(
            ["commissioner"], ["commissioners.number"], name=op.f("assignments_commissioner_known")
        ),
        sa.ForeignKeyConstraint(["ended_by"], ["cases.id"], name=op.f("assignments_ended_by_known")),
        sa.ForeignKeyConstraint(["enterprise"], ["enterprises.credit_code"], name=op.f("assignments_enterprise_known")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("assignments_key")),
    )
    with op.batch_alter_table("assignments", schema=None) as batch_op:
        batch_op.create_index("assignments_commissioner", ["commissioner", "ended_at"], unique=False)
        batch_op.create_index(
            "one_commissioner_an_enterprise",
            ["enterprise"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "confirmations",
        sa.Column("commissioner", sa.Text(), nullable=False),
        sa.Column("half", sa.Text(), nullable=False),
        sa.Column("sums", sa.Text(), nullable=False),
        sa.Column("confirmed_by", sa.Text(), nullable=False),
        sa.Column("confirmed_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["commissioner"], ["commissioners.number"], name=op.f("confirmations_commissioner_known")
        ),
        sa.PrimaryKeyConstraint("commissioner", "half", name=op.f("confirmations_key")),
    )
    op.execute(TITLES)
    with op.batch_alter_table("stations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("stations_in_force"), sqlite_where=sa.text("ended_at IS NULL"))

    op.drop_table("stations")


def downgrade() -> None:
    op.create_table(
        "stations",
        sa.Column("id", sa.INTEGER(), nullable=False),
        sa.Column("book", sa.TEXT(), nullable=False),
        sa.Column("plaque", sa.TEXT(), nullable=False),
        sa.Column("plaque_state", sa.TEXT(), nullable=False),
        sa.Column("subject_number", sa.TEXT(), nullable=False),
        sa.Column("name", sa.TEXT(), nullable=False),
        sa.Column("operator", sa.TEXT(), nullable=False),
        sa.Column("office", sa.TEXT(), nullable=False),
        sa.Column("address", sa.TEXT(), nullable=False),
        sa.Column("certified_at", sa.BIGINT(), nullable=False),
        sa.Column("valid_until", sa.TEXT(), nullable=True),
        sa.Column("case_id", sa.INTEGER(), nullable=False),
        sa.Column("ended_at", sa.BIGINT(), nullable=True),
        sa.Column("ended_by", sa.INTEGER(), nullable=True),
        sa.CheckConstraint("plaque_state IN ('out', 'returned', 'void')", name=op.f("a_plaque_is_somewhere")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("stations_case_id_known")),
        sa.ForeignKeyConstraint(["ended_by"], ["cases.id"], name=op.f("stations_ended_by_known")),
        sa.ForeignKeyConstraint(["office"], ["offices.code"], name=op.f("stations_office_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("stations_key")),
        sa.UniqueConstraint("case_id", name=op.f("stations_case_id_once")),
        sa.UniqueConstraint("plaque", name=op.f("stations_plaque_once")),
    )
    with op.batch_alter_table("stations", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("stations_in_force"),
            ["book", "subject_number", "address"],
            unique=1,
            sqlite_where=sa.text("ended_at IS NULL"),
        )

    op.execute(STATIONS)
    op.drop_table("confirmations")
    with op.batch_alter_table("assignments", schema=None) as batch_op:
        batch_op.drop_index(
            "one_commissioner_an_enterprise",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.drop_index("assignments_commissioner")

    op.drop_table("assignments")
    with op.batch_alter_table("unit_members", schema=None) as batch_op:
        batch_op.drop_index("unit_members_credit_code")

    op.drop_table("unit_members")
    with op.batch_alter_table("titles", schema=None) as batch_op:
        batch_op.drop_index("titles_until")
        batch_op.drop_index(
            "titles_in_force", sqlite_where=sa.text("ended_at IS NULL"), postgresql_where=sa.text("ended_at IS NULL")
        )

    op.drop_table("titles")
    with op.batch_alter_table("ratings", schema=None) as batch_op:
        batch_op.drop_index("ratings_office")

    op.drop_table("ratings")
    with op.batch_alter_table("commissioners", schema=None) as batch_op:
        batch_op.drop_index("commissioners_station")
        batch_op.drop_index("commissioners_office")
        batch_op.drop_index("commissioners_account")

    op.drop_table("commissioners")
    op.drop_table("recommending_units")
    with op.batch_alter_table("enterprises", schema=None) as batch_op:
        batch_op.drop_index("enterprises_office")

    op.drop_table("enterprises")
    op.drop_table("reward_sums")
    with op.batch_alter_table("register_values", schema=None) as batch_op:
        batch_op.drop_index("register_values_of")
        batch_op.drop_index("register_values_case")

    op.drop_table("register_values")
    op.drop_table("platform_accounts")
    with op.batch_alter_table("ledger", schema=None) as batch_op:
        batch_op.drop_index("ledger_station")
        batch_op.drop_index("ledger_enterprise")
        batch_op.drop_index("ledger_commissioner")

    op.drop_table("ledger")
    op.drop_table("instruments")
    op.drop_table("assessment_runs")
