"""What stands in every evidence package and needs nothing of this system: the verifier."""
