"""The targets of an office: working days for each state in which it is waited for, and when the lamp is yellow."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Row, select

from models.database import Present
from models.reckoning import reckonings
from models.reference import TARGET, Office, Reference, Target, current
from models.user import users
from web import auth
from web.doors import door
from web.language import t
from web.problems import NotFound
from workflows.actors import Role
from workflows.reckoning import carry_on
from workflows.rulebooks import lifecycles
from workflows.targets import ALL, DAYS, SHARE, Key, places, set_targets

blueprint = Blueprint("targets", __name__)
AT_ONCE = 5  # sets reckoned with the answer; the scheduler does the rest
JOBS = 10
r = reckonings.c


@door(blueprint, "/admin/targets", right="target.read")
def targets(present: Present) -> ResponseReturnValue:
    reference, office = _office(present, request.args.get("office", ""))
    return render_template("admin/targets.html", **_context(present, reference, office, {}, []))


@door(blueprint, "/admin/targets", right="target.set", methods=("POST",))
def keep(present: Present) -> ResponseReturnValue:
    """All of an office's targets at once; running ones are reckoned anew."""
    reference, office = _office(present, request.form.get("office", ""))
    wanted, wrong = _wanted(office, request.form)
    if wrong:
        told = _context(present, reference, office, dict(request.form), wrong)
        return make_response(render_template("admin/targets.html", **told), 422)
    who = present.visitor
    assert who is not None  # the right `target.set` admits settings administrators only
    if set_targets(present.connection, office.code, wanted, reference, by=who.id, at=present.at):
        for _ in range(AT_ONCE):
            carry_on(present.connection, at=present.at, now=present.now)
        flash(t("已保存，正在计算的承诺时限随之调整。", "Saved; targets that run are reckoned by it."))
    else:
        flash(t("没有改动。", "Nothing was changed."))
    return redirect(url_for("targets.targets", office=office.code))


def _office(present: Present, code: str) -> tuple[Reference, Office]:
    """The office asked for, or the first: one at or below those for which the visitor administers settings."""
    reference = current(present.connection)
    own = _offices(present, reference)
    if not own or (code and code not in {office.code for office in own}):
        raise NotFound
    return reference, reference.offices[code] if code else own[0]


def _offices(present: Present, reference: Reference) -> list[Office]:
    actor = auth.actor_of(present.visitor)
    held = actor.offices(Role.SETTINGS_ADMIN) if actor else ()
    return [o for o in reference.offices.values() if any(reference.is_below(o.code, top) for top in held)]


def _keys(office: Office) -> list[Key]:
    return [ALL, *((p.lifecycle.key, p.state.name) for p in places(office))]


def name_of(part: str, key: Key) -> str:
    """A field of the form: `days`, or `yellow`, of a place."""
    return ":".join((part, *key))


def _wanted(office: Office, form: Mapping[str, str]) -> tuple[dict[Key, Target | None], list[str]]:
    """What was typed for each place; both fields empty: as the office's others. The names of wrong fields beside."""
    wanted: dict[Key, Target | None] = {}
    wrong = []
    for key in _keys(office):
        typed = {part: form.get(name_of(part, key), "").strip() for part in ("days", "yellow")}
        days, share = (_number(typed["days"], DAYS, None), _number(typed["yellow"], SHARE, TARGET.yellow))
        if not any(typed.values()):
            wanted[key] = None
        elif days is None or share is None:
            wrong += [name_of("days", key)] if days is None else [name_of("yellow", key)]
        else:
            wanted[key] = Target(days, share)
    return wanted, wrong


def _number(typed: str, sensible: range, empty: int | None) -> int | None:
    if not typed:
        return empty
    sound = typed.isascii() and typed.isdecimal() and len(typed) < 5 and int(typed) in sensible
    return int(typed) if sound else None


def _told(job: Row[Any]) -> Iterator[tuple[str, str, str]]:
    """What a change said: the place, what held before it, and since."""
    before, after = json.loads(job.before), json.loads(job.after)
    for place, new in sorted(after.items()):
        yield _place(place), _allowed(before.get(place)), _allowed(new)


def _place(said: str) -> str:
    """A lifecycle and its state in words; of an older edition the bare names, where the words are gone."""
    key, _, name = said.rpartition("/")
    lifecycle = lifecycles().get(key)
    state = lifecycle.states.get(name) if lifecycle else None
    if lifecycle is None or state is None:
        return t("本机构默认", "The office's default") if not key else said
    return t(f"{lifecycle.label.zh} · {state.label.zh}", f"{lifecycle.label.en} · {state.label.en}")


def _allowed(given: list[int] | None) -> str:
    if given is None:
        return t("按默认", "as the default")
    days, yellow = given
    return t(f"{days} 个工作日，{yellow} % 起黄灯", f"{days} working days, yellow from {yellow} %")


def _context(
    present: Present, reference: Reference, office: Office, typed: Mapping[str, str], wrong: list[str]
) -> dict[str, Any]:  # fmt: skip
    held = {key: reference.targets.get((office.code, *key)) for key in _keys(office)}
    values = {name_of("days", k): str(v.working_days) for k, v in held.items() if v}
    values |= {name_of("yellow", k): str(v.yellow) for k, v in held.items() if v}
    asked = select(reckonings, users.c.display).join(users, users.c.id == r.made_by, isouter=True)
    jobs = asked.where(r.kind == "target", r.office == office.code).order_by(r.id.desc()).limit(JOBS)
    return {
        "office": office, "offices": _offices(present, reference), "waits": places(office), "all": ALL,
        "values": typed or values, "wrong": wrong, "name_of": name_of,
        "default": reference.target(office.code, "", ""),
        "jobs": [(job, list(_told(job))) for job in present.connection.execute(jobs)],
    }  # fmt: skip
