"""The tree is RFC 6962's: its roots, and the proofs that a second reading checks."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.evidence.second_tree import grew, holds, root
from workflows.tree import EMPTY, Peaks, consistency, inclusion, roots_of


def leaves(size: int) -> list[bytes]:
    return [hashlib.sha256(b"\0" + str(n).encode()).digest() for n in range(size)]


def grown(size: int) -> Peaks:
    peaks = Peaks()
    for leaf in leaves(size):
        peaks.add(leaf)
    return peaks


def test_known_roots() -> None:
    """Of the inputs that RFC 6962's own implementations are tested with."""
    inputs = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
    peaks = Peaks()
    for data in inputs:
        peaks.add(hashlib.sha256(b"\0" + bytes.fromhex(data)).digest())
    assert peaks.root().hex() == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
    assert Peaks().root() == EMPTY


@given(st.integers(1, 300))
def test_growing_by_peaks_is_the_tree_as_defined(size: int) -> None:
    peaks = grown(size)
    again = Peaks(size, peaks.roots)
    assert peaks.root() == again.root() == root(leaves(size))


@given(st.integers(1, 200), st.data())
def test_proofs_convince_a_second_reader(size: int, data: st.DataObject) -> None:
    leaf, old = data.draw(st.integers(0, size - 1)), data.draw(st.integers(1, size))
    own, earlier = inclusion(leaf, size), consistency(old, size)
    found = roots_of(leaves(size), [*own, *earlier])
    whole, before = root(leaves(size)), root(leaves(old))
    assert holds(leaves(size)[leaf], leaf, size, [found[s] for s in own], whole)
    assert grew(old, size, before, whole, [found[s] for s in earlier])
    if own:
        assert not holds(leaves(size + 1)[size], leaf, size, [found[s] for s in own], whole)


def test_peaks_that_make_no_tree_are_refused() -> None:
    with pytest.raises(ValueError, match="2 peaks"):
        Peaks(4, [b"", b""])
