"""An administrator's role stands alone: the database's own guard over the table of grants."""

from sqlalchemy import DDL, event

from models.user import grants

# Accounts, settings and audit are administered by three people, none of whom decides cases.
ADMIN_ROLES = ("accounts_admin", "settings_admin", "auditor")
NAME = "an_admin_role_stands_alone"

_NAMES = ", ".join(f"'{role}'" for role in ADMIN_ROLES)
_TWO = f"""EXISTS (SELECT 1 FROM grants WHERE user_id = NEW.user_id AND role <> NEW.role
    AND (role IN ({_NAMES}) OR NEW.role IN ({_NAMES})))"""

# PostgreSQL locks the account first: two grants at once would each not see the other. NO KEY: the foreign key has
# its own lock on the row by then, and two of those under a full lock each would wait for one another.
POSTGRESQL = (
    f"""CREATE OR REPLACE FUNCTION {NAME}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM users WHERE id = NEW.user_id FOR NO KEY UPDATE;
  IF {_TWO} THEN
    RAISE EXCEPTION '{NAME}' USING ERRCODE = 'check_violation', CONSTRAINT = '{NAME}';
  END IF;
  RETURN NEW;
END $$""",
    f"CREATE TRIGGER {NAME} AFTER INSERT OR UPDATE ON grants FOR EACH ROW EXECUTE FUNCTION {NAME}()",
)
SQLITE = tuple(
    f"CREATE TRIGGER {NAME}_{verb} AFTER {verb} ON grants WHEN {_TWO} BEGIN SELECT RAISE(ABORT, '{NAME}'); END"
    for verb in ("insert", "update")
)

for _dialect, _statements in (("postgresql", POSTGRESQL), ("sqlite", SQLITE)):
    for _statement in _statements:
        _rule = DDL(_statement)  # type: ignore[no-untyped-call]  # SQLAlchemy has no types for it
        event.listen(grants, "after_create", _rule.execute_if(dialect=_dialect))
