"""A server that went away and came back: connections that it closed while they lay idle are nobody's concern."""

from sqlalchemy import Engine, text

from models.database import transaction
from tests.workflows.guangzhou.roads import submitted
from tests.world import DISTRICT


def test_idle_connections_that_the_server_closed_are_made_anew(gz: Engine) -> None:
    case = submitted(gz)
    if gz.dialect.name == "postgresql":
        with gz.connect() as other:
            with gz.connect() as idle:  # goes back to the pool, and is closed there
                number = idle.scalar(text("SELECT pg_backend_pid()"))
            other.execute(text("SELECT pg_terminate_backend(:number)"), {"number": number})
    case.take("forward", DISTRICT, on="2026-02-03", opinion="同意")
    assert transaction(gz, lambda present: present.connection.scalar(text("SELECT 1"))) == 1
