"""`yizhan backup` and `yizhan restore`: all that an installation holds, taken away whole and brought back verified."""

from pathlib import Path

import click

from commands import half_restored
from commands.installed import installed
from models.database import connect
from models.settings import Settings

FOLDER = click.Path(path_type=Path, file_okay=False)


@click.command()
@click.option("--to", "folder", type=FOLDER, required=True, help="目标目录（新的或空的）· A new or empty folder")
def backup(folder: Path) -> None:
    """备份（不停机）· Back everything up, while it runs."""
    from commands.backing_up import back_up

    folder = folder.absolute()
    if folder.is_dir() and any(folder.iterdir()):
        raise click.ClickException(f"目录不是空的，请另写一个 · The folder isn't empty, name another: {folder}")
    with installed() as (settings, engine):
        told = back_up(settings, engine, folder)
    click.echo(
        f"已备份 {sum(told['tables'].values())} 行、{told['files']} 个文件 · "
        f"{sum(told['tables'].values())} rows and {told['files']} files backed up: {folder}"
    )
    click.echo(
        "备份含个人信息和密钥，请妥善保管；YIZHAN_SECRET_KEY 不在其中，请另行保存 · It holds personal data and keys: "
        "keep it safe. YIZHAN_SECRET_KEY is not in it: keep that elsewhere"
    )
    if told["missing"]:
        raise click.ClickException(
            f"缺少 {len(told['missing'])} 个文件，其余均已备份 · {len(told['missing'])} files that the database names "
            f"are missing or spoilt here, all else was backed up; the first: {told['missing'][0]}"
        )


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
def restore(folder: Path) -> None:
    """恢复到空的安装，并核验 · Restore into an empty installation, and verify it."""
    from commands.restoring import NoBackup, manifest_of, require_empty, restore_files, restore_rows

    settings = Settings()
    half_restored.require_whole(settings)
    try:
        told = manifest_of(folder)
        require_empty(settings)
    except NoBackup as error:
        raise click.ClickException(f"{error}；未作任何改动 · nothing was changed") from error
    try:
        half_restored.mark(settings)
        rows, files = restore_rows(settings, folder, told), restore_files(settings, folder)
        half_restored.unmark(settings)
    except Exception as error:
        raise click.ClickException(
            f"{half_restored.WORDS.format(folder=settings.data_dir)} ({type(error).__name__})"
        ) from error
    click.echo(f"已恢复 {rows} 行、{files} 个文件（{told['made_at']}）· {rows} rows and {files} files restored")
    _verify(settings)


def _verify(settings: Settings) -> None:
    from workflows.looking import look_at
    from workflows.verifying import verify

    engine = connect(settings.database_url, simulated=settings.simulated)
    try:
        report = verify(look_at(engine, settings.data_dir, lambda part, done, of: None))
    finally:
        engine.dispose()
    if report.findings:
        place, said = report.findings[0]
        raise click.ClickException(
            f"恢复后核验发现 {len(report.findings)} 处问题，请勿启用 · "
            "What was restored doesn't verify, don't use it: "
            f"{place}: {said.zh} · {said.en}"
        )
    many = report.entries + report.after
    click.echo(f"核验通过：{many} 条记录 · Verified: {many} entries")
