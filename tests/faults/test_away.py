"""A server that went away and came back: connections that it closed while they lay idle are nobody's concern."""

from contextlib import ExitStack

from sqlalchemy import Engine, NullPool, create_engine, text

from models.database import transaction
from tests.workflows.guangzhou.roads import submitted
from tests.world import DISTRICT

MANY = 5  # more than a transaction is tried


def test_idle_connections_that_the_server_closed_are_made_anew(gz: Engine) -> None:
    case = submitted(gz)
    if gz.dialect.name == "postgresql":
        with ExitStack() as lent:  # all that the pool holds: they go back to it, and are closed there
            idle = [lent.enter_context(gz.connect()) for _ in range(MANY)]
            numbers = [one.scalar(text("SELECT pg_backend_pid()")) for one in idle]
        with create_engine(gz.url, poolclass=NullPool).connect() as other:
            other.execute(text("SELECT pg_terminate_backend(n) FROM unnest(:numbers) n"), {"numbers": numbers})
    case.take("forward", DISTRICT, on="2026-02-03", opinion="同意")
    assert transaction(gz, lambda present: present.connection.scalar(text("SELECT 1"))) == 1
