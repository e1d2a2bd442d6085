"""Whatever is sent: a form's check answers, never raises, keeps only known fields, and asks nothing twice."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.form import Field, Label
from workflows.forms import checked
from workflows.seal import canonical

WORD = Label("示例", "Example")
CHOICES = (("one", WORD), ("two", WORD))
FIELDS = (
    Field("text", WORD), Field("short", WORD, max_length=3), Field("int", WORD, "int", minimum=0, maximum=9),
    Field("decimal", WORD, "decimal"), Field("date", WORD, "date"), Field("datetime", WORD, "datetime"),
    Field("bool", WORD, "bool"), Field("choice", WORD, "choice", choices=CHOICES),
    Field("list", WORD, "list", max_length=3), Field("picks", WORD, "list", choices=CHOICES),
    Field("case", WORD, "case"), Field("cases", WORD, "list", of="case"), Field("office", WORD, "office"),
    Field("person", WORD, "person", required=False),
)  # fmt: skip
NAMES = [f.name for f in FIELDS]
SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.datetimes().map(str), st.dates().map(str),
    st.decimals(allow_nan=True).map(str),
    st.sampled_from(["one", "GZ-2026-000001", "2026-09-28T09:00:00+08:00", "1e400"]),
)  # fmt: skip
JSON = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=3))
SENT = st.dictionaries(st.sampled_from(NAMES) | st.text(max_size=8), JSON, max_size=10)


@given(SENT, st.booleans())
def test_it_answers_whatever_is_sent(sent: dict[str, Any], partial: bool) -> None:
    clean, reasons = checked(FIELDS, sent, {}, partial=partial)
    assert set(clean) <= set(NAMES)
    assert {r.field for r in reasons if r.code == "field_unknown"} == {name[:80] for name in sent if name not in NAMES}
    assert all(r.zh and r.en and r.code in {"field_unknown", "field_wrong", "field_missing"} for r in reasons)
    canonical(clean)  # what passed can stand in history


@given(SENT)
def test_what_passed_passes_again_unchanged(sent: dict[str, Any]) -> None:
    clean, _ = checked(FIELDS, sent, {}, partial=True)
    assert checked(FIELDS, clean, {}, partial=True) == (clean, ())
    assert checked(FIELDS, {}, clean, partial=True) == (clean, ())


@given(st.text(), st.sampled_from("\x00\x07\x1b\x7f\x85\ud800\u202e\u2066"), st.text())
def test_text_that_could_mislead_is_refused(before: str, unsafe: str, after: str) -> None:
    clean, (reason,) = checked(FIELDS[:1], {"text": f"文{before}{unsafe}{after}字"}, {})
    assert (clean, reason.code, reason.field) == ({}, "field_wrong", "text")


@pytest.mark.parametrize("field", [f for f in FIELDS if f.required], ids=lambda f: f.name)
def test_what_is_required_is_asked_for_by_name(field: Field) -> None:
    assert [(r.code, r.field) for r in checked((field,), {}, {})[1]] == [("field_missing", field.name)]
    assert checked((field,), {}, {}, partial=True) == ({}, ())


@pytest.mark.parametrize("value", ["0001-01-01", "9999-12-31", "1969-12-31", "2200-01-01"])
def test_a_day_that_no_calendar_reaches_is_refused(value: str) -> None:
    """Else the day after it, or its instant, could not be reckoned."""
    (moment,) = [f for f in FIELDS if f.name == "datetime"]
    (day,) = [f for f in FIELDS if f.name == "date"]
    for field, sent in ((day, value), (moment, f"{value}T12:00:00+08:00")):
        assert [r.code for r in checked((field,), {field.name: sent}, {})[1]] == ["field_wrong"]
