"""The rows and their constraints: what is stored, and what the database itself refuses."""
