"""Guideline, part 4 (1) 3 (4): whom an objection names is heard before it is upheld, each of them."""

from sqlalchemy import Engine

from models.database import transaction
from tests.walk import Walk, moment, refused
from tests.workflows.guangzhou.roads import SAID, in_bureau_decision, publish
from tests.world import APPLICANT, BUREAU, RIVAL, SECOND
from workflows.actors import PUBLIC
from workflows.engine import fire
from workflows.moves import Entry


def test_each_applicant_whom_it_names_may_be_heard_first(gz: Engine) -> None:
    both = in_bureau_decision(gz), in_bureau_decision(gz, by=RIVAL)
    publish(gz, *both, at="2026-09-28")
    filed = [case.attempt("object", PUBLIC, **SAID) for case in both]
    first, _ = transaction(gz, lambda p: fire(p.connection, filed, at=moment("2026-09-29")))
    assert isinstance(first, Entry)
    objection = Walk(gz, first.caused[0]).take("admit", SECOND, on="2026-09-29")
    objection.take("hear", APPLICANT, on="2026-09-30", statement="说明")
    objection.take("hear", APPLICANT, on="2026-09-30", statement="再说明")
    alone = objection.attempted("uphold", SECOND, on="2026-09-30", findings="属实")
    assert refused(alone) == ["refused", "not_heard"]
    objection.take("hear", BUREAU, on="2026-09-30", counter=("另一单位", "2026-09-30"), statement="书面说明")
    objection.take("uphold", SECOND, on="2026-09-30", findings="属实")
