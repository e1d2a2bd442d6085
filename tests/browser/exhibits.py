"""What the pages of the demo are opened with: cases, accounts and secrets, found in it or laid there."""

import json
from typing import Any, cast

from sqlalchemy import Connection, insert, text

from models import passes, second_factor, sign_in
from models.database import Present
from models.desk import batches

OF = "FROM cases c WHERE c.lifecycle = 'guangzhou/2025"
SPEAKS = "SELECT u.name FROM users u JOIN contacts t ON t.user_id = u.id JOIN cases c ON c.subject_number = t.number"
SOUGHT = {
    "notice": f"SELECT c.number {OF}/notice' AND c.state = 'published' ORDER BY c.entered_at DESC",
    "published": f"SELECT c.number {OF}/notice' AND c.state = 'published' ORDER BY c.entered_at DESC",
    "call": f"SELECT c.number {OF}/call' AND c.state = 'open'",
    "composed": f"SELECT c.number {OF}/notice' AND c.state = 'draft'",
    "objection": f"SELECT c.number {OF}/objection'",
    "draft": f"SELECT c.number {OF}/certification' AND c.state = 'draft'",
    "applicant": f"{SPEAKS} WHERE c.lifecycle = 'guangzhou/2025/certification' AND c.state = 'draft'",
    "returned": f"SELECT c.number {OF}/certification' AND c.state = 'returned'",
    "returned_to": f"{SPEAKS} WHERE c.lifecycle = 'guangzhou/2025/certification' AND c.state = 'returned'",
    "sent": f"SELECT e.seq FROM entries e WHERE e.case_id = (SELECT c.id {OF}/certification' AND c.state = 'returned')"
            " AND e.step = 'submit'",
    "review": f"SELECT c.number {OF}/certification' AND c.state = 'district_review'",
    "district": "SELECT u.name FROM users u JOIN grants g ON g.user_id = u.id JOIN cases c ON c.office = g.office"
                " WHERE c.lifecycle = 'guangzhou/2025/certification' AND c.state = 'district_review'",
    "deciding": f"SELECT c.number {OF}/certification' AND c.state = 'bureau_decision'",
    "also_deciding": f"SELECT c.number {OF}/certification' AND c.state = 'bureau_decision' ORDER BY c.id DESC",
    "in_publicity": "SELECT number FROM cases WHERE lifecycle = 'hubei/1/certification' AND state = 'publicity'",
    "station": "SELECT t.number FROM titles t WHERE t.kind = 'station' AND t.book = 'guangzhou'",
    "plaque": "SELECT t.plaque FROM titles t WHERE t.ended_at IS NULL",
    "account": "SELECT u.id FROM users u WHERE u.name = 'district-tianhe'",
}  # fmt: skip
TOGETHER = "t" * 32


def names(present: Present) -> dict[str, str]:
    """What stands for each {name} of pages.tsv."""
    found = {name: str(_one(present.connection, f"{asked} LIMIT 1")) for name, asked in SOUGHT.items()}
    me = _id(present.connection, "bureau-1")
    told = [
        {"number": found["deciding"], "state": "publicity"},
        {
            "number": found["also_deciding"],
            "reasons": [{"code": "same_person", "zh": "由您推荐", "en": "It was yours."}],
        },
    ]
    row = {"id": TOGETHER, "account": me, "digest": "", "lifecycle": "guangzhou/2025/certification",
           "step": "shortlist", "taken_at": present.at, "done": 1, "outcomes": json.dumps(told)}  # fmt: skip
    present.connection.execute(insert(batches).values(row))
    invited = _id(present.connection, "bureau-2")
    return {
        **found,
        "together": TOGETHER,
        "invitation": passes.issue(present.connection, "invitation", invited, present.now),
    }


def cookies(present: Present, who: str) -> dict[str, str]:
    """Those of somebody signed in, or with a pass to prove the second half of who they are."""
    connection = present.connection
    if who == "-":
        return {}
    if who in ("code", "enrol"):
        half = _id(connection, "bureau-3")
        second_factor.offer(connection, half)
        return {"yizhan-pass": passes.issue(connection, cast(passes.Kind, who), half, present.now)}
    return {"yizhan": sign_in.open_session(connection, _id(connection, who), who, "", present.now)}


def _id(connection: Connection, name: str) -> str:
    return str(_one(connection, f"SELECT id FROM users WHERE name = '{name}'"))


def _one(connection: Connection, asked: str) -> Any:
    return connection.execute(text(asked)).scalar_one()
