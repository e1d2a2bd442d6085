"""The shapes that the API takes and gives; from these comes its document, and a field outside of them is refused."""

from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from workflows.dates import start_of
from workflows.instants import instant

MOST = 200


def _moment(text: str) -> int:
    """A day in Shanghai, by its beginning, or an instant with its zone; a plus sign that came as a blank is one."""
    return start_of(text) if len(text) == len("2026-09-28") else instant(text.replace(" ", "+"))


Line = Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")]
Code = Annotated[str, StringConstraints(max_length=80, pattern=r"^[\w.-]+$")]
Moment = Annotated[Line, AfterValidator(_moment)]
Long = Annotated[str, StringConstraints(max_length=20_000)]


class Shape(BaseModel):
    """A JSON object of known fields, and no others."""

    model_config = ConfigDict(extra="forbid")


T = TypeVar("T")


class Page(Shape, Generic[T]):
    """A part of a list; `next` is the cursor of the following part, null at the end."""

    items: list[T]
    next: str | None


class Paged(Shape):
    """What every list may be asked for."""

    limit: int = Field(50, ge=1, le=MOST)
    cursor: Code | None = None

    @property
    def place(self) -> int | None:
        """The cursor, where it is a row's number."""
        found = self.cursor or ""
        return int(found) if found.isdecimal() and len(found) < len(str(2**63)) else None


class Words(Shape):
    zh: str
    en: str


class ReasonShape(Shape):
    field: str | None
    code: str
    zh: str
    en: str


class ProblemShape(BaseModel):
    """RFC 9457 problem details."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    zh: str
    en: str
    reasons: list[ReasonShape]


class ChoiceShape(Shape):
    value: str
    label: Words


class FieldShape(Shape):
    name: str
    type: Literal["text", "int", "decimal", "date", "datetime", "bool", "choice", "list", "case", "office", "person"]
    required: bool
    label: Words
    choices: list[ChoiceShape]
    minimum: int | None
    maximum: int | None
    max_length: int | None
    of: list[str]
    hint: Words | None
    when: Words | None = None  # of whom it is asked, where `required` doesn't say it all


class PaperShape(Shape):
    kind: str
    required: bool
    label: Words
    when: Words | None = None


class AsksShape(Shape):
    fields: list[FieldShape]
    materials: list[PaperShape]


class StepShape(Shape):
    """A step from the case's state: allowed, or with the reasons why not for this caller."""

    name: str
    label: Words
    target: str
    law: list[str]
    near: str | None
    allowed: bool
    reasons: list[ReasonShape]
    who: list[str]
    asks: AsksShape


class Subject(Shape):
    kind: Literal[
        "organisation", "person", "station", "institution", "commissioner", "enterprise", "notice", "case", "office",
        "district",
    ]  # fmt: skip
    number: Code
    name: Line | None = None


class DeadlineShape(Shape):
    kind: Literal["statutory", "office"]
    step: str | None
    started_at: str
    due_at: str
    provisional: bool
    law: str
    lamp: Literal["green", "yellow", "red"]


class MaterialShape(Shape):
    id: int
    kind: str
    name: str
    size: int
    sha256: str
    version: int


class CaseItem(Shape):
    """A case in a list."""

    number: str
    rulebook: str
    edition: str
    lifecycle: str
    state: str
    label: Words
    version: int
    office: str
    subject: Subject | None
    opened_at: str
    due_at: str | None
    due_step: str | None


class CaseShape(CaseItem):
    """A case; `steps` are all that leave its state."""

    data: dict[str, Any]
    deadlines: list[DeadlineShape]
    materials: list[MaterialShape]
    children: list[str]
    parent: str | None
    steps: list[StepShape]


class EntryShape(Shape):
    """An entry of a case's history; `data` are the commitments, `values` what this reader may know of them."""

    seq: int
    kind: str
    step: str | None
    source: str | None
    target: str
    actor: str
    role: str
    on_behalf_of: str | None
    office: str
    effective_at: str
    recorded_at: str
    comment: str | None
    law: list[str]
    data: dict[str, str]
    prev_hash: str
    hash: str
    algorithm: str
    values: dict[str, Any]
