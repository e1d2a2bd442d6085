"""A server that went away and came back: connections that it closed while they lay idle are nobody's concern."""

from sqlalchemy import Engine, text

from models.database import transaction
from tests.workflows.guangzhou.roads import submitted
from tests.world import DISTRICT

CLOSE = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE pid <> pg_backend_pid() AND datname = current_database()"
)


def test_idle_connections_that_the_server_closed_are_made_anew(gz: Engine) -> None:
    case = submitted(gz)
    if gz.dialect.name == "postgresql":
        other = gz.execution_options(isolation_level="AUTOCOMMIT")
        with gz.connect(), other.connect() as closing:  # the first goes back to the pool and is closed there
            closing.execute(text(CLOSE))
    case.take("forward", DISTRICT, on="2026-02-03", opinion="同意")
    assert transaction(gz, lambda present: present.connection.scalar(text("SELECT 1"))) == 1
