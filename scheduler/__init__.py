"""The clock's side of the edge: sweeps of what is due, and the outbox."""
