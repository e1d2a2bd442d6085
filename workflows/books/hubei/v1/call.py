"""Hubei 1: the year's call, in whose window institutions apply (measures, art. 14)."""

from workflows.actors import Role
from workflows.fragments.call import call

CALL = call(key="hubei/1/call", level="centre", by=Role.CENTRE_REVIEWER, law="HB-14")
