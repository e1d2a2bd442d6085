"""The law as data, and the one door that moves a case."""
