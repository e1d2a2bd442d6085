"""`yizhan bench`: how fast it is, as shares of what the same machine could do at best."""

import click

from bench import drawing, jobs, late, pages, poison
from bench import history as histories
from bench import reckon as reckonings
from bench import step as steps
from bench import sweep as sweeps
from bench.grounds import KINDS, kinds

ON = click.option(
    "--on", "only", type=click.Choice(KINDS), multiple=True, help="只测这些数据库 · Only on these databases"
)
ROUNDS = click.option("--rounds", type=click.IntRange(1, 100), default=5, show_default=True, help="轮数 · Rounds")


@click.group()
def bench() -> None:
    """性能测量：与同一次运行中手写 SQL 的极限相比 · Shares of the raw limit, measured in the same run."""


@bench.command("step")
@ON
@ROUNDS
def step_command(only: tuple[str, ...], rounds: int) -> None:
    """逐件与成批办理 · Steps one by one, and in sets of 200."""
    click.echo(f"{'':14} {'step':5} {'set':>4} {'raw µs':>9} {'ours µs':>9} {'share':>6}  goal  least")
    for kind in only or kinds():
        for f in steps.measure(kind, rounds=rounds):
            mark = _from(f.share.share, f.goal, f.least)
            click.echo(
                f"{kind:14} {f.step:5} {f.size:4} {f.share.raw:9.1f} {f.share.ours:9.1f} {f.share.share:6.2f}"
                f"  {f.goal:.2f}  {f.least:.2f}{mark}"
            )


@bench.command("sweep")
@ON
@ROUNDS
@click.option("--waiting", type=click.IntRange(1), multiple=True, default=(10_000, 1_000_000),
              help="等待中的办件数 · How many wait")  # fmt: skip
def sweep_command(only: tuple[str, ...], rounds: int, waiting: tuple[int, ...]) -> None:
    """到期事项的清扫 · Sweeps of due timers, whole, among few and many that wait."""
    heads = f"{'share':>6}  goal  least {'due/s':>7} {'times':>6}  goal  most {'more MB':>8} goal"
    click.echo(f"{'':14} {'waiting':>8} {'raw µs':>9} {'ours µs':>9} {heads}")
    for kind in only or kinds():
        for s in sweeps.measure(kind, rounds=rounds, waiting=sorted(waiting)):
            click.echo(
                f"{kind:14} {s.waiting:8} {s.share.raw:9.1f} {s.share.ours:9.1f}"
                f" {s.share.share:6.2f}  {s.goal:.2f}  {s.least:.2f}{_from(s.share.share, s.goal, s.least):3}"
                f" {1e6 / s.share.ours:6.0f} {s.times:6.2f}  {sweeps.TIMES:.2f}  {sweeps.MOST:.2f}"
                f"{_upto(s.times, sweeps.TIMES, sweeps.MOST):3} {s.more:6.1f} {sweeps.MORE:.0f}"
                f"{_upto(s.more, sweeps.MORE)}"
            )


@bench.command("reckon")
@ON
@click.option("--cases", type=click.IntRange(1), default=100_000, show_default=True, help="未结期限数 · Open deadlines")
def reckon_command(only: tuple[str, ...], cases: int) -> None:
    """放假通知后的期限重算 · Every open deadline reckoned anew after a notice of holidays."""
    click.echo(f"{'':14} {'cases':>8} {'sets':>5} {'moved':>8} {'seconds':>8} {'cases/s':>8}   goal")
    for kind in only or kinds():
        r = reckonings.measure(kind, cases=cases)
        goal = reckonings.GOAL * cases / 100_000
        mark = "" if r.seconds <= goal else " !!"
        each = r.cases / r.seconds
        click.echo(f"{kind:14} {r.cases:8} {r.sets:5} {r.moved:8} {r.seconds:8.1f} {each:8.0f} {goal:6.1f}{mark}")


@bench.command("poison")
@ON
@ROUNDS
def poison_command(only: tuple[str, ...], rounds: int) -> None:
    """一批 200 件中有一件失败 · A set of 200 in which one case's effect fails."""
    click.echo(f"{'':14} {'clean µs':>9} {'poisoned µs':>12} {'times':>6}  goal  most")
    for kind in only or kinds():
        p = poison.measure(kind, rounds=rounds)
        mark = _upto(p.times, poison.GOAL, poison.MOST)
        click.echo(
            f"{kind:14} {p.clean:9.1f} {p.poisoned:12.1f} {p.times:6.1f}  {poison.GOAL:.0f}    {poison.MOST:.0f}{mark}"
        )


@bench.command("late")
@ON
@ROUNDS
def late_command(only: tuple[str, ...], rounds: int) -> None:
    """每秒千件到期时的延迟 · Lateness after the tick, with a thousand timers due every second."""
    click.echo(f"{'':14} {'ms (50 %)':>9} {'ms (95 %)':>9}   goal")
    for kind in only or kinds():
        found = late.measure(kind, rounds=rounds)
        click.echo(f"{kind:14} {found.half:9.1f} {found.most:9.1f} {late.GOAL:6.0f}{_upto(found.most, late.GOAL)}")


@bench.command("jobs")
@ON
@ROUNDS
def jobs_command(only: tuple[str, ...], rounds: int) -> None:
    """与“一件一个定时任务”相比 · Beside a job for each case in APScheduler's job store, with the ORM."""
    click.echo(f"{'':14} {'jobs/s':>8} {'ours/s':>8} {'times':>6}  goal  least")
    for kind in only or kinds():
        r = jobs.measure(kind, rounds=rounds)
        mark = _from(r.times, jobs.GOAL, jobs.LEAST)
        click.echo(f"{kind:14} {r.theirs:8.1f} {r.ours:8.0f} {r.times:6.1f}  {jobs.GOAL:.0f}    {jobs.LEAST:.0f}{mark}")


@bench.command("diagram")
def diagram_command() -> None:
    """办件流程图 · A case's way drawn on its lifecycle, warm."""
    click.echo(f"{'':32} {'ms':>7} {'characters':>10}  goal  most")
    for d in drawing.measure():
        mark = _upto(d.ms, drawing.GOAL, drawing.MOST)
        click.echo(f"{d.key:32} {d.ms:7.3f} {d.characters:10}  {drawing.GOAL:.2f}  {drawing.MOST:.2f}{mark}")


def _from(found: float, goal: float, least: float) -> str:
    return "" if found >= goal else " <" if found >= least else " !!"


def _upto(found: float, goal: float, most: float = 0.0) -> str:
    return "" if found <= goal else " <" if found <= most else " !!"


@bench.command("verify")
@ON
@click.option("--entries", "count", type=click.IntRange(1000), default=1_000_000, show_default=True,
              help="记录数 · How many entries")  # fmt: skip
def verify_command(only: tuple[str, ...], count: int) -> None:
    """核验长历史 · A look over a long history: time, memory, and the replay of one case in it."""
    heads = f"{'tree s':>8} {'alone s':>8} {'µs CPU':>7} {'whole s':>8} {'replay s':>9} {'more MB':>8} {'hand MB':>10}"
    click.echo(f"{'':14} {'entries':>9} {heads} {'one case ms':>12}  {'million s':>9} goal")
    for kind in only or kinds():
        m = histories.measure(kind, count=count)
        took = f"{m.tree:8.1f} {m.alone:8.1f} {m.cpu:7.1f} {m.whole:8.1f} {m.replayed:9.1f} {m.grown:8.1f}"
        rest = f"{m.hand:10.1f} {m.replay:12.1f}  {m.million:9.1f}   {histories.GOAL}"
        click.echo(f"{m.kind:14} {m.entries:9} {took} {rest}{_upto(m.million, histories.GOAL, histories.GOAL)}")


@bench.command("pages")
@ON
@ROUNDS
@click.option("--cases", "sizes", type=int, multiple=True, default=(10_000, 1_000_000), help="办件数 · How many cases")
def pages_command(only: tuple[str, ...], rounds: int, sizes: tuple[int, ...]) -> None:
    """清单、办件页与名录：办件多少都一样快 · Lists, a case and the register, among few cases and many."""
    click.echo(f"{'':14} {'page':9} {'cases':>8} {'ms (95 %)':>9} {'times':>6}  goal  most")
    for kind in only or kinds():
        for seen in pages.measure(kind, rounds=max(rounds, 60), sizes=sorted(sizes)):
            click.echo(_beside(seen) if isinstance(seen, pages.Beside) else _seen(seen))


def _seen(s: pages.Seen) -> str:
    goal, most = s.bounds
    return (
        f"{s.kind:14} {s.page:9} {s.cases:8} {s.slow:9.1f} {s.times:6.2f}  {goal:.2f}  {most:.2f}"
        f"{_upto(s.times, goal, most)}"
    )


def _beside(b: pages.Beside) -> str:
    """The worklist's requests a second beside another program's; goal and least are lower bounds here."""
    if b.share is None:
        return f"{b.kind:14} 未安装，未比较：pip install yizhan[bench] · {b.other} is not installed, nothing compared"
    mark = _from(b.share, b.goal, b.least)
    return f"{b.kind:14} worklist {b.cases:9} / {b.other:12} {b.share:8.2f}  {b.goal:.2f}  {b.least:.2f}{mark}"
