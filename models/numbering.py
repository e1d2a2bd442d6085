"""Numbers that are given out once: each book's cases, each office's plaques, year by year."""

from sqlalchemy import Connection, text

NEXT = text(
    """
    INSERT INTO numbers (series, year, last) VALUES (:series, :year, :count)
    ON CONFLICT (series, year) DO UPDATE SET last = numbers.last + :count RETURNING last
    """
)


def take_numbers(connection: Connection, series: str, year: int, count: int) -> range:
    """The next `count` numbers of a series; what is taken and not used is never given again."""
    last: int = connection.execute(NEXT, {"series": series, "year": year, "count": count}).scalar_one()
    return range(last - count + 1, last + 1)
