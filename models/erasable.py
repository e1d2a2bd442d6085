"""Disclosures are written once and can only lose fields: the database's own guard over what an erasure may do."""

from sqlalchemy import DDL, event

from models.case import disclosures

NAME = "a_disclosure_only_loses_fields"
SAID = "a disclosure only loses fields: nothing in it is changed, added or removed as a whole"

# What is left must stand, field for field, in what was there.
_ADDED = {
    "sqlite": "EXISTS (SELECT key, value FROM json_each(NEW.opened) EXCEPT"
    " SELECT key, value FROM json_each(OLD.opened))",
    "postgresql": "EXISTS (SELECT * FROM jsonb_each(CAST(NEW.opened AS jsonb)) EXCEPT"
    " SELECT * FROM jsonb_each(CAST(OLD.opened AS jsonb)))",
}
_MOVED = "NEW.case_id <> OLD.case_id OR NEW.seq <> OLD.seq"

POSTGRESQL = (
    f"""CREATE OR REPLACE FUNCTION {NAME}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF NOT ({_MOVED} OR {_ADDED["postgresql"]}) THEN RETURN NEW; END IF;
  END IF;
  RAISE EXCEPTION '{SAID}' USING ERRCODE = 'integrity_constraint_violation';
END $$""",
    f"CREATE TRIGGER {NAME} BEFORE UPDATE OR DELETE ON disclosures FOR EACH ROW EXECUTE FUNCTION {NAME}()",
    f"CREATE TRIGGER {NAME}_all BEFORE TRUNCATE ON disclosures FOR EACH STATEMENT EXECUTE FUNCTION {NAME}()",
)
SQLITE = (
    f"CREATE TRIGGER {NAME} BEFORE UPDATE ON disclosures WHEN {_MOVED} OR {_ADDED['sqlite']} "
    f"BEGIN SELECT RAISE(ABORT, '{SAID}'); END",
    f"CREATE TRIGGER {NAME}_all BEFORE DELETE ON disclosures BEGIN SELECT RAISE(ABORT, '{SAID}'); END",
)

for _dialect, _statements in (("postgresql", POSTGRESQL), ("sqlite", SQLITE)):
    for _statement in _statements:
        _rule = DDL(_statement.replace("%", "%%"))  # type: ignore[no-untyped-call]  # SQLAlchemy has no types for it
        event.listen(disclosures, "after_create", _rule.execute_if(dialect=_dialect))
