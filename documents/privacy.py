"""The table in `docs/privacy.md`, made from the one in the code: `python -m documents.privacy docs/privacy.md`."""

import sys
from pathlib import Path

from workflows.form import Label
from workflows.keeping import Kept
from workflows.personal import table

BEGINS, ENDS = "<!-- made by python -m documents.privacy -->\n", "<!-- until here -->\n"
HEAD = (
    "| 何处 · Where | 内容 · What | 用途 · What for | 谁能看到 · Who sees it | 保留 · Until | 依据 · Rule |\n"
    "|---|---|---|---|---|---|\n"
)


def renewed(text: str) -> str:
    """The page with its table as the code has it now."""
    before, _, rest = text.partition(BEGINS)
    _, _, after = rest.partition(ENDS)
    return before + BEGINS + HEAD + "".join(_row(kept) for kept in table()) + ENDS + after


def _row(kept: Kept) -> str:
    words = (kept.what, kept.purpose, kept.seen_by, kept.until)
    cells = (f"`{kept.where}`", *(_both(label) for label in words), ", ".join(kept.law))
    return f"| {' | '.join(cells)} |\n"


def _both(label: Label) -> str:
    return f"{label.zh} · {label.en}"


if __name__ == "__main__":
    page = Path(sys.argv[1])
    page.write_text(renewed(page.read_text("utf-8")), "utf-8")
