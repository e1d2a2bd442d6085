"""What a guard, an effect or a desk that was made says of itself: the name that definitions tell, and its marks."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

Made = TypeVar("Made", bound=Callable[..., Any])


def named_as(made: Made, name: str, **marks: Any) -> Made:
    """Give it the name that definitions tell, and the marks that others read: `reads`, the facts it asks for."""
    for mark, value in {"named": name, **marks}.items():
        setattr(made, mark, value)
    return made


def gives(values: Callable[..., Mapping[str, Any]]) -> Callable[[Made], Made]:
    """What an effect writes into a register, by the Move alone: whoever verifies computes it anew from the entries.

    An effect that comes to write something else gets another name, so that older entries are not held to it.
    """

    def mark(effect: Made) -> Made:
        effect.gives = values  # type: ignore[attr-defined]  # a function carries what is said of it
        return effect

    return mark


def partys_own(guard: Made) -> Made:
    """By this guard a case that has a party is that party's to take on, and the desk's where it has none."""
    guard.partys_own = True  # type: ignore[attr-defined]  # a function carries what is said of it
    return guard
