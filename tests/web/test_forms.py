"""A step's fields as a form, and the form read back: what goes out comes in."""

from html.parser import HTMLParser
from typing import Any

import pytest
from flask import Flask, render_template_string
from werkzeug.datastructures import MultiDict

from web.forms import values
from workflows.errors import Reason
from workflows.form import Field, Label
from workflows.forms import checked

ONE = Label("名称", "Name")
TWO = (("a", Label("甲", "A")), ("b", Label("乙", "B")))
FIELDS = (
    (Field("line", ONE, max_length=100), '甲 "乙" <b>'),
    (Field("long", ONE), "\n第一行\n<script>"),
    (Field("count", ONE, "int", minimum=0), 0),
    (Field("share", ONE, "decimal"), "0.75"),
    (Field("on", ONE, "date"), "2026-09-28"),
    (Field("at", ONE, "datetime"), "2026-09-28T09:00:00+08:00"),
    (Field("sure", ONE, "bool"), True),
    (Field("pick", ONE, "choice", choices=TWO), "b"),
    (Field("list", ONE, "list"), ["一", "二"]),
    (Field("ticks", ONE, "list", choices=TWO), ["a", "b"]),
    (Field("case", ONE, "case"), "GZ-2026-000123"),
    (Field("office", ONE, "office"), "gz"),
)
MACROS = '{% from "parts/fields.html" import field %}'


class Filled(HTMLParser):
    """What a browser would send of a page, untouched."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: MultiDict[str, str] = MultiDict()
        self._area: str | None = None
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = dict(attrs)
        if tag == "input" and (has.get("type") not in ("radio", "checkbox") or "checked" in has):
            self.sent.add(has["name"] or "", has.get("value") or "")
        elif tag == "textarea":
            self._area, self._text = has["name"], ""
        elif tag == "select":
            self._select = has["name"] or ""
        elif tag == "option" and "selected" in has:
            self.sent.add(self._select, has["value"] or "")

    def handle_data(self, data: str) -> None:
        if self._area:
            self._text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._area:
            self.sent.add(self._area, self._text.removeprefix("\n"))
            self._area = None


def form(app: Flask, field: Field, value: Any, *reasons: Reason) -> str:
    with app.test_request_context("/?lang=en"):
        return render_template_string(
            MACROS + "{{ field(ask, value, reasons) }}", ask=field, value=value, reasons=reasons
        )


@pytest.mark.parametrize(("field", "value"), FIELDS, ids=lambda x: x.name if isinstance(x, Field) else "")
def test_what_is_shown_is_what_is_sent(app: Flask, field: Field, value: Any) -> None:
    filled = Filled()
    filled.feed(form(app, field, value))
    sent = values([field], filled.sent)
    wanted = value.strip() if field.name == "long" else value
    assert checked([field], sent, {}) == ({field.name: wanted}, ())


@pytest.mark.parametrize("field", [field for field, _ in FIELDS], ids=lambda field: field.name)
def test_an_empty_form_takes_back_what_was_saved(app: Flask, field: Field) -> None:
    filled = Filled()
    filled.feed(form(app, field, None))
    if field.name != "pick":  # no browser sends a radio group without a choice
        assert checked([field], values([field], filled.sent), {field.name: "saved"}, partial=True) == ({}, ())


def test_a_reason_stands_at_its_field_and_is_told_to_readers(app: Flask) -> None:
    page = form(
        app,
        Field("count", ONE, "int", minimum=2),
        1,
        Reason("too_few", "太少", "Too few", "count"),
        Reason("x", "别的", "Other", "y"),
    )
    assert "Too few" in page and "Other" not in page
    assert 'aria-invalid="true"' in page and 'aria-describedby="field-count-hint field-count-wrong"' in page


def test_fields_of_others_are_passed_on_to_be_refused() -> None:
    sent = values([FIELDS[0][0]], MultiDict({"line": "x", "odd": "y", "csrf_token": "t", "version": "3"}))
    assert sent == {"line": "x", "odd": "y"}


def test_a_time_that_is_none_stays_as_typed() -> None:
    assert values([FIELDS[5][0]], MultiDict({"at": "soon"})) == {"at": "soon"}
