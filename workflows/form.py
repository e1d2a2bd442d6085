"""What a step asks a person for: labelled fields and papers; page, API and check need nothing else."""

from dataclasses import dataclass
from typing import Literal, NamedTuple


class Label(NamedTuple):
    """A name in both languages; who shows it picks one."""

    zh: str
    en: str


FieldType = Literal["text", "int", "decimal", "date", "datetime", "bool", "choice", "list", "case", "office", "person"]


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that a step asks a person for; page, API and check read it here."""

    name: str
    label: Label
    type: FieldType = "text"
    required: bool = True
    choices: tuple[tuple[str, Label], ...] = ()
    minimum: int | None = None
    maximum: int | None = None
    max_length: int = 2000  # characters of a text, items of a list
    of: FieldType | None = None  # what a list holds
    hint: Label | None = None
    when: Label | None = None  # of whom it is asked that isn't `required` of all: what the guards ask, in words
    personal: Label | None = None  # what it is asked for, where it tells of a person (workflows/personal.py)


@dataclass(frozen=True, slots=True)
class Paper:
    """A file that a step asks for."""

    kind: str
    label: Label
    required: bool = True
    when: Label | None = None  # as a field's


@dataclass(frozen=True, slots=True)
class Asks:
    """Everything that a step asks for: fields and papers."""

    fields: tuple[Field, ...] = ()
    papers: tuple[Paper, ...] = ()

    def __add__(self, other: "Asks") -> "Asks":
        return Asks(self.fields + other.fields, self.papers + other.papers)


NOTHING = Asks()
