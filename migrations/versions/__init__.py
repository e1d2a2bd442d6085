"""One numbered file a change of the schema."""
