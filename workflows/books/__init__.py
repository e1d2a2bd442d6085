"""The rule books, by region and edition."""
