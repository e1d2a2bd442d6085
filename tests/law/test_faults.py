"""Of faults seeded in the lifecycles, 95 in 100 are noticed by the checker or the table; each survivor is named."""

from collections import Counter

import pytest

from tests.law.faults import KINDS, Fault, faults, noticed

SEED = 20261123
SHARE = 0.95


def survivors(many: int, seed: int, *, table: bool = True) -> list[Fault]:
    return [fault for fault in faults(seed, many) if noticed(fault, table=table) is None]


def test_a_hundred_seeded_faults_are_noticed() -> None:
    left = survivors(100, SEED)
    assert len(left) <= 100 * (1 - SHARE), [str(fault) for fault in left]


@pytest.mark.slow
@pytest.mark.parametrize("seed", [SEED + 1, SEED + 2])
def test_five_hundred_seeded_faults_are_noticed(seed: int) -> None:
    left = survivors(500, seed)
    assert len(left) <= 500 * (1 - SHARE), [str(fault) for fault in left]


def test_faults_of_every_kind_are_seeded() -> None:
    assert set(Counter(fault.kind for fault in faults(SEED, 100))) == set(KINDS)
    assert all(fault.changed != fault.step for fault in faults(SEED, 100))


def test_the_checker_alone_notices_some() -> None:
    """The properties are no echo of the table: without it they find dead ends, deciders who proposed, unknown rules."""
    found = [told for fault in faults(SEED, 300) if (told := noticed(fault, table=False))]
    assert len(found) >= 20
    assert {told.split(":")[0] for told in found} == {"building", "checker"}
