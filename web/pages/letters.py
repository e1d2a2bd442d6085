"""What could not be delivered, for settings administrators: dead letters and messages given up, each tried again."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select

from models.case import cases
from models.database import Present
from models.mailbox import letters as written
from models.outbox import GIVEN_UP, outbox
from models.user import users
from web.doors import door
from web.language import t
from web.problems import NotFound
from workflows.undelivered import hand_out_again, revive, revive_all

blueprint = Blueprint("letters", __name__)
LIMIT = 200
o, le = outbox.c, written.c


@door(blueprint, "/admin/letters", right="letter.admin")
def letters(present: Present) -> ResponseReturnValue:
    execute = present.connection.execute
    dead = select(le.id, le.kind, le.made_at, le.dead_at, le.last_error, users.c.name).join(
        users, users.c.id == le.user_id
    )
    given_up = select(o.id, o.topic, o.made_at, o.last_error, cases.c.number).outerjoin(cases, cases.c.id == o.case_id)
    return render_template(
        "admin/letters.html",
        dead=execute(dead.where(le.dead_at.is_not(None)).order_by(le.id.desc()).limit(LIMIT)).all(),
        given_up=execute(given_up.where(GIVEN_UP).order_by(o.id.desc()).limit(LIMIT)).all(),
        waiting=execute(select(func.count()).where(le.sent_at.is_(None), le.dead_at.is_(None))).scalar_one(),
    )


@door(blueprint, "/admin/letters/<int:letter>/retry", right="letter.admin", methods=("POST",))
def retry_letter(present: Present, letter: int) -> ResponseReturnValue:
    if not revive(present.connection, letter, present.at):
        raise NotFound
    return _back()


@door(blueprint, "/admin/messages/<int:message>/retry", right="letter.admin", methods=("POST",))
def retry_message(present: Present, message: int) -> ResponseReturnValue:
    if not hand_out_again(present.connection, message):
        raise NotFound
    return _back()


@door(blueprint, "/admin/letters/retry", right="letter.admin", methods=("POST",))
def retry_all(present: Present) -> ResponseReturnValue:
    """Every letter and message that is listed, and those beyond the list: the server is there again."""
    many = revive_all(present.connection, present.at)
    flash(t(f"已安排重试 {many} 项。", f"To be tried again at once: {many}."))
    return redirect(url_for("letters.letters"))


def _back() -> ResponseReturnValue:
    flash(t("已安排重试。", "It will be tried again at once."))
    return redirect(url_for("letters.letters"))
