"""The pages and the HTTP API, an edge: it opens transactions and decides nothing."""
