"""Guangzhou 2025: the year's call, in whose window stations apply (guideline, part 4 (1) 1)."""

from workflows.actors import Role
from workflows.fragments.call import call

CALL = call(key="guangzhou/2025/call", level="bureau", by=Role.BUREAU_APPROVER, law="GZ-4.1.1", opens=())
