"""Guangzhou 2025: the service convention that a certified station signs (guideline, part 4 (1) 4).

due -> signed
"""

from collections.abc import Mapping
from typing import Any

from workflows.actors import Role
from workflows.asks import SIGNS
from workflows.form import Asks, Field, Label, Paper
from workflows.fragments.review import ending
from workflows.lifecycle import Kind, Lifecycle, State, Step
from workflows.moves import Move
from workflows.title_effects import changes_title
from workflows.titled import not_ahead

DUE = State("due", Label("待签署", "To be signed"), "hq", form=True)
SIGNED = State("signed", Label("已签署", "Signed"), "hq", Kind.GOOD)

SIGNATURE = Asks(
    (
        Field("signed_on", Label("签署日期", "Signed on"), "date"),
        Field("signatory", Label("签署人", "Signed by"), max_length=60, personal=SIGNS),
    ),
    (Paper("signed_convention", Label("签署盖章的服务公约", "The convention, signed and sealed")),),
)


def signed(move: Move) -> Mapping[str, Any]:
    return {"convention_signed_on": move.data["signed_on"]}


CONVENTION = Lifecycle(
    key="guangzhou/2025/convention",
    label=Label("服务公约签署", "Service convention"),
    initial=DUE,
    home="district",
    subject="station",
    steps=(
        Step("sign", Label("签署公约", "Sign"), DUE, SIGNED, by=Role.APPLICANT, law="GZ-4.1.4", asks=SIGNATURE,
             needs=(not_ahead("signed_on"),), does=(changes_title(signed, named="registers_signature"),)),
        *ending(sources={DUE: Role.HQ_REVIEWER}, does=()),
    ),
)  # fmt: skip
