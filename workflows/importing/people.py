"""Commissioners who were filed or enrolled before this system, and the experts who may be appointed."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import insert, select

from models.accounts import Account, AccountRefused, add_account
from models.people import commissioners
from models.register import titles
from models.search import searched_row
from models.user import contacts, users
from workflows.actors import Role
from workflows.form import Label
from workflows.importing.columns import BOOK, DAY, OFFICE, Column, Row, a_day, of_its_book, one_of
from workflows.importing.intake import Intake
from workflows.registers import Change, keep_all
from workflows.seal import text_of

COMMISSIONERS = (
    BOOK,
    Column("name", Label("姓名", "Name")),
    OFFICE,
    Column("filed_on", Label("备案（入库）日期", "Filed or enrolled on"), note=DAY, wrong=a_day),
    Column("kind", Label("类别", "Kind"), required=False, note=Label("武汉填写", "in Wuhan"),
           wrong=one_of(resident=Label("驻站", "resident"), mobile=Label("机动", "mobile"))),
    Column("station", Label("服务站牌匾编号", "Plaque of the station"), required=False),
    Column("unit", Label("单位", "Unit"), required=False),
    Column("position", Label("职务", "Position"), required=False),
    Column("account", Label("登录名", "Sign-in name"), required=False,
           note=Label("已有账号，用于登录", "of an account that is there")),
)  # fmt: skip
EXPERTS = (
    Column("account", Label("登录名", "Sign-in name"), note=Label("新账号", "a new account")),
    Column("name", Label("姓名", "Name")),
    OFFICE,
)
KNOW_KINDS = frozenset({"wuhan"})  # WH-3
BESIDE = ("unit", "position")
Known = dict[str, Any]


def take_commissioners(intake: Intake, rows: Sequence[tuple[int, Row]]) -> None:
    accounts, stations = _accounts(intake, rows), _stations(intake, rows)
    changes, ties = [], []
    for number, row in rows:
        account, station = accounts.get(row.get("account", "")), stations.get(row.get("station", ""))
        if _is_refused(intake, number, row, account, station):
            continue
        own, source = intake.of_row(number), intake.source(row["filed_on"])
        beside = {name: row[name] for name in BESIDE if name in row}
        shown = {"name": row["name"], "kind": row.get("kind"), "station": station and station.number}
        values = {**shown, "office": row["office"], "number": own, "book": row["book"], "account": account,
                  "filed_at": source.since, "load": 0, "data": text_of(beside)}  # fmt: skip
        search = searched_row("commissioners", values)
        intake.connection.execute(insert(commissioners).values(**values, search=search))
        first = {**shown, "office": row["office"], "ended_at": None, "ended_by": None, "ended_how": None, **beside}
        changes.append(Change("commissioner", own, first, source))
        if account:
            ties.append({"user_id": account, "kind": "commissioner", "number": own, "name": row["name"]})
    keep_all(intake.connection, changes)
    if ties:
        intake.connection.execute(insert(contacts), ties)


def _accounts(intake: Intake, rows: Sequence[tuple[int, Row]]) -> Known:
    wanted = {row["account"] for _, row in rows if "account" in row}
    asked = select(users.c.name, users.c.id).where(users.c.name.in_(wanted), users.c.disabled_at.is_(None))
    return dict(intake.connection.execute(asked).all())


def _stations(intake: Intake, rows: Sequence[tuple[int, Row]]) -> Known:
    wanted = {row["station"] for _, row in rows if "station" in row}
    asked = select(titles.c.plaque, titles.c.number, titles.c.book).where(
        titles.c.plaque.in_(wanted), titles.c.ended_at.is_(None)
    )
    return {row.plaque: row for row in intake.connection.execute(asked)}


def _is_refused(intake: Intake, number: int, row: Row, account: str | None, station: Any) -> bool:
    before = len(intake.refused)
    if elsewhere := of_its_book(row, intake.reference):
        intake.refused.append((number, elsewhere))
    if "account" in row and account is None:
        intake.refuse(number, "account", f"没有账号 {row['account']}", f"There is no account {row['account']}.")
    if "station" in row and (station is None or station.book != row["book"]):
        told = row["station"]
        intake.refuse(
            number, "station", f"名录中没有有效的服务站 {told}", f"No station in force has the plaque {told}."
        )
    if (row["book"] in KNOW_KINDS) != ("kind" in row):
        intake.refuse(
            number, "kind", "仅武汉区分驻站和机动，且须填写", "Wuhan's are resident or mobile, and only those."
        )
    return len(intake.refused) > before


def take_experts(intake: Intake, rows: Sequence[tuple[int, Row]]) -> None:
    """Each has an account from now on, without a password: `yizhan user invite` gives it one."""
    for number, row in rows:
        granted = ((Role.EXPERT.value, row["office"]),)
        try:
            add_account(intake.connection, Account(row["account"], row["name"], granted=granted), now=intake.at)
        except AccountRefused as refused:
            intake.refuse(number, "account", refused.zh, refused.en)
