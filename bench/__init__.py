"""Measurements against the raw limit, side by side in one run."""
