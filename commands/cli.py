"""The group `yizhan`: which commands there are, and how an error reaches the terminal."""

import errno
import sys
from importlib import import_module

import click

from commands.settled import settled

# name: where it is, and what the list of commands says. Loaded when called for, so that help is instant.
COMMANDS = {
    "serve": ("commands.serve:serve", "网页与时钟，单进程 · Web and scheduler in one process"),
    "web": ("commands.serve:web", "仅网页 · The web part alone"),
    "scheduler": ("commands.serve:scheduler", "仅时钟 · The scheduler alone"),
    "db": ("commands.db:db", "数据库结构 · The database's schema"),
    "demo": ("commands.demo:demo", "演示数据 · Demonstration data"),
    "user": ("commands.user:user", "账号 · Accounts"),
    "office": ("commands.office:office", "机构 · Offices"),
    "import": ("commands.import_lists:import_lists", "导入名单 · Take in a list"),
    "token": ("commands.user:token", "接口令牌 · A bearer token for the API"),
    "tick": ("commands.tick:tick", "办理到期事项 · Fire what is due"),
    "rulebooks": ("commands.rulebooks:rulebooks_command", "规则手册 · The rule books"),
    "calendar": ("commands.calendar:calendar", "节假日安排 · Holidays and make-up days"),
    "erase": ("commands.erase:erase", "依决定删除内容 · Erase a value, on an order"),
    "verify": ("commands.verify:verify", "核验历史记录 · Verify the history"),
    "export": ("commands.export:export", "导出 · Evidence packages and logs"),
    "backup": ("commands.backup:backup", "备份 · Back everything up"),
    "restore": ("commands.backup:restore", "恢复并核验 · Restore, and verify"),
    "bench": ("commands.bench:bench", "性能测量 · Measurements"),
}


class Commands(click.Group):
    """A group whose commands are imported one at a time."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name][0].split(":")
        with settled():
            command: click.Command = getattr(import_module(module), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("命令 · Commands"):
            formatter.write_dl([(name, words) for name, (_, words) in COMMANDS.items()])


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--traceback", is_flag=True, help="出错时显示全部细节 · Show where an error came from")
@click.version_option(package_name="yizhan")
def yizhan(traceback: bool) -> None:
    """驿站：中小企业服务办件系统 · Case work for SME service stations."""


def main(arguments: list[str] | None = None) -> None:
    """Run a command; an error is one line on stderr and an exit code that isn't 0 (2: asked for wrongly)."""
    given = sys.argv[1:] if arguments is None else arguments
    try:
        code = yizhan.main(given, prog_name="yizhan", standalone_mode=False)
    except (click.ClickException, click.Abort) as error:
        sys.exit(_said(error))
    except Exception as error:
        if "--traceback" in given:
            raise
        sys.exit(_line(_words(error), 1))
    sys.exit(code if isinstance(code, int) else 0)


def _said(error: click.ClickException | click.Abort) -> int:
    if isinstance(error, click.Abort):
        return _line("已中断 · Interrupted", 130)
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        click.echo(error.format_message(), err=True)  # the help itself: longer than a line on purpose
        return error.exit_code
    hint = " (--help)" if isinstance(error, click.UsageError) else ""
    return _line(error.format_message() + hint, error.exit_code)


def _words(error: Exception) -> str:
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        return "磁盘已满：请腾出空间后重试 · The disk is full: make room, and try again"
    if isinstance(error, OSError) and error.filename:
        return f"{error.filename}: 无法读写 · cannot be read or written ({error.strerror})"
    # A wrong setting tells by itself what it is; anything else tells its kind, too.
    return str(error) if type(error).__name__ == "WrongSetting" else f"{type(error).__name__}: {error}"


def _line(words: str, code: int) -> int:
    click.echo(f"yizhan: {' '.join(words.split())}", err=True)
    return code
