"""Wuhan 2026: a mobile commissioner is dispatched to a station by headquarters (measures, art. 3, 5).

draft -> requested -> dispatched -> ended
"""

from collections.abc import Sequence

from sqlalchemy import Connection

from workflows.actors import Role
from workflows.asks import REASON
from workflows.books.wuhan.v2026.filing import station
from workflows.books.wuhan.v2026.people import commissioner_in_register, is_mobile, named_commissioner
from workflows.declared import gives
from workflows.errors import Reason
from workflows.form import Asks, Field, Label
from workflows.fragments.review import ending
from workflows.guards import slot_is_free
from workflows.lifecycle import ANY, Kind, Lifecycle, State, Step
from workflows.moves import Attempt, Move, Opening, reads
from workflows.registers import set_values, source_of

DRAFT = State("draft", Label("草拟", "Draft"), form=True)
REQUESTED = State("requested", Label("待总站调配", "Requested"), "hq", form=True)
DISPATCHED = State("dispatched", Label("已调配", "Dispatched"), "hq", Kind.STANDING)
DECLINED = State("declined", Label("未予调配", "Declined"), "hq", Kind.NEUTRAL)
ENDED = State("ended", Label("已结束", "Ended"), "hq", Kind.NEUTRAL)

STATION = Field("station", Label("调配至服务站编号", "Station"), "case")
REQUEST = Asks((STATION, Field("need", Label("调配需求", "What is needed"))))
DISPATCH = Asks(
    (
        STATION,
        Field("consents", Label("专员本人同意", "The commissioner consents"), "bool"),
        Field("until", Label("结束日期", "Until"), "date", required=False),
    )
)
RECALL = Asks(
    (
        Field("own_wish", Label("专员本人提出", "At the commissioner's wish"), "bool", required=False),
        *REASON.fields,
    )
)


@reads(station)
def station_in_register(move: Move) -> Reason | None:
    row = move.fact(station)
    if row is not None and row.book == "wuhan" and row.ended_at is None:
        return None
    return Reason("no_station", "没有这个有效的服务站", "No such station is in the register.", "station")


def the_commissioner(move: Move) -> str:
    """A commissioner is dispatched to one station at a time (office): the register shows one."""
    return f"wuhan/dispatch/{named_commissioner(move)}"


@gives(lambda move: {"station": move.data["station"]})
def sends(connection: Connection, moves: Sequence[Move]) -> list[Attempt | Opening]:
    for move in moves:
        sent = {"station": move.data["station"]}
        set_values(connection, "commissioner", named_commissioner(move), sent, source_of(move))
    return []


@gives(lambda _: {"station": None})
def calls_back(connection: Connection, moves: Sequence[Move]) -> list[Attempt | Opening]:
    for move in moves:
        set_values(connection, "commissioner", named_commissioner(move), {"station": None}, source_of(move))
    return []


CONDITIONS = (commissioner_in_register, is_mobile, station_in_register, slot_is_free)

DISPATCHING = Lifecycle(
    key="wuhan/2026/dispatch",
    label=Label("机动专员调配", "Dispatch of a mobile commissioner"),
    initial=DRAFT,
    home=ANY,
    subject="commissioner",
    steps=(
        Step("request", Label("申请调配", "Request"), DRAFT, REQUESTED, by=Role.DISTRICT_REVIEWER, law=("WH-5", "WH-6"),
             asks=REQUEST, needs=CONDITIONS, claims=the_commissioner),
        *(Step("dispatch", Label("调配", "Dispatch"), source, DISPATCHED, by=Role.HQ_REVIEWER, law=("WH-3", "WH-5"),
               asks=DISPATCH, needs=CONDITIONS, does=(sends,), claims=the_commissioner)
          for source in (DRAFT, REQUESTED)),
        Step("decline", Label("不予调配", "Decline"), REQUESTED, DECLINED, by=Role.HQ_REVIEWER, law="WH-5", asks=REASON,
             adverse=True),
        Step("recall", Label("结束调配", "Recall"), DISPATCHED, ENDED, by=Role.HQ_REVIEWER, law=("WH-3", "WH-5"),
             asks=RECALL, does=(calls_back,)),
        *ending(sources={DRAFT: Role.DISTRICT_REVIEWER, REQUESTED: Role.HQ_REVIEWER}, does=()),
        *ending(sources={DISPATCHED: Role.HQ_REVIEWER}, does=(calls_back,)),
    ),
)  # fmt: skip
