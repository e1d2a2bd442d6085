"""The pages, a blueprint for each kind of place; the list below is all that is served."""

from flask import Blueprint

from web.pages import (
    cases,
    clock,
    deadlines,
    notices,
    objections,
    opening,
    register,
    rulebooks,
    sign_in,
    timers,
    worklist,
)

BLUEPRINTS: tuple[Blueprint, ...] = tuple(
    place.blueprint
    for place in (
        sign_in,
        worklist,
        opening,
        cases,
        notices,
        objections,
        register,
        deadlines,
        rulebooks,
        timers,
        clock,
    )
)
