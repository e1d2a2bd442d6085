"""What a case is called, and what is said to come next."""

from web.pages.case_words import comes_next, matter
from workflows.rulebooks import lifecycles


def test_a_case_that_an_office_began_is_called_by_its_kind() -> None:
    assert matter(lifecycles()["wuhan/2026/clawback"], own=True).zh == "奖励追回"
    assert matter(lifecycles()["guangzhou/2025/revocation"], own=True).zh == "自行申请退出"


def test_what_comes_next_says_that_it_may_be_refused() -> None:
    """Not only that it is passed on, which an applicant would take for having passed."""
    certification = lifecycles()["guangzhou/2025/certification"]
    said = [step.label.zh for step in comes_next(certification, certification.states["district_review"])]
    assert said == ["初审通过，上报", "初审不予通过"]
