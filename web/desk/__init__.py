"""A desk's work: what waits for whom, in whose hand it is, what is done with many cases at once, and its figures."""
