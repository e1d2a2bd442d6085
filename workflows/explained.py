"""That nothing was taken out of what history disclosed, but by an entry that names the order."""

from collections.abc import Iterator, Sequence

from workflows.stored import Line


def unexplained(case: Sequence[Line]) -> Iterator[str]:
    """Every value that a case committed to and that is disclosed no more, though no entry says that it was erased."""
    erased = {place for line in case if line.body["kind"] == "erase" for place in _places(line)}
    for line in case:
        gone = (f"{line.row.seq}:{field}" for field in sorted(line.body["data"].keys() - line.opened.keys()))
        yield from (f"{line.body['case']}: {place} left without an order" for place in gone if place not in erased)


def _places(line: Line) -> list[str]:
    """What an erasure names: `seq:field` of each value that left by it."""
    _, places = line.opened.get("erased", ("", []))
    return list(places)
