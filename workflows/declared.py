"""What a guard, an effect or a desk that was made says of itself: the name that definitions tell, and its marks."""

from collections.abc import Callable
from typing import Any, TypeVar

Made = TypeVar("Made", bound=Callable[..., Any])


def named_as(made: Made, name: str, **marks: Any) -> Made:
    """Give it the name that definitions tell, and the marks that others read: `reads`, the facts it asks for."""
    for mark, value in {"named": name, **marks}.items():
        setattr(made, mark, value)
    return made
