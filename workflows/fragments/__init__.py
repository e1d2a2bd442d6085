"""Stretches that lifecycles share: functions that return steps, every figure of the law given by the caller."""
