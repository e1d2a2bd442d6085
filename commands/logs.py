"""How the log of a running installation is written: an event a line, in UTC; as JSON where a program reads it."""

import logging
import sys

import structlog

LOUD = ("alembic", "apscheduler", "psycopg")  # psycopg warns of what follows a failure, which is told anyway


def to_stderr() -> None:
    """Log to stderr: lines to read on a terminal, else JSON, in which no text can begin a line of its own."""
    told: list[structlog.typing.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    person = sys.stderr.isatty()
    shown = structlog.dev.ConsoleRenderer() if person else structlog.processors.JSONRenderer(ensure_ascii=False)
    last = [structlog.stdlib.ProcessorFormatter.remove_processors_meta, shown]
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=told, processors=last if person else [structlog.processors.format_exc_info, *last]
        )
    )
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    for loud in LOUD:
        logging.getLogger(loud).setLevel(logging.ERROR)
