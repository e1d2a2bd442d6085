"""What /system and /readyz tell an administrator to mend: each trouble, the worst first; nothing where all is well."""

from models.health import SECOND, SMALL, Health
from web.health_words import troubles

WELL = Health(ticked_at=1, late=False, lag=0, failed=0, outbox=0, drift=60 * SECOND, covered=(2026,), size=1)


def said(health: Health, free: int = SMALL) -> list[str]:
    return [one.en.split(":")[0] for one in troubles(health, free)]


def test_all_is_well() -> None:
    assert said(WELL) == []


def test_each_trouble_is_told_and_the_worst_first() -> None:
    assert said(WELL._replace(drift=61 * SECOND)) == ["A clock is 61 s off, and what can't be taken back is stopped"]
    everything = WELL._replace(drift=61 * SECOND, late=True, failed=3, given_up=1, dead=2)
    assert [one.split()[0] for one in said(everything, SMALL - 1)] == ["A", "No", "Failed", "2", "Only"]
