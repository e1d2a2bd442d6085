"""Disclosures can only lose fields, as models/erasable.py has it: what is made here stays, should that file change.

Revision 0003, after 0002.
"""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

NAME = "a_disclosure_only_loses_fields"
SAID = "a disclosure only loses fields: nothing in it is changed, added or removed as a whole"
MOVED = "NEW.case_id <> OLD.case_id OR NEW.seq <> OLD.seq"
ADDED = {
    "sqlite": "EXISTS (SELECT key, value FROM json_each(NEW.opened) EXCEPT SELECT key, value FROM json_each(OLD.opened))",
    "postgresql": "EXISTS (SELECT * FROM jsonb_each(CAST(NEW.opened AS jsonb)) EXCEPT"
    " SELECT * FROM jsonb_each(CAST(OLD.opened AS jsonb)))",
}


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for name, when in ((NAME, f"UPDATE ON disclosures WHEN {MOVED} OR {ADDED['sqlite']}"),
                           (f"{NAME}_all", "DELETE ON disclosures")):  # fmt: skip
            op.execute(f"CREATE TRIGGER {name} BEFORE {when} BEGIN SELECT RAISE(ABORT, '{SAID}'); END")
        return
    op.execute(
        f"""CREATE OR REPLACE FUNCTION {NAME}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF NOT ({MOVED} OR {ADDED["postgresql"]}) THEN RETURN NEW; END IF;
  END IF;
  RAISE EXCEPTION '{SAID}' USING ERRCODE = 'integrity_constraint_violation';
END $$"""
    )
    does = f"EXECUTE FUNCTION {NAME}()"
    op.execute(f"CREATE TRIGGER {NAME} BEFORE UPDATE OR DELETE ON disclosures FOR EACH ROW {does}")
    op.execute(f"CREATE TRIGGER {NAME}_all BEFORE TRUNCATE ON disclosures FOR EACH STATEMENT {does}")


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for name in (NAME, f"{NAME}_all"):
            op.execute(f"DROP TRIGGER {name}")
        return
    for name in (NAME, f"{NAME}_all"):
        op.execute(f"DROP TRIGGER {name} ON disclosures")
    op.execute(f"DROP FUNCTION {NAME}()")
