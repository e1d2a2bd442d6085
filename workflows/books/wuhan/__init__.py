"""Wuhan."""
