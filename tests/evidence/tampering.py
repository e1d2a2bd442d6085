"""Ten kinds of change that whoever owns the database can make; each says which cases, or which place, it touched."""

import hashlib
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, delete, insert, select, text, update

from models.case import cases, disclosures, entries, links
from models.checkpoint import checkpoints
from models.material import materials
from models.notice import notices, receipts
from models.outbox import outbox
from models.register import titles
from workflows.seal import canonical
from workflows.signing import Signer, Tip

e, c, d, k = entries.c, cases.c, disclosures.c, checkpoints.c


class Touched(NamedTuple):
    """Any of these words names the place."""

    words: tuple[str, ...]


def open_up(connection: Connection) -> None:
    """What a superuser does first: the guards sleep until the transaction is rolled back."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        return
    connection.execute(text("PRAGMA defer_foreign_keys = ON"))
    for name in connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all():
        connection.execute(text(f"DROP TRIGGER {name}"))


def _all(connection: Connection, case: int) -> Sequence[Row[Any]]:
    return connection.execute(select(entries).where(e.case_id == case).order_by(e.seq)).all()


def _some_case(connection: Connection, rng: Random, least: int = 1) -> Row[Any]:
    return rng.choice(connection.execute(select(cases).where(c.version >= least).order_by(c.id)).all())


def _rechain(connection: Connection, case: int, bodies: Sequence[tuple[int, dict[str, Any]]]) -> None:
    """Every hash and link anew, from the first to the last, and the case with them."""
    prev = ""
    for seq, body in bodies:
        data = canonical(body | {"prev": prev, "seq": seq})
        found = hashlib.sha256(b"\0" + data).digest()
        connection.execute(
            update(entries).where(e.case_id == case, e.seq == seq).values(body=data, hash=found, actor=body["actor"])
        )
        prev = found.hex()
    last = json.loads(bytes(_all(connection, case)[-1].body))
    head = {"head": bytes.fromhex(prev), "version": bodies[-1][0], "state": last["target"]}
    connection.execute(update(cases).where(c.id == case).values(head))


def value_changed(connection: Connection, rng: Random, folder: Path) -> Touched:
    rows = [r for r in connection.execute(select(disclosures).order_by(d.case_id, d.seq)) if json.loads(r.opened)]
    row = rng.choice(rows)
    opened = json.loads(row.opened)
    field = rng.choice(sorted(opened))
    opened[field][1] = f"{opened[field][1]}0"
    own = update(disclosures).where(d.case_id == row.case_id, d.seq == row.seq)
    connection.execute(own.values(opened=canonical(opened).decode()))
    return _of(connection, row.case_id)


def entry_removed(connection: Connection, rng: Random, folder: Path) -> Touched:
    row = rng.choice(_all(connection, (case := _some_case(connection, rng, 2)).id))
    connection.execute(delete(disclosures).where(d.case_id == row.case_id, d.seq == row.seq))
    connection.execute(delete(entries).where(e.case_id == row.case_id, e.seq == row.seq))
    return Touched((case.number, f"leaf {row.leaf}"))


def entry_inserted(connection: Connection, rng: Random, folder: Path) -> Touched:
    """One more in the middle of a case, and all after it chained anew."""
    case = _some_case(connection, rng, 2)
    rows = _all(connection, case.id)
    at = rng.randrange(1, len(rows))
    for row in reversed(rows[at:]):
        connection.execute(update(entries).where(e.case_id == case.id, e.seq == row.seq).values(seq=row.seq + 1))
    new = {name: value for name, value in rows[at - 1]._mapping.items() if name not in ("leaf", "key")}
    connection.execute(insert(entries).values(new | {"seq": at + 1}))
    bodies = [(r.seq, json.loads(bytes(r.body))) for r in _all(connection, case.id)]
    _rechain(connection, case.id, bodies)
    return _of(connection, case.id)


def reordered(connection: Connection, rng: Random, folder: Path) -> Touched:
    """Two entries change places: in the tree, or in their case."""
    case = _some_case(connection, rng, 2)
    rows = _all(connection, case.id)
    at = rng.randrange(1, len(rows))
    one, two = rows[at - 1], rows[at]
    names = ("leaf",) if rng.random() < 0.5 else ("body", "hash")
    of = [update(entries).where(e.case_id == case.id, e.seq == row.seq) for row in (one, two)]
    connection.execute(of[0].values(leaf=None))
    connection.execute(of[1].values({name: getattr(one, name) for name in names}))
    connection.execute(of[0].values({"leaf": one.leaf} | {name: getattr(two, name) for name in names}))
    return _of(connection, case.id)


def tail_cut(connection: Connection, rng: Random, folder: Path) -> Touched:
    """The last entries are gone, and the case stands where it stood before them."""
    case = _some_case(connection, rng, 2)
    rows = _all(connection, case.id)
    left = rng.randrange(1, len(rows))
    connection.execute(delete(disclosures).where(d.case_id == case.id, d.seq > left))
    connection.execute(delete(entries).where(e.case_id == case.id, e.seq > left))
    _rechain(connection, case.id, [(r.seq, json.loads(bytes(r.body))) for r in rows[:left]])
    return Touched((case.number, *(f"leaf {row.leaf}" for row in rows[left:])))


def case_erased(connection: Connection, rng: Random, folder: Path) -> Touched:
    case = _some_case(connection, rng)
    leaves = [row.leaf for row in _all(connection, case.id)]
    for table in (disclosures, entries, materials, notices, receipts, outbox):
        connection.execute(delete(table).where(table.c.case_id == case.id))
    connection.execute(delete(titles).where((titles.c.case_id == case.id) | (titles.c.ended_by == case.id)))
    connection.execute(delete(links).where((links.c.from_id == case.id) | (links.c.to_id == case.id)))
    connection.execute(update(cases).where(c.parent == case.id).values(parent=None))
    connection.execute(delete(cases).where(c.id == case.id))
    return Touched((case.number, *(f"leaf {leaf}" for leaf in leaves)))


def rehashed(connection: Connection, rng: Random, folder: Path) -> Touched:
    """Somebody else did it; and every hash from there on is right again."""
    case = _some_case(connection, rng)
    bodies = [(r.seq, json.loads(bytes(r.body))) for r in _all(connection, case.id)]
    _, body = rng.choice(bodies)
    body["actor"] = f"{body['actor']}x"
    _rechain(connection, case.id, bodies)
    return _of(connection, case.id)


def backup_restored(connection: Connection, rng: Random, folder: Path) -> Touched:
    """Everything as it was at an earlier checkpoint: whole in itself, with nothing wrong inside."""
    sizes = list(connection.execute(select(k.size).order_by(k.size)).scalars())
    size = rng.choice(sizes[:-1])
    for row in connection.execute(select(entries).where(e.leaf >= size)).all():
        connection.execute(delete(disclosures).where(d.case_id == row.case_id, d.seq == row.seq))
    connection.execute(delete(entries).where(e.leaf >= size))
    connection.execute(delete(checkpoints).where(k.size > size))
    return Touched(tuple(f"checkpoint {later}" for later in sizes if later > size))


def file_swapped(connection: Connection, rng: Random, folder: Path) -> Touched:
    row = rng.choice(connection.execute(select(materials).where(materials.c.sha256 != "0" * 64)).all())
    file = folder / "files" / row.sha256[:2] / row.sha256
    file.chmod(0o640)
    file.write_bytes(file.read_bytes() + b"!" if rng.random() < 0.5 else b"")
    return Touched((f"material {row.id}", f"file {row.id}"))


def checkpoint_edited(connection: Connection, rng: Random, folder: Path) -> Touched:
    """Another root, by another key; or other peaks under the same root."""
    row = rng.choice(connection.execute(select(checkpoints).order_by(k.size)).all())
    other = Signer(row.text.partition("\n")[0], rng.randbytes(32)).write(Tip(row.size, rng.randbytes(32)))
    peaks = json.loads(row.peaks)
    peaks[rng.randrange(len(peaks))] = rng.randbytes(32).hex()
    new = {"text": other} if rng.random() < 0.5 else {"peaks": canonical(peaks).decode()}
    connection.execute(update(checkpoints).where(k.size == row.size).values(new))
    return Touched((f"checkpoint {row.size}",))


def _of(connection: Connection, case: int) -> Touched:
    number = connection.execute(select(c.number).where(c.id == case)).scalar_one()
    return Touched((number, f"case {case},"))


KINDS: tuple[Callable[[Connection, Random, Path], Touched], ...] = (
    value_changed, entry_removed, entry_inserted, reordered, tail_cut, case_erased, rehashed, backup_restored,
    file_swapped, checkpoint_edited,
)  # fmt: skip
