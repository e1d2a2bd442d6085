"""`yizhan serve`, `web` and `scheduler`: the processes that run for as long as the installation does."""

import logging
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

import click
from flask import Flask
from sqlalchemy import Engine

from commands import logs
from commands.half_restored import require_whole
from commands.installed import installed
from commands.settled import settled
from migrations.run import upgrade
from models.calendar import load
from models.database import Present, bound, transaction
from models.settings import Settings
from models.start_up import database_problems, warnings
from workflows.rulebooks import keep_definitions

THREADS = 8
CONNECTIONS = 1000  # open at once: whoever sends slowly holds one of these, and never a thread
SILENCE = 60  # seconds after which a silent connection is closed
HEADERS = 32_768  # bytes of a request before its body
Options = Callable[[Callable[..., None]], Callable[..., None]]


def where_to_listen(command: Callable[..., None]) -> Callable[..., None]:
    port = click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="端口 · Port")
    return click.option("--host", default="127.0.0.1", show_default=True, help="监听地址 · Address")(port(command))


@click.command()
@where_to_listen
def serve(host: str, port: int) -> None:
    """网页与时钟，单进程 · Web and scheduler in one process; upgrades the database first."""
    settings = _ready()
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    upgrade(settings.database_url)
    with _running(settings) as engine, _ticking(settings, engine):
        _listen(settings, engine, host, port)


@click.command()
@where_to_listen
def web(host: str, port: int) -> None:
    """仅网页 · The web part alone."""
    settings = _ready()
    with _running(settings) as engine:
        _listen(settings, engine, host, port)


@click.command()
def scheduler() -> None:
    """仅时钟 · The scheduler alone."""
    settings = _ready()
    with _running(settings) as engine, _ticking(settings, engine) as metronome:
        click.echo("时钟已启动 · The scheduler runs")
        metronome.wait()


def _ready() -> Settings:
    settings = Settings()
    if problems := settings.problems():
        raise click.ClickException("; ".join(problems))
    require_whole(settings)
    logs.to_stderr()
    return settings


@contextmanager
def _running(settings: Settings) -> Iterator[Engine]:
    with installed(settings) as (_, engine):
        bound(engine)
        _look_over(settings, engine)
        transaction(engine, lambda present: keep_definitions(present.connection))
        signal.signal(signal.SIGTERM, _leave)
        yield engine


def _look_over(settings: Settings, engine: Engine) -> None:
    """Refuse what production must not run on; log what will soon be wrong."""

    def work(present: Present) -> tuple[list[str], list[str]]:
        found = warnings(load(present.connection), settings, present.now)
        return database_problems(present.connection, settings), found

    problems, soon = transaction(engine, work, writes=False)
    if problems:
        raise click.ClickException("; ".join(problems))
    for warning in soon:
        logging.getLogger(__name__).warning(warning)


def _leave(*_: object) -> NoReturn:
    sys.exit(0)


@contextmanager
def _ticking(settings: Settings, engine: Engine) -> Iterator[Any]:
    with settled():
        from scheduler.beside import beside
        from scheduler.clock import Metronome

    metronome = Metronome(engine, on_death=_die, beside=beside(settings, engine))
    metronome.start()
    try:
        yield metronome
    finally:
        metronome.stop()


def _die() -> NoReturn:
    """Without its clock an installation would look alive and miss its deadlines: whoever watches it starts it anew."""
    click.echo("yizhan: 时钟停止，进程退出 · The scheduler's thread died; this process ends", err=True)
    os._exit(70)


def _listen(settings: Settings, engine: Engine, host: str, port: int) -> None:
    with settled():
        from scheduler.tick import advance
        from web.app import create_app

        app = create_app(settings, engine, advance=advance)
    try:
        server = _server(app, settings, host, port)
    except OSError as error:
        raise click.ClickException(f"无法监听 {host}:{port} · Cannot listen there: {error.strerror}") from error
    shown = f"[{host}]" if ":" in host else host
    click.echo(f"驿站已启动 · Yizhan is served at http://{shown}:{server.effective_port}  (Ctrl+C)")
    try:
        server.run()
    finally:
        server.close()


def _server(app: Flask, settings: Settings, host: str, port: int) -> Any:
    """Bounded in what a request may be; waitress reads it whole before a thread begins with it."""
    import waitress

    return waitress.create_server(
        app,
        host=host,
        port=port,
        threads=THREADS,
        connection_limit=CONNECTIONS,
        channel_timeout=SILENCE,
        max_request_header_size=HEADERS,
        # What the application itself refuses, with words, and little more: the rest is not even read.
        max_request_body_size=app.config["MAX_CONTENT_LENGTH"] + HEADERS,
        ident="",
        # Waitress drops forwarded headers on its own; where proxies are declared, the application counts them.
        clear_untrusted_proxy_headers=not settings.proxies,
    )
