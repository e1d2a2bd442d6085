"""The HTTP API, /api/v1: JSON for programs, by bearer token only; it describes itself."""
