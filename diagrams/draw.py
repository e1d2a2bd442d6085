"""Draws every lifecycle, in both languages, into the pictures that are committed; `--check` says which are stale."""

import hashlib
import sys
from pathlib import Path

from diagrams.graph import Graph, graph_of
from diagrams.svg import page
from workflows.lifecycle import Lifecycle
from workflows.rulebooks import lifecycles

HERE = Path(__file__).parent
LANGS = ("zh", "en")
# What else a picture depends on: change the way of drawing, and every picture is stale.
OWN = ("draw.py", "graph.py", "layout.py", "look.py", "svg.py")


def path_of(lifecycle: Lifecycle, lang: str) -> Path:
    """generated/BOOK/EDITION/NAME.svg in Chinese, NAME.en.svg in English."""
    name = f"{lifecycle.name}.svg" if lang == "zh" else f"{lifecycle.name}.{lang}.svg"
    return HERE / "generated" / lifecycle.book / lifecycle.edition / name


def main(arguments: list[str]) -> int:
    pictures = {path_of(lc, lang): (lc, lang) for lc in lifecycles().values() for lang in LANGS}
    if arguments == ["--check"]:
        return _check(pictures)
    for path, (lifecycle, lang) in pictures.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(drawn(lifecycle, lang), "utf-8")
    for path in _strangers(pictures):
        path.unlink()
    return 0


def _check(pictures: dict[Path, tuple[Lifecycle, str]]) -> int:
    stale = [path for path, (lifecycle, lang) in pictures.items() if not _current(path, lifecycle, lang)]
    wrong = [str(path.relative_to(HERE.parent)) for path in [*stale, *_strangers(pictures)]]
    if wrong:
        print(f"流程图已过时，请运行 make diagrams · Stale, run make diagrams: {', '.join(wrong)}", file=sys.stderr)
    return 1 if wrong else 0


def _strangers(pictures: dict[Path, tuple[Lifecycle, str]]) -> list[Path]:
    return [path for path in (HERE / "generated").rglob("*.svg") if path not in pictures]


def _current(path: Path, lifecycle: Lifecycle, lang: str) -> bool:
    graph = graph_of(lifecycle, lang)
    return path.exists() and f'data-source="{fingerprint(graph)}"' in path.read_text("utf-8")[:1000]


def drawn(lifecycle: Lifecycle, lang: str) -> str:
    """The picture itself, an SVG page."""
    from diagrams.layout import dot_of, place

    graph = graph_of(lifecycle, lang)
    label = lifecycle.label.zh if lang == "zh" else lifecycle.label.en
    return page(place(graph, dot_of(graph)), title=label, lang=lang, source=fingerprint(graph))


def fingerprint(graph: Graph) -> str:
    """SHA-256 of the DOT, of the words, and of the way of drawing."""
    from diagrams.layout import dot_of

    way = b"".join((HERE / name).read_bytes() for name in OWN)
    return hashlib.sha256(dot_of(graph).encode() + repr(graph).encode() + way).hexdigest()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
