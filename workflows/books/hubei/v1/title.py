"""Hubei 1: what ends with an institution's title."""

from workflows.books.hubei.v1.assessment import ASSESSMENT
from workflows.books.hubei.v1.change import CHANGE
from workflows.books.hubei.v1.plaque import PLAQUE

ENDS_WITH_TITLE = (ASSESSMENT, CHANGE, PLAQUE)
