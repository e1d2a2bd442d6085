"""How a test reads an answer that may hold what an attacker wrote: its markup apart from its texts."""

import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from xml.etree import ElementTree

from werkzeug.test import TestResponse

from workflows.form import Field, Label
from workflows.forms import Wrong, value_of

FIELD = Field("f", Label("栏", "Field"))
UNSENDABLE = re.compile("[\ud800-\udfff]")  # no browser can send these


class Markup(HTMLParser):
    """The bones of a page (its tags with the names of their attributes), and all its text and values."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.bones: list[str] = []
        self.texts: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.bones.append(" ".join([tag, *(name for name, _ in attrs)]))
        self.texts += [value or "" for _, value in attrs]

    def handle_comment(self, data: str) -> None:
        self.bones.append("comment")

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def kept(text: str) -> str | None:
    """As a text field keeps it; None where it is refused."""
    try:
        clean = value_of(FIELD, text)
    except Wrong:
        return None
    return str(clean) or None


def inert(page: str, plain: str) -> list[str]:
    """The bones that a page has and the same page with a plain text has not."""
    one, other = Markup(page).bones, Markup(plain).bones
    return [] if one == other else [b for b in one if b not in other] or ["more of the same"]


def shown(page: str, text: str) -> bool:
    """Whether the text stands in the page exactly, blanks at its lines' ends apart."""
    texts = "\n".join(Markup(page).texts).replace("\r\n", "\n")
    return text in texts


def headers_hold(answer: TestResponse) -> bool:
    return not any(set("\r\n\0") & set(value) for _, value in answer.headers)


def together(many: Iterable[str], size: int) -> Iterator[list[str]]:
    part: list[str] = []
    for one in many:
        part.append(one)
        if len(part) == size:
            yield part
            part = []
    if part:
        yield part


def risky(page: str) -> list[str]:
    """Bones that none of our templates has."""
    odd = re.compile(r"^(img src$|iframe src|object|embed|base|math|style)|\son\w+")
    return [b for b in Markup(page).bones if odd.search(b)]


def harmless(svg: bytes) -> None:
    for element in ElementTree.fromstring(svg).iter():
        assert element.tag.rpartition("}")[2] not in ("script", "foreignObject", "image", "use", "iframe")
        for name, value in element.attrib.items():
            assert not name.lower().startswith("on") and not re.search("javascript:|//|data:", value.lower())
