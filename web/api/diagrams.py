"""The call for a case's way through its lifecycle, as a picture."""

from typing import Literal

from flask import Response
from pydantic import Field

from diagrams.history import diagram_svg
from web.api.calls import Ask, call
from web.api.shapes import Shape
from web.history_view import history_view
from web.problems import NotFound
from web.sight import sight
from workflows.reading import visible
from workflows.rulebooks import lifecycles

SVG = "image/svg+xml"


class Look(Shape):
    step: int | None = Field(None, ge=1, description="the case as it was after this entry")
    theme: Literal["light", "dark"] = "light"
    lang: Literal["zh", "en"] = "zh"


@call("GET", "/cases/<number>/diagram.svg", right="case.read", words=("流程图", "The case's way through its lifecycle"),
      query=Look, media=SVG, errors=(404,))  # fmt: skip
def read_diagram(ask: Ask, number: str) -> Response:
    """Whoever may not read the history sees where the case stands, and not by which way."""
    case, ties = visible(ask.connection, number, ask.me, ask.reference)
    seen = sight(ask.connection, case, ask.me, ties)
    if "diagram" not in seen.what:
        raise NotFound()
    way = history_view(ask.connection, case, seen)
    q = ask.query
    drawn = diagram_svg(lifecycles()[case.lifecycle], way, case.state, step=q.step, lang=q.lang, theme=q.theme)
    return Response(drawn, mimetype=SVG)
