"""The pages, a blueprint for each kind of place; the list below is all that is served."""

from flask import Blueprint

from web.pages import sign_in

BLUEPRINTS: tuple[Blueprint, ...] = (sign_in.blueprint,)
