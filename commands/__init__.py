"""The yizhan command line, one file a noun."""
