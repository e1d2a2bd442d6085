"""Guangzhou."""
