"""The one door: how a case moves. What was refused changed nothing; the caller commits."""

import logging
from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import Connection, select
from sqlalchemy.exc import IntegrityError

from models import database
from models.case import cases
from models.crash_points import Point, passing
from models.reference import Reference, snapshot
from models.rows import lock
from workflows.answers import Answers, answered
from workflows.begin import begin
from workflows.errors import Conflict, Failed, KeyReused, NotFound, Reason, Refused, Stale, StepError
from workflows.judging import judge, refusal, users_of
from workflows.moves import Attempt, Case, Cause, Entry, Fact, Move, Opening, facts_of
from workflows.papers import bind_papers, gather_papers
from workflows.record import record
from workflows.rulebooks import lifecycles

Outcome = Entry | StepError
log = logging.getLogger("yizhan.engine")


def fire(connection: Connection, attempts: Sequence[Attempt], *, at: int) -> list[Outcome]:
    """Take each attempt or say why not: its entry or its named error, in the order given.

    `at` is now, µs. A clock's step takes effect when it fell due, a counter's on the day of the paper, any other
    at `at`. One step is a set of one; a set's statements do not grow with it.
    """
    outcomes: dict[int, Outcome] = {}
    for wave in _waves(attempts):
        outcomes |= _wave(connection, wave, at)
    return [outcomes[i] for i in range(len(attempts))]


def _waves(attempts: Sequence[Attempt]) -> Iterator[dict[int, Attempt]]:
    """At most one attempt a case in each wave, in the order given: the next sees what the last did."""
    waves: list[dict[int, Attempt]] = []
    nth: dict[int, int] = {}
    for i, attempt in enumerate(attempts):
        n = nth[attempt.case] = nth.get(attempt.case, -1) + 1
        if n == len(waves):
            waves.append({})
        waves[n][i] = attempt
    return iter(waves)


def _wave(connection: Connection, wave: Mapping[int, Attempt], at: int, *, again: bool = False) -> dict[int, Outcome]:
    rows = lock(connection, cases, sorted({a.case for a in wave.values()}))
    known = {row[0]: Case(*row[:-1]) for row in rows}
    answers = answered(connection, wave.values())
    reference = snapshot(connection, rows[0][-1]) if rows else None
    judged = {i: _judged(known.get(a.case), a, at, reference, answers) for i, a in wave.items()}
    moves = {i: j for i, j in judged.items() if isinstance(j, Move)}
    _learn(connection, list(moves.values()))
    for i, move in list(moves.items()):
        if error := _condition(move):
            judged[i] = error
            del moves[i]
    passing(Point.JUDGED)
    done = {i: j for i, j in judged.items() if not isinstance(j, Move)}
    return done | _take(connection, moves, at, again)


def _judged(case: Case | None, a: Attempt, at: int, ref: Reference | None, answers: Answers) -> Move | Outcome:
    if a.key and (before := answers.get((a.actor.account, a.key))):
        return before[1] if before[0] == a.digest else KeyReused()
    if case is None or ref is None:
        return NotFound()
    lifecycle = lifecycles()[case.lifecycle]
    if a.seen is not None and a.seen != case.version:
        label = lifecycle.states[case.state].label
        return Stale(Reason("stale_version", f"办件现处“{label.zh}”环节（第 {case.version} 版）",
                            f"The case now stands at “{label.en}” (version {case.version})."))  # fmt: skip
    try:
        return judge(case, lifecycle, a, at, ref)
    except Exception as error:  # data that no longer parse are this attempt's outcome, never the set's
        log.exception("judging %s %s failed", case.number, a.step)
        return _failed(error)


def _learn(connection: Connection, moves: Sequence[Move]) -> None:
    """Everything that guards, claims and effects will ask, one query a fact, before anything is written."""
    gather_papers(connection, moves)
    wanted: dict[Fact, list[Move]] = {}
    for move in moves:
        for fact in dict.fromkeys(fact for user in users_of(move) for fact in facts_of(user)):
            wanted.setdefault(fact, []).append(move)
    for fact, askers in wanted.items():
        found = fact(connection, askers)
        for move in askers:
            move.known[fact] = found


def _condition(move: Move) -> StepError | None:
    try:
        return refusal(move)
    except Exception as error:
        log.exception("guarding %s %s failed", move.case.number, move.step.name)
        return _failed(error)


def _take(connection: Connection, moves: Mapping[int, Move], at: int, again: bool) -> dict[int, Outcome]:
    """Write the whole set; if anything fails, undo it and go on in halves: who fails alone is told, the rest go on."""
    if not moves:
        return {}
    held = list(moves.values())
    if len(held) == 1 and not held[0].step.does and not held[0].step.claims:
        return dict(zip(moves, _written(connection, held, at), strict=True))
    try:
        with connection.begin_nested():
            return dict(zip(moves, _written(connection, held, at), strict=True))
    except Exception as error:
        if database.is_passing(error):
            raise
        return _taken_apart(connection, moves, at, error, again)


def _taken_apart(
    connection: Connection, moves: Mapping[int, Move], at: int, error: Exception, again: bool
) -> dict[int, Outcome]:
    if len(moves) > 1:
        ids, half = list(moves), len(moves) // 2
        halves = ({i: moves[i].attempt for i in some} for some in (ids[:half], ids[half:]))
        return {i: outcome for some in halves for i, outcome in _wave(connection, some, at).items()}
    ((i, move),) = moves.items()
    if _broke_a_limit(connection, error) and not again:
        return _wave(connection, {i: move.attempt}, at, again=True)  # the guards see what the other did, and say it
    return {i: _outcome(connection, error, move)}


def _broke_a_limit(connection: Connection, error: Exception) -> bool:
    return isinstance(error, IntegrityError | connection.dialect.loaded_dbapi.IntegrityError)


def _outcome(connection: Connection, error: Exception, move: Move) -> StepError:
    if isinstance(error, StepError):
        return error
    if _broke_a_limit(connection, error):
        return Conflict()
    log.error("%s %s failed", move.case.number, move.step.name, exc_info=error)
    return _failed(error)


def _failed(error: Exception) -> Failed:
    failed = Failed()
    failed.__cause__ = error
    return failed


def _written(connection: Connection, moves: list[Move], at: int) -> list[Entry]:
    done = record(connection, moves, at)
    bind_papers(connection, moves)
    caused = _effects(connection, moves, at)
    passing(Point.EFFECTS_TAKEN)
    if not caused:
        return done
    return [entry._replace(caused=tuple(caused.get(Cause(entry.number, entry.seq), ()))) for entry in done]


def _effects(connection: Connection, moves: Sequence[Move], at: int) -> dict[Cause | None, list[Entry]]:
    """Each effect once for all moves that have it; what it asks of other cases goes through the same door."""
    asked: list[Attempt | Opening] = []
    for effect in dict.fromkeys(effect for move in moves for effect in move.step.does):
        asked += effect(connection, [move for move in moves if effect in move.step.does])
    openings = [a for a in asked if isinstance(a, Opening)]
    attempts = [a for a in asked if isinstance(a, Attempt)]
    outcomes = [*begin(connection, openings, at=at), *fire(connection, attempts, at=at)]
    if refused := [o for o in outcomes if isinstance(o, StepError)]:
        raise refused[0] if len(outcomes) == 1 and openings else _all_refused(connection, attempts, outcomes)
    caused: dict[Cause | None, list[Entry]] = {}
    causes = [one.cause for one in openings] + [one.cause for one in attempts]
    for cause, entry in zip(causes, outcomes, strict=True):
        if isinstance(entry, Entry):
            caused.setdefault(cause, []).append(entry)
    return caused


def _all_refused(connection: Connection, attempts: Sequence[Attempt], outcomes: Sequence[Outcome]) -> Refused:
    """If one thing that a step asks of other cases is refused, so is the step, with every case's reasons."""
    of = [0] * (len(outcomes) - len(attempts)) + [a.case for a in attempts]  # an opening has no number yet
    errors = [(case, o) for case, o in zip(of, outcomes, strict=True) if isinstance(o, StepError)]
    asked = select(cases.c.id, cases.c.number).where(cases.c.id.in_([case for case, _ in errors]))
    number = dict(connection.execute(asked).all())
    return Refused(
        *(
            Reason(r.code, f"{number.get(case, '')}：{r.zh}", f"{number.get(case, '')}: {r.en}", number.get(case))
            for case, error in errors
            for r in error.reasons or (Reason(error.code, error.zh, error.en),)
        )
    )
