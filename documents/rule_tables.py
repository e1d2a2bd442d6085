"""The rule books as pages to read: a table for each lifecycle, and for each name one that compares the regions."""

import sys
from collections.abc import Iterable
from pathlib import Path

from workflows.deadlines import Period
from workflows.definition import names
from workflows.lifecycle import InData, Kind, Lifecycle, State, Step
from workflows.rulebook import Rulebook
from workflows.rulebooks import rulebooks
from workflows.words import ROLES

ROOT = Path(__file__).parent.parent
HERE = ROOT / "docs" / "rules"
UNITS = {"wd": "工作日 · working days", "d": "日 · days", "m": "个月 · months", "y": "年 · years"}
COLUMNS = ("步骤 step", "由谁 who", "条件 needs", "填报 asks", "效果 does", "期限 deadline", "依据 law")
HEAD = f"| {' | '.join(COLUMNS)} |\n{'|---' * len(COLUMNS)}|\n"
WAITS = {
    Kind.OPEN: "机构目标时限 · the office's target",
    Kind.STANDING: "不等待任何人 · waits for nobody",
}


def pages() -> dict[Path, str]:
    """Every page that is committed, by its path."""
    books = sorted(rulebooks().values(), key=lambda book: book.key)
    told = {HERE / book.book / f"{lc.name}.md": lifecycle_page(book, lc) for book in books for lc in book.lifecycles}
    every = sorted({lc.name for book in books for lc in book.lifecycles})
    return told | {HERE / "compare" / f"{name}.md": compared(name, books) for name in every}


def lifecycle_page(book: Rulebook, lifecycle: Lifecycle) -> str:
    picture = f"../../../diagrams/generated/{lifecycle.book}/{lifecycle.edition}/{lifecycle.name}.svg"
    states = [block for state in lifecycle.states.values() if (block := _state(lifecycle, state))]
    ends = "、".join(_name(state) for state in lifecycle.states.values() if state.final)
    return "\n".join((
        f"# {lifecycle.label.zh} · {lifecycle.label.en} (`{lifecycle.key}`)", "",
        f"{book.title.zh} · {book.title.en}", "",
        f"![{lifecycle.label.zh} · {lifecycle.label.en}]({picture})", "",
        *states, f"终结 · Ends: {ends}", "",
    ))  # fmt: skip


def _state(lifecycle: Lifecycle, state: State) -> str:
    if state.final:
        return ""
    rows = "".join(row(step) for step in lifecycle.leaving(state.name))
    return f"## {_name(state)}\n\n期限 · Deadline: {_waits(lifecycle, state)}\n\n{HEAD}{rows}"


def _waits(lifecycle: Lifecycle, state: State) -> str:
    """What bounds the stay in a state: its clock, or why there is none."""
    if clock := lifecycle.clocks.get(state.name):
        return period(clock)
    return "由填报人填写 · whoever files it still writes here" if state.form else WAITS[state.kind]


def row(step: Step) -> str:
    """A step as a row of the table."""
    labels = [field.label for field in step.asks.fields] + [paper.label for paper in step.asks.papers]
    asked = [f"{label.zh} {label.en}" for label in labels]
    cells = (
        f"`{step.name}` {step.label.zh} · {step.label.en} → {step.target.label.zh} `{step.target.name}`",
        _listed(f"{ROLES[role].zh} {ROLES[role].en}" for role in step.roles),
        _listed(f"`{name}`" for name in names(step.needs)),
        _listed(asked),
        _listed(f"`{name}`" for name in names(step.does)),
        period(step),
        law(step),
    )
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |\n"


def period(step: Step) -> str:
    """When a clock's step falls due, or within what a step is reported."""
    if step.reported_within:
        name, within = step.reported_within
        return f"`{name}` + {_amount(within)}" if within else f"`{name}`"
    return "" if step.after is None else _amount(step.after)


def _amount(after: Period | InData) -> str:
    return f"`{after.name}`" if isinstance(after, InData) else f"{after.amount} {UNITS[after.unit]}"


def law(step: Step) -> str:
    own = "本机构规定 · office" + (f" (≈ {step.near})" if step.near else "")
    return _listed(own if id == "office" else id for id in step.laws)


def compared(name: str, books: Iterable[Rulebook]) -> str:
    """One lifecycle in every region that has it: which steps, by whom, in what time and by which rule."""
    having = [(book, lc) for book in books for lc in book.lifecycles if lc.name == name]
    label = having[0][1].label
    steps = list(dict.fromkeys(step.name for _, lc in having for step in lc.steps))
    heads = [f"[{book.label.zh} {book.label.en}](../{book.book}/{name}.md)" for book, _ in having]
    lines = [f"# {label.zh} · {label.en}：各地对照 · the regions compared", "", f"| 步骤 step | {' | '.join(heads)} |",
             "|---" * (len(heads) + 1) + "|"]  # fmt: skip
    for step in steps:
        lines.append(f"| `{step}` | " + " | ".join(_in_region(lc, step) for _, lc in having) + " |")
    return "\n".join((*lines, ""))


def _in_region(lifecycle: Lifecycle, name: str) -> str:
    """A step in one region: its roads, actors, periods and rules; a dash where the region has none."""
    steps = [step for step in lifecycle.steps if step.name == name]
    if not steps:
        return "—"
    who = dict.fromkeys(ROLES[role].zh for step in steps for role in step.roles)
    roads = dict.fromkeys(f"{s.source.label.zh} → {s.target.label.zh}" for s in steps)
    few = [*roads][:3] + (["…"] if len(roads) > 3 else [])
    parts = ("、".join(few), "、".join(who), _listed(dict.fromkeys(period(s) for s in steps if period(s))),
             _listed(dict.fromkeys(law(s) for s in steps)))  # fmt: skip
    return "<br>".join(part for part in parts if part)


def _name(state: State) -> str:
    return f"{state.label.zh} · {state.label.en} `{state.name}`"


def _listed(parts: Iterable[str]) -> str:
    return "; ".join(parts)


def stale() -> list[str]:
    """The committed pages that are not what the books say now, and those that nothing says."""
    wanted = pages()
    wrong = [path for path, text in wanted.items() if not path.exists() or path.read_text("utf-8") != text]
    return sorted(str(path.relative_to(ROOT)) for path in [*wrong, *(p for p in HERE.rglob("*.md") if p not in wanted)])


def main(arguments: list[str]) -> int:
    if arguments == ["--check"]:
        if wrong := stale():
            print(f"文档已过时，请运行 make rules · Stale, run make rules: {', '.join(wrong)}", file=sys.stderr)
        return 1 if wrong else 0
    for path, text in pages().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    for path in HERE.rglob("*.md"):
        if path not in pages():
            path.unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
