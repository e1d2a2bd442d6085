"""A town with somebody of every role at every distance from its cases, built once; all plainly made up."""

import io
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine, insert, select, update

from models import passes, sign_in
from models.case import cases
from models.contact_asks import asks as contact_asks
from models.database import Present, transaction
from models.files import Files
from models.mailbox import letters
from models.material import materials
from models.outbox import messages
from models.reference import start_clock
from models.sign_in import sessions
from models.tokens import give_token
from models.user import contacts, grants, users
from scheduler.outbox import hand_out
from scheduler.tick import advance
from tests.walk import Walk, moment
from tests.web.api.program import pdf
from tests.workflows.guangzhou import roads
from tests.world import DISTRICT, EXPERTS, HQ, actor, settle
from web.filing import file_objection
from workflows.actors import DESK_ROLES, Actor
from workflows.moves import Entry

SECRET = "only in tests, and made up there"
AT = "2026-09-29"
LATER = 3_600_000_000  # µs: a session is not touched while the test runs
# Who asks: group -> account -> (role, office). The desk of most cases is at gz-tianhe.
OFFICERS = sorted(DESK_ROLES - {"district_reviewer"})
PEOPLE: dict[str, dict[str, tuple[str, str] | None]] = {
    "public": {"": None},
    "nobody": {"u-nobody": None},
    "own": {"": None},  # whoever applied: an account of each case
    "rival": {"u-own-7": None},
    "expert": {"u-expert1": ("expert", "gz-hq")},
    "stranger": {"u-expert4": ("expert", "gz-hq")},
    "desk": {"u-district": ("district_reviewer", "gz-tianhe")},
    "colleagues": {f"u-tianhe-{role}": (role, "gz-tianhe") for role in OFFICERS},
    "neighbours": {f"u-yuexiu-{role}": (role, "gz-yuexiu") for role in sorted(DESK_ROLES)},
    "hq": {"u-hq": ("hq_reviewer", "gz-hq")},
    "bureau": {"u-bureau": ("bureau_approver", "gz-bureau")},
    "auditor": {"u-auditor": ("auditor", "gz-tianhe")},
    "above": {"u-auditor-above": ("auditor", "gz-bureau")},
    "elsewhere": {"u-auditor-elsewhere": ("auditor", "gz-yuexiu")},
    "far": {"u-accounts-far": ("accounts_admin", "gz-yuexiu")},
    "accounts": {"u-accounts": ("accounts_admin", "gz-bureau")},
    "settings": {"u-settings": ("settings_admin", "gz-bureau")},
}


LATER_ON = ("public", "own", "rival")  # nobody, or made with the cases


class Town(NamedTuple):
    """What a row of the matrix may name."""

    numbers: dict[str, str]  # of cases
    versions: dict[str, int]
    owners: dict[str, str]  # case -> the account that applied
    materials: dict[str, int]
    code: str  # of the objection's receipt
    plaque: str
    invitation: str
    cookies: dict[str, str]
    tokens: dict[str, str]
    message: int  # to the desk alone


def build(db: Engine, files: Files) -> Town:
    """Cases at every desk, a notice with an objection, a station; a session and a token for everybody."""
    settle(db)
    transaction(db, lambda p: start_clock(p.connection, at=moment("2026-01-10"), now=p.now))
    accounts = [a for group in PEOPLE.values() for a in group if a]
    transaction(db, _enrol)
    transaction(db, _asks)
    walks, owners, code = _cases(db)
    advance(db, moment(AT))
    cookies, tokens, invitation = transaction(db, lambda p: _let_in(p, [*accounts, *owners.values()]))
    transaction(db, lambda p: _lay(p.connection, files, walks))
    paper = select(materials.c.case_id, materials.c.id)
    laid = transaction(db, lambda p: dict(tuple(row) for row in p.connection.execute(paper)))
    hand_out(db)
    sent = select(messages.c.outbox_id).where(messages.c.user_id == "u-district", messages.c.kind == "act")
    message = transaction(db, lambda p: p.connection.execute(sent).scalars().first())
    plaque = transaction(db, lambda p: p.connection.exec_driver_sql("SELECT plaque FROM titles").scalar_one())
    return Town(
        {name: walk.number for name, walk in walks.items()}, {name: walk.row.version for name, walk in walks.items()},
        owners,
        {name: laid[walk.id] for name, walk in walks.items() if walk.id in laid},
        code, plaque, invitation, cookies, tokens, message,
    )  # fmt: skip


def _enrol(present: Present) -> None:
    write = present.connection.execute
    there = set(write(select(users.c.id)).scalars())
    for account, held in ((a, h) for name, group in PEOPLE.items() for a, h in group.items() if name not in LATER_ON):
        if account in there:
            continue
        write(insert(users).values(id=account, name=account[2:], display=f"示例 {account}", created_at=present.now))
        if held:
            write(insert(grants).values(user_id=account, role=held[0], office=held[1]))


def _asks(present: Present) -> None:
    unit = {"user_id": "u-nobody", "kind": "organisation", "number": "91440101MADEM0035F", "name": "示例别的单位"}
    present.connection.execute(insert(contact_asks).values(**unit, asked_at=present.now))


def _applicant(db: Engine, n: int) -> Actor:
    number = f"91440101MA5EXMPL{n:02}"
    who = actor(f"u-own-{n}", speaks_for=("organisation", number))

    def work(present: Present) -> None:
        row = {"id": who.account, "name": f"own-{n}", "display": f"示例申报人 {n}", "created_at": present.now}
        present.connection.execute(insert(users).values(row))
        tie = {"user_id": who.account, "kind": "organisation", "number": number, "name": f"示例单位 {n}"}
        present.connection.execute(insert(contacts).values(tie))

    transaction(db, work)
    return who


def _cases(db: Engine) -> tuple[dict[str, Walk], dict[str, str], str]:
    call = roads.open_call(db)
    applicants = {name: _applicant(db, n) for n, name in enumerate(
        ("draft", "reviewing", "returned", "scoring", "deciding", "publicised", "certified", "rival"))}  # fmt: skip
    walks = {name: _drafted(db, who) for name, who in applicants.items() if name != "rival"}
    for name, walk in walks.items():
        if name != "draft":
            walk.take("submit", applicants[name], on="2026-02-03")
    walks["returned"].take("return_for_correction", DISTRICT, on="2026-02-04", gaps=["场地证明未盖章"])
    for name in ("scoring", "deciding", "publicised", "certified"):
        _reviewed(walks[name], decided=name != "scoring")
    notice = roads.publish(db, walks["publicised"], at="2026-09-28")
    first = roads.publish(db, walks["certified"], at="2026-03-02")
    walks["certified"].wait(until="2026-03-10 00:02:00")
    roads.publish(db, walks["certified"], kind="announcement", at="2026-03-11")
    objection, code = _objected(db, notice.id)
    owners = {name: who.account for name, who in applicants.items()} | {"objection": "u-own-5"}
    return {**walks, "call": call, "notice": notice, "over": first, "objection": objection}, owners, code


def _drafted(db: Engine, who: Actor) -> Walk:
    form = {**roads.FORM, "address": f"示例路 {who.account} 号"}
    case = Walk.open(db, "guangzhou/2025/certification", who, "gz-tianhe", on="2026-02-02", data=form)
    return case.hand_in(*roads.PAPERS)


def _reviewed(case: Walk, *, decided: bool) -> None:
    case.take("forward", DISTRICT, on="2026-02-05", opinion="材料齐全，同意上报")
    experts = [e.account for e in EXPERTS[:3]]
    case.take("appoint", HQ, on="2026-02-06", preliminary_opinion="初步符合", experts=experts)
    if decided:
        for expert in EXPERTS[:3]:
            case.take("score", expert, on="2026-02-07", **roads.SCORES)
        case.take("recommend", HQ, on="2026-02-08", opinion="推荐")


def _objected(db: Engine, notice: int) -> tuple[Walk, str]:
    def work(present: Present) -> Any:
        return file_objection(
            present.connection, notice, [], roads.SAID, [], "k" * 20, SECRET, moment("2026-09-28 12:00:00")
        )

    receipt = transaction(db, work)
    asked = select(cases.c.id).where(cases.c.number == receipt.number)
    id = transaction(db, lambda p: p.connection.execute(asked).scalar_one())
    walk = Walk(db, Entry(id, receipt.number, 1, "", b""))
    return walk, receipt.code


def _lay(connection: Connection, files: Files, walks: dict[str, Walk]) -> None:
    """Real bytes under every file, and none of them committed with the draft: it can be taken back."""
    stored = files.put(io.BytesIO(pdf("paper")))
    connection.execute(update(materials).values(sha256=stored.sha256, size=stored.size))
    # A letter that was given up, and a timer that failed: it can be tried again.
    connection.execute(insert(letters).values(user_id="u-hq", kind="news", token="x", made_at=1, dead_at=2))
    connection.execute(update(cases).where(cases.c.id == walks["publicised"].id).values(wake_at=None, last_error="x"))


def _let_in(present: Present, accounts: list[str]) -> tuple[dict[str, str], dict[str, str], str]:
    connection, now = present.connection, present.now
    cookies = {a: sign_in.open_session(connection, a, a, "", now) for a in accounts}
    connection.execute(update(sessions).values(seen_at=now + LATER))
    tokens = {a: give_token(connection, a, now=now) for a in accounts}
    return cookies, tokens, passes.issue(connection, "invitation", "u-nobody", now)
