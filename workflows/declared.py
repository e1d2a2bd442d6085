"""What a guard, an effect or a desk that was made says of itself: the name that definitions tell, and its marks."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, TypeVar

Made = TypeVar("Made", bound=Callable[..., Any])


def named_as(made: Made, name: str, **marks: Any) -> Made:
    """Give it the name that definitions tell, and the marks that others read: `reads`, the facts it asks for."""
    for mark, value in {"named": name, **marks}.items():
        setattr(made, mark, value)
    return made


class Perhaps(NamedTuple):
    """A value that an effect gives where it writes there at all: which rows it met, no entry tells."""

    value: Any


def gives(
    values: Callable[..., Mapping[Any, Any]], *, enters: Callable[..., Mapping[str, Any]] | None = None
) -> Callable[[Made], Made]:
    """What an effect writes into a register, by the Move: whoever verifies computes it anew from the entries.

    `values` are by field, or by (register, number, field). It may ask facts (`@reads`) that stay what they were: of
    what is append-only, or never changes. `enters` is the whole row of a title or person that enters with it.
    An effect that comes to write something else gets another name, so that older entries are not held to it.
    """

    def mark(effect: Made) -> Made:
        effect.gives, effect.enters = values, enters  # type: ignore[attr-defined]  # it carries what is said of it
        return effect

    return mark


def partys_own(guard: Made) -> Made:
    """By this guard a case that has a party is that party's to take on, and the desk's where it has none."""
    guard.partys_own = True  # type: ignore[attr-defined]  # a function carries what is said of it
    return guard
