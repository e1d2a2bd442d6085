"""Hubei 1: what the calendar asks: the year's assessments (HB-18), with the centre's target for public service."""

import json
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection, select

from models.runs import assessment_runs
from workflows.duties import Duty, fresh, open_assessments
from workflows.form import Label
from workflows.moves import Attempt, Opening


def assessments(connection: Connection, at: int) -> Sequence[Opening | Attempt]:
    """One assessment an institution and year, by each run that the centre set."""
    r = assessment_runs.c
    found: list[Opening] = []
    for run in connection.execute(select(r.id, r.data).where(r.book == "hubei").order_by(r.id)).all():
        target = {"public_service_target": json.loads(run.data).get("public_service_target", 0)}
        opened = open_assessments(connection, run.id, at, lifecycle="hubei/1/assessment")
        found += [replace(opening, data={**opening.data, **target}) for opening in opened]
    return fresh(connection, found)


DUTIES = (Duty("assessments", Label("年度考核开立", "The year's assessments"), "HB-18", None, assessments),)
