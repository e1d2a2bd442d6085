"""The pages, a blueprint for each kind of place; the list below is all that is served."""

from flask import Blueprint

from web.pages import (
    account,
    account_ties,
    accounts_admin,
    calendar,
    cases,
    clock,
    deadlines,
    evidence,
    filling,
    handling,
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
    tokens,
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
        tokens,
        accounts_admin,
        account_ties,
        mine,
        worklist,
        handling,
        opening,
        cases,
        evidence,
        filling,
        notices,
        objections,
        register,
        deadlines,
        rulebooks,
        timers,
        calendar,
        clock,
        privacy,
        security_txt,
    )
)
