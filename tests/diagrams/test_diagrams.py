"""The pictures: one for every lifecycle, up to date, with an id on every box and arrow; and a case's way on them."""

import time
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

import pytest

from diagrams import draw
from diagrams.graph import ANY, from_anywhere, graph_of
from diagrams.history import diagram_svg, ordered
from workflows.lifecycle import Lifecycle
from workflows.rulebooks import lifecycles

CERTIFICATION = lifecycles()["guangzhou/2025/certification"]
WAY = (
    (None, None, "draft"),
    ("submit", "draft", "district_review"),
    ("return_for_correction", "district_review", "returned"),
    ("resubmit", "returned", "district_review"),
    ("forward", "district_review", "expert_review"),
    ("appoint", "expert_review", "expert_review"),
    ("score", "expert_review", "expert_review"),
    ("withdraw", "expert_review", "withdrawn"),
)
ENTRIES: list[dict[str, Any]] = [
    {"seq": n, "kind": "step" if step else "begin", "step": step, "source": source, "target": target}
    for n, (step, source, target) in enumerate(WAY, 1)
]
SVG = "{http://www.w3.org/2000/svg}"


def groups(svg: str) -> dict[str, ElementTree.Element]:
    return {g.attrib["id"]: g for g in ElementTree.fromstring(svg).iter(SVG + "g") if "id" in g.attrib}


def badges(svg: str) -> list[str]:
    return ["".join(a.itertext()) for a in ElementTree.fromstring(svg).iter(SVG + "a")]


def every() -> Iterator[tuple[Lifecycle, str]]:
    return ((lifecycle, lang) for lifecycle in lifecycles().values() for lang in draw.LANGS)


def test_the_committed_pictures_are_up_to_date() -> None:
    assert draw.main(["--check"]) == 0


def test_a_stale_picture_is_noticed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(draw, "fingerprint", lambda graph: "another")
    assert draw.main(["--check"]) == 1
    assert "certification.svg" in capsys.readouterr().err


@pytest.mark.parametrize(("lifecycle", "lang"), list(every()), ids=lambda of: getattr(of, "key", of))
def test_every_state_and_step_is_in_its_picture(lifecycle: Lifecycle, lang: str) -> None:
    text = draw.path_of(lifecycle, lang).read_text("utf-8")
    there = groups(text)
    assert {f"state-{name}" for name in lifecycle.states} <= set(there)
    spread = from_anywhere(lifecycle)
    for step in lifecycle.steps:
        tail = ANY if (step.name, step.target.name) in spread else step.source.name
        where = there[f"state-{tail}" if step.source is step.target else f"edge-{tail}--{step.target.name}"]
        label = step.label.zh if lang == "zh" else step.label.en
        assert label[1:] in "".join(where.itertext())
    assert "style" not in text and "<script" not in text


def test_drawing_twice_gives_the_same() -> None:
    path = draw.path_of(CERTIFICATION, "zh")
    assert draw.drawn(CERTIFICATION, "zh") == path.read_text("utf-8")


def test_words_have_room() -> None:
    for lifecycle, lang in every():
        for node in graph_of(lifecycle, lang).nodes:
            assert all(line.width <= node.size[0] for line in node.lines)


def test_the_way_is_numbered_as_the_history_is() -> None:
    svg = diagram_svg(CERTIFICATION, ENTRIES, "withdrawn")
    assert sorted(badges(svg)) == ["1", "2,4", "3", "5–7", "8"]
    assert 'href="#entry-5"' in svg
    there = groups(svg)
    taken, rest = there["edge-draft--district_review"], there["edge-publicity--concluded"]
    assert taken.attrib["stroke"] != rest.attrib["stroke"]
    assert there[f"edge-{ANY}--withdrawn"].attrib["stroke"] == taken.attrib["stroke"]
    assert float(there["state-withdrawn"].attrib["stroke-width"]) > float(there["state-draft"].attrib["stroke-width"])


def test_a_case_is_shown_as_it_was() -> None:
    then = groups(diagram_svg(CERTIFICATION, ENTRIES, "withdrawn", step=3))
    assert float(then["state-returned"].attrib["stroke-width"]) == 3
    assert float(then["state-withdrawn"].attrib["stroke-width"]) < 2
    assert badges(diagram_svg(CERTIFICATION, ENTRIES, "withdrawn", step=3)).count("2") == 1


def test_without_history_only_the_present_state_is_marked() -> None:
    svg = diagram_svg(CERTIFICATION, [], "publicity", lang="en", theme="dark")
    assert badges(svg) == []
    assert float(groups(svg)["state-publicity"].attrib["stroke-width"]) == 3
    assert "Station certification" in svg


def test_without_a_case_it_is_the_lifecycle_as_such() -> None:
    svg = diagram_svg(CERTIFICATION, [], None)
    assert {g.attrib["stroke-width"] for g in groups(svg).values()} == {"1.4"}


def test_the_same_in_words() -> None:
    said = ordered(CERTIFICATION, ENTRIES)
    assert [stop.seq for stop in said] == list(range(1, 9))
    assert said[0].source is None
    assert (said[4].done.zh, said[4].target.en) == ("初审通过，上报", "Expert review")


def test_showing_a_way_costs_next_to_nothing() -> None:
    diagram_svg(CERTIFICATION, ENTRIES, "withdrawn")
    begun = time.perf_counter()
    for _ in range(200):
        diagram_svg(CERTIFICATION, ENTRIES, "withdrawn")
    assert (time.perf_counter() - begun) / 200 < 0.001
