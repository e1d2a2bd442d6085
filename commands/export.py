"""`yizhan export`: what leaves the system whole, to be checked or read elsewhere."""

import json
import tempfile
import zipfile
from pathlib import Path

import click

from commands.installed import installed
from documents.bpmn import bpmn
from documents.offline import verify as offline
from documents.xes import write_xes
from models.database import Present, transaction
from models.files import Files
from models.reference import current
from models.settings import Settings
from web.pages.dossier_view import Asked
from web.pages.gathering import EVERYTHING, write_evidence
from workflows.lifecycle import Lifecycle
from workflows.outside import Outside
from workflows.reading import case_by_number
from workflows.rulebooks import lifecycles
from workflows.signing import signer

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
        transaction(engine, lambda p: write_case(p, settings, number, target, lang), writes=False)
    click.echo(f"已写入 · Written: {target}")
    click.echo(f"核验 · To check it: python3 verify.py  ({target.name} / unzip)")


def write_case(present: Present, settings: Settings, number: str, target: Path, lang: str = "zh") -> None:
    """Write it beside its place and move it there: a broken-off export leaves no half file."""
    case = case_by_number(present.connection, number)
    if case is None:
        raise click.ClickException(f"没有这个办件 · No such case: {number}")
    asked = Asked(case, EVERYTHING, current(present.connection), lang, present.at)
    data = settings.data_dir
    with tempfile.NamedTemporaryFile(dir=target.absolute().parent, delete=False) as arriving:
        try:
            write_evidence(present.connection, asked, Files(data / "files"), signer(data).verifier, arriving.file)
        except BaseException:
            Path(arriving.name).unlink()
            raise
    Path(arriving.name).replace(target)


def checked_offline(present: Present, settings: Settings, number: str) -> str | None:
    """What the offline verifier says against a case's package and what stands outside; None: nothing."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "case.zip"
        write_case(present, settings, number, file)
        with zipfile.ZipFile(file) as package:
            index = json.loads(package.read("index.json"))
        sizes = {index["size"], *(int(one["text"].split("\n")[1]) for one in index["earlier"])}
        outside = [told.text for told in Outside(settings.data_dir).all() if told.size in sizes]
        try:
            offline.check(offline.Package(file), index, str(signer(settings.data_dir).verifier), outside)
        except SystemExit as said:
            return str(said.code)
    return None


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
