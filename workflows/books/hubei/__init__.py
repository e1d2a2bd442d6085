"""Hubei."""
