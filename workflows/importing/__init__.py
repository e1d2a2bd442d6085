"""Lists that an installation begins with, or that arrive from elsewhere: row by row, each with its reason."""
