"""`yizhan export`: what leaves the system whole, to be checked or read elsewhere."""

from pathlib import Path

import click

from commands.installed import installed
from documents.bpmn import bpmn
from documents.xes import write_xes
from models.database import Present, transaction
from web.checked_case import write_case
from workflows.lifecycle import Lifecycle
from workflows.moves import Case
from workflows.reading import case_by_number
from workflows.rulebooks import lifecycles

TO = click.option("--to", "target", required=True, type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
                  help="写入的文件 · The file to write")  # fmt: skip


@click.group()
def export() -> None:
    """导出证据包等 · Evidence packages, and logs for other programs."""


@export.command("case")
@click.argument("number")
@TO
@click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True, help="卷宗语言 · Language")
def case_command(number: str, target: Path, lang: str) -> None:
    """一个办件的证据包，附离线核验程序 · The evidence package of a case, with its offline verifier."""
    with installed() as (settings, engine):
        transaction(engine, lambda p: write_case(p, settings, known_case(p, number), target, lang), writes=False)
    click.echo(f"已写入 · Written: {target}")
    click.echo(f"核验 · To check it: python3 verify.py  ({target.name} / unzip)")


def known_case(present: Present, number: str) -> Case:
    case = case_by_number(present.connection, number)
    if case is None:
        raise click.ClickException(f"没有这个办件 · No such case: {number}")
    return case


@export.command("xes")
@TO
@click.option("--lifecycle", "key", metavar="KEY", help="如 guangzhou/2025/certification · Of one lifecycle")
def xes_command(target: Path, key: str | None) -> None:
    """事件日志，用于流程挖掘 · An event log for process mining (XES)."""
    lifecycle = _lifecycle(key) if key else None
    with installed() as (_, engine), target.open("wb") as file:
        count = transaction(engine, lambda p: write_xes(p.connection, lifecycle, file), writes=False)
    click.echo(f"已写入 {count} 件 · {count} cases written: {target}")


@export.command("bpmn")
@click.argument("key", metavar="LIFECYCLE")
@TO
@click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True, help="语言 · Language")
def bpmn_command(key: str, target: Path, lang: str) -> None:
    """一个流程的 BPMN 2.0 · A lifecycle as BPMN 2.0, such as guangzhou/2025/certification."""
    target.write_bytes(bpmn(_lifecycle(key), 0 if lang == "zh" else 1))
    click.echo(f"已写入 · Written: {target}")


def _lifecycle(key: str) -> Lifecycle:
    if key not in lifecycles():
        raise click.ClickException(f"没有这个流程 · No such lifecycle: {key}; {', '.join(lifecycles())}")
    return lifecycles()[key]
