"""The command line as a whole: help everywhere, errors in one line, nothing loaded that isn't asked for."""

import errno
import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

from commands import cli
from commands.cli import COMMANDS, main, yizhan


def outcome(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as left:
        main(arguments)
    said = capsys.readouterr()
    assert isinstance(left.value.code, int)
    return left.value.code, said.out, said.err


def failing(error: Exception) -> click.Command:
    @click.command()
    def fails() -> None:
        raise error

    return fails


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_there_and_has_help(name: str) -> None:
    result = CliRunner().invoke(yizhan, [name, "--help"], catch_exceptions=False)
    assert result.exit_code == 0
    assert "Usage:" in result.output


def test_help_lists_all_commands_and_loads_none() -> None:
    code = (
        "import sys; from commands.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: print(sorted({'flask', 'sqlalchemy'} & set(sys.modules)))"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert said.endswith("[]\n")
    assert all(name in said for name in COMMANDS)


@pytest.mark.parametrize("arguments", [["nothing"], ["--wrong"], ["db", "nothing"], ["db", "upgrade", "--wrong"]])
def test_asked_for_wrongly(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = outcome(arguments, capsys)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "--help" in err


def test_without_a_command_the_help_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = outcome([], capsys)
    assert code == 2
    assert "serve" in err


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (click.ClickException("不行 · It can't be"), 1, "yizhan: 不行 · It can't be\n"),
        (RuntimeError("the disk\nis full"), 1, "yizhan: RuntimeError: the disk is full\n"),
        (KeyboardInterrupt(), 130, "yizhan: 已中断 · Interrupted\n"),
    ],
)
def test_an_error_is_one_line(
    error: Exception, code: int, words: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cli.Commands, "get_command", lambda *_: failing(error))
    left, _, err = outcome(["db"], capsys)
    assert left == code
    assert err.lstrip("\n") == words


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(errno.ENOSPC, "No space left on device", "/x"), "make room"),
        (
            PermissionError(errno.EACCES, "Permission denied", "/x"),
            "/x: 无法读写 · cannot be read or written (Permission",
        ),
    ],
)
def test_a_full_or_closed_disk_is_told_in_words(
    error: OSError, words: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(yizhan, "main", fails)
    with pytest.raises(SystemExit):
        main(["verify"])
    assert words in capsys.readouterr().err


def test_traceback_shows_where_it_came_from(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli.Commands, "get_command", lambda *_: failing(RuntimeError("here")))
    with pytest.raises(RuntimeError, match="here"):
        main(["--traceback", "db"])


def test_a_wrong_setting_is_one_line_naming_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("YIZHAN_CLOCK", "fake")
    code, _, err = outcome(["db", "upgrade"], capsys)
    assert code == 1
    assert "YIZHAN_CLOCK" in err
    assert err.count("\n") == 1
