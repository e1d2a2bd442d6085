"""Hubei 1: the year's call, in whose window institutions apply, those anew whose title ends in it (measures, art. 14, 15)."""

from workflows.actors import Role
from workflows.books.hubei.v1.succession import reminds_of_expiry
from workflows.fragments.call import call

CALL = call(key="hubei/1/call", level="centre", by=Role.CENTRE_REVIEWER, law="HB-14", opens=(reminds_of_expiry,))
