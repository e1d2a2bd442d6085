"""The tree over all entries (RFC 6962): its root, and the nodes that prove a leaf or an older tree to be in it."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from hashlib import sha256

NODE = b"\x01"
EMPTY = sha256(b"").digest()

Span = tuple[int, int]  # the leaves from the first number up to, without, the second


def node(left: bytes, right: bytes) -> bytes:
    return sha256(NODE + left + right).digest()


class Peaks:
    """A growing tree, of which only the roots of its full subtrees are kept, largest first."""

    def __init__(self, size: int = 0, roots: Sequence[bytes] = ()) -> None:
        if len(roots) != size.bit_count():
            raise ValueError(f"{len(roots)} peaks cannot make a tree of {size} leaves")
        self.size, self.roots = size, list(roots)

    def add(self, leaf: bytes) -> None:
        """One more leaf; it joins as many full neighbours as there are."""
        size, grown = self.size, leaf
        while size & 1:
            grown = node(self.roots.pop(), grown)
            size >>= 1
        self.roots.append(grown)
        self.size += 1

    def root(self) -> bytes:
        """The hash of the whole tree."""
        if not self.roots:
            return EMPTY
        *larger, whole = self.roots
        for peak in reversed(larger):
            whole = node(peak, whole)
        return whole


def inclusion(leaf: int, size: int) -> list[Span]:
    """The spans whose roots prove that a leaf is in a tree, nearest first (RFC 6962, 2.1.1)."""
    return _path(leaf, 0, size)


def consistency(old: int, size: int) -> list[Span]:
    """The spans whose roots prove that a tree of `old` leaves is the beginning of one of `size` (2.1.2)."""
    return _growth(old, 0, size, whole=True) if old else []


def roots_of(leaves: Iterable[bytes], spans: Collection[Span]) -> dict[Span, bytes]:
    """The roots of these spans of a tree, in one pass over its leaves; they must be nodes of it."""
    wanted = frozenset(spans)
    return {span: root for span, root in _nodes(leaves) if span in wanted}


def _nodes(leaves: Iterable[bytes]) -> Iterator[tuple[Span, bytes]]:
    """Every node of the tree, children first."""
    stack: list[tuple[int, bytes]] = []  # (first leaf, root) of the full subtrees so far
    size = 0
    for root in leaves:
        start, size, full = size, size + 1, size + 1
        yield (start, size), root
        while not full & 1:
            start, left = stack.pop()
            root = node(left, root)
            yield (start, size), root
            full >>= 1
        stack.append((start, root))
    whole = stack.pop()[1] if stack else EMPTY
    while stack:
        start, left = stack.pop()
        whole = node(left, whole)
        yield (start, size), whole


def _split(leaves: int) -> int:
    """The largest power of two below."""
    return 1 << (leaves - 1).bit_length() - 1


def _path(leaf: int, start: int, end: int) -> list[Span]:
    if end - start == 1:
        return []
    middle = start + _split(end - start)
    if leaf < middle:
        return [*_path(leaf, start, middle), (middle, end)]
    return [*_path(leaf, middle, end), (start, middle)]


def _growth(old: int, start: int, end: int, *, whole: bool) -> list[Span]:
    if old == end:
        return [] if whole else [(start, end)]
    middle = start + _split(end - start)
    if old <= middle:
        return [*_growth(old, start, middle, whole=whole), (middle, end)]
    return [*_growth(old, middle, end, whole=False), (start, middle)]
