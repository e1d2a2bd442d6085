"""`yizhan tick`: fire what is due, and move a simulated clock."""

from datetime import datetime

import click

from commands.installed import installed
from models.database import transaction
from scheduler.beside import beside, until_idle
from scheduler.tick import RealClock, advance
from workflows.instants import SHANGHAI, instant, local
from workflows.rulebooks import keep_definitions


class Instant(click.ParamType):  # type: ignore[type-arg]  # generic from 8.2 on only
    """ISO 8601; without an offset it is Beijing's time."""

    name = "ISO-8601"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        try:
            moment = datetime.fromisoformat(str(value))
            return instant((moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)).isoformat())
        except ValueError:
            self.fail(f"不是 ISO 8601 时间 · not an ISO 8601 time: {value}", param, ctx)


@click.command()
@click.option("--until", type=Instant(), help="直到何时（未写时区即北京时间）· Until when (Beijing time, if no offset)")
def tick(until: int | None) -> None:
    """办理到期事项 · Fire every timer that is due until then, in order, and stop.

    What the served clock does beside it is done, too: notices are followed, reminders and letters go out.
    """
    with installed() as (settings, engine):
        at = transaction(engine, lambda present: present.at, writes=False)
        transaction(engine, lambda present: keep_definitions(present.connection))  # before an entry cites one
        try:
            fired = advance(engine, until)
        except RealClock as error:
            raise click.ClickException(
                "本库使用真实时钟，不能拨到将来；仅 YIZHAN_CLOCK=simulated 可以 · "
                "This database runs on the real clock: only YIZHAN_CLOCK=simulated lets it be moved into the future"
            ) from error
        until_idle(beside(settings, engine))
    shown = f" · {_minute(until)}" if until is not None else ""
    click.echo(f"已办理到期事项 {fired} 件 · {fired} timers fired{shown}")
    if until is not None and until < at:
        click.echo(
            f"时钟仍为 {_minute(at)}，不能倒拨 · The clock stands at {_minute(at)}: it never goes back", err=True
        )


def _minute(instant: int) -> str:
    return local(instant)[:16].replace("T", " ")
