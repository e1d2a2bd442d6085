"""Lifecycles as pictures: drawn once at build time, decorated at run time."""
