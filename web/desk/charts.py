"""Charts as pictures: bars by month and by kind, each told again by the table beside it."""

import base64
import sys
from collections.abc import Sequence
from functools import cache
from importlib import import_module
from typing import Any

from markupsafe import Markup

from web.desk.figures import Flow
from web.language import label, t

CAME, WENT, WAITS, LATE = "#1d4f8c", "#2e7d4f", "#8a97a4", "#a4161a"
FONT = '"Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC", sans-serif'


def flows(lines: Sequence[Flow]) -> Markup:
    """What came in and went out, month by month."""
    chart = _chart("Bar", CAME, WENT)
    chart.x_labels = [line.key[2:].replace("-", "/") for line in lines]
    chart.add(t("新收", "came in"), [line.came for line in lines])
    chart.add(t("办结", "went out"), [line.went for line in lines])
    return _picture(chart)


def waiting(lines: Sequence[Flow]) -> Markup:
    """What waits, and of that what is late, by kind or office; the longest bars first."""
    shown = list(lines)[:10]
    chart = _chart("HorizontalStackedBar", WAITS, LATE)
    chart.x_labels = [label(line.words) for line in reversed(shown)]
    chart.add(t("在办未超期", "in time"), [line.waits - line.late for line in reversed(shown)])
    chart.add(t("超期", "late"), [line.late for line in reversed(shown)])
    return _picture(chart)


def _chart(kind: str, *colours: str) -> Any:
    pygal = _pygal()
    style = pygal.style.Style(
        background="transparent", plot_background="transparent", foreground="#33404d", foreground_strong="#14212e",
        foreground_subtle="#5a6875", colors=colours, font_family=FONT, label_font_size=15, legend_font_size=16,
        major_label_font_size=15, opacity="1", opacity_hover="1",
    )  # fmt: skip
    return getattr(pygal, kind)(
        style=style, js=[], width=720, height=340, legend_at_bottom=True, show_y_guides=True, margin=10,
        truncate_label=-1,
        min_scale=2, max_scale=6, margin_left=60, value_formatter=lambda n: f"{n:.0f}", disable_xml_declaration=True,
    )  # fmt: skip


@cache
def _pygal() -> Any:
    """A third of a second: only for whoever looks at figures."""
    found, _ = import_module("pygal"), import_module("pygal.style")
    # Its finder of plug-ins, which we don't use, is of an old kind: Python warns of it at every later import.
    sys.meta_path[:] = [finder for finder in sys.meta_path if type(finder).__name__ != "PluginImportFixer"]
    return found


def _picture(chart: Any) -> Markup:
    """An address for `<img>`: a picture runs no script and needs no route of its own."""
    drawn = base64.b64encode(chart.render(is_unicode=True).encode()).decode("ascii")
    return Markup("data:image/svg+xml;base64,") + drawn
