"""The committed pages of the rules are what the books say, and every lifecycle has its own."""

from documents.rule_tables import HERE, pages, stale
from workflows.rulebooks import lifecycles, rulebooks


def test_the_committed_pages_are_current() -> None:
    assert stale() == [], "run make rules"


def test_every_lifecycle_has_a_page_with_its_picture_and_one_that_compares() -> None:
    told = pages()
    for lifecycle in lifecycles().values():
        page = HERE / lifecycle.book / f"{lifecycle.name}.md"
        assert all(f"`{step.name}`" in told[page] for step in lifecycle.steps)
        picture = told[page].split("](")[1].split(")")[0]
        assert (page.parent / picture).resolve().exists()
        assert f"../{lifecycle.book}/{lifecycle.name}.md" in told[HERE / "compare" / f"{lifecycle.name}.md"]


def test_a_deadline_stands_with_its_rule() -> None:
    page = pages()[HERE / "guangzhou" / "certification.md"]
    (line,) = [line for line in page.splitlines() if line.startswith("| `conclude`")]
    assert "5 工作日 · working days" in line and "GZ-4.1.3c" in line
    assert len(pages()) > len(lifecycles()) and len(rulebooks()) == 4
