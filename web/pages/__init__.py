"""The pages, a blueprint for each kind of place; the list below is all that is served."""

from flask import Blueprint

from web.pages import (
    account,
    accounts_admin,
    cases,
    clock,
    deadlines,
    filling,
    identity,
    invitation,
    messages,
    mine,
    notices,
    objections,
    opening,
    privacy,
    register,
    rulebooks,
    second_factor,
    security_txt,
    sign_in,
    timers,
    worklist,
)

BLUEPRINTS: tuple[Blueprint, ...] = tuple(
    place.blueprint
    for place in (
        sign_in,
        second_factor,
        invitation,
        identity,
        account,
        messages,
        accounts_admin,
        mine,
        worklist,
        opening,
        cases,
        filling,
        notices,
        objections,
        register,
        deadlines,
        rulebooks,
        timers,
        clock,
        privacy,
        security_txt,
    )
)
