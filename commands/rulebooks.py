"""`yizhan rulebooks`: which rule books there are, and what their lifecycles are made of."""

from datetime import datetime

import click

from commands.issue import issue
from workflows.checking import Finding, check, needs_two
from workflows.lifecycle import Lifecycle, State, Step
from workflows.rulebook import Rulebook, Status
from workflows.rulebooks import editions, rulebooks
from workflows.words import ROLES

STATUS = {Status.IN_FORCE: "现行 · in force", Status.DRAFT_FOR_COMMENT: "征求意见稿 · draft for comment"}
CHECK, ISSUE = "check", "issue"


@click.command("rulebooks")
@click.argument("book", required=False)
@click.argument("draft", required=False)
@click.option("--document", help="issue：印发文号 · issue: number of the document that issued the draft")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="issue：印发日期 · issue: its day")
def rulebooks_command(book: str | None, draft: str | None, document: str | None, on: datetime | None) -> None:
    """规则手册 · The rule books; with BOOK its lifecycles, states and steps; with `check` whether all are sound.

    `issue DRAFT --document NUMBER --on DATE` 录入征求意见稿的印发文号 · enters the document that issued a draft.
    """
    if book == ISSUE:
        issue(draft, document, on)
    elif draft is not None:
        raise click.UsageError(f"unexpected argument: {draft}")
    elif book is None:
        for each in rulebooks().values():
            click.echo(_headline(each))
    elif book == CHECK:
        _check()
    else:
        _tell(book)


def _tell(name: str) -> None:
    wanted = [each for each in editions(name.partition("/")[0]) if name in (each.book, each.key)]
    if not wanted:
        raise click.ClickException(f"没有这本规则手册 · No such rule book: {name}")
    for each in wanted:
        click.echo(_headline(each))
        for lifecycle in each.lifecycles:
            click.echo("\n".join(_told(lifecycle)))


def _check() -> None:
    """Building a book refuses what is unsound (see workflows.wellformed); the rest is asked of it here."""
    try:
        books = rulebooks()
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    for book in books.values():
        for finding in needs_two(book):
            click.echo(f"须知 · Note: {_said(finding)}")
    if wrong := [_said(finding) for book in books.values() for finding in check(book)]:
        raise click.ClickException("\n".join(wrong))
    many = sum(len(book.lifecycles) for book in books.values())
    click.echo(f"{len(books)} 本手册、{many} 个流程均无误 · {len(books)} rule books, {many} lifecycles: all sound")


def _said(finding: Finding) -> str:
    road = f" [{' -> '.join(finding.road)}]" if finding.road else ""
    return f"{finding.where}: {finding.words.zh} · {finding.words.en}{road}"


def _headline(book: Rulebook) -> str:
    return f"{book.key}  {book.title.zh} · {book.title.en} ({STATUS[book.status]}; {len(book.rules)} 条 · rules)"


def _told(lifecycle: Lifecycle) -> list[str]:
    lines = ["", f"{lifecycle.name}  {lifecycle.label.zh} · {lifecycle.label.en}"]
    for state in lifecycle.states.values():
        lines.append(f"  {_state(lifecycle, state)}")
        lines += [f"    {_step(step)}" for step in lifecycle.leaving(state.name)]
    return lines


def _state(lifecycle: Lifecycle, state: State) -> str:
    marks = [state.kind.value, *(["initial"] if state is lifecycle.initial else [])]
    return f"{state.name}  {state.label.zh} · {state.label.en} ({', '.join(marks)})"


def _step(step: Step) -> str:
    who = "、".join(ROLES[role].zh for role in step.roles)
    law = ", ".join([*step.laws, *([f"near {step.near}"] if step.near else [])])
    return f"{step.name} -> {step.target.name}  {step.label.zh} · {step.label.en}  [{who}; {law}]"
