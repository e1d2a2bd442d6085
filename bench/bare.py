"""What the worklist is measured against: the same rows on a bare Flask page, and in the list of Django's admin."""

import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from flask import Flask, render_template_string
from sqlalchemy import Engine

DESK = "gz-d0"
COLUMNS = ("number", "lifecycle", "state", "office", "subject_name", "subject_number", "target_at", "entered_at",
           "assignee")  # fmt: skip
ROWS = f"""SELECT {", ".join(COLUMNS)} FROM cases WHERE office = '{DESK}' AND state = 'district_review'
AND lifecycle = 'guangzhou/2025/certification' AND soonest IS NOT NULL ORDER BY soonest, id LIMIT 50"""
PAGE = """<!doctype html><html lang="en"><title>Cases</title><table><thead><tr><th>Case</th><th>State</th><th>Due</th>
<th>At</th></tr></thead><tbody>{% for row in rows %}<tr><td><input type="checkbox" name="case" value="{{ row.number }}">
<a href="{{ url_for('rows', case=row.number) }}">{{ row.subject_name }}</a><p>{{ row.number }} {{ row.lifecycle }}
{{ row.subject_number }}</p></td><td><span class="state">{{ row.state }}</span></td><td><span class="lamp">
{% if row.target_at > now %}in time{% else %}late{% endif %}</span> <a href="{{ url_for('rows', due=row.number) }}">
{{ row.target_at | day }}</a></td><td>{{ row.office }}<p>{{ row.assignee or "" }}</p>
<button name="claim" value="{{ row.number }}">Claim</button></td></tr>{% endfor %}</tbody></table></html>"""


def bare_flask(engine: Engine) -> Callable[[], Any]:
    """One statement, one template, no visitor, no rights, no layout: the least that a page of these rows can cost."""
    app = Flask("bare")
    app.jinja_env.filters["day"] = lambda at: f"{datetime.fromtimestamp(at / 1e6, UTC):%a %d %b %Y %H:%M}"

    @app.get("/")
    def rows() -> str:
        with engine.connect() as connection:
            found = connection.exec_driver_sql(ROWS).all()
        return render_template_string(PAGE, rows=found, now=found[0].target_at)

    client = app.test_client()
    return lambda: client.get("/")


def django_admin(engine: Engine) -> Callable[[], Any] | None:
    """Its list of the same table, filtered to the same desk and state; None without Django (the extra `bench`)."""
    if not find_spec("django"):
        return None
    _configure(engine)
    return _listing()


def _configure(engine: Engine) -> None:
    """Django keeps its settings for the whole process: once, then another database by name."""
    settings, url = import_module("django.conf").settings, engine.url
    sqlite = engine.dialect.name == "sqlite"
    found = {
        "ENGINE": f"django.db.backends.{'sqlite3' if sqlite else 'postgresql'}", "NAME": url.database,
        "USER": url.username or "", "PASSWORD": url.password or "", "HOST": url.query.get("host", url.host or ""),
        "PORT": str(url.port or ""), "CONN_MAX_AGE": None,
    }  # fmt: skip
    if settings.configured:
        databases = import_module("django.db").connections
        databases.close_all()
        databases.databases["default"].update(found)
        del databases["default"]
        return
    said = "django.contrib"
    apps = [f"{said}.{app}" for app in ("admin", "auth", "contenttypes", "sessions", "messages")]
    settings.configure(
        DATABASES={"default": found}, SECRET_KEY=secrets.token_hex(), ROOT_URLCONF="bench.django_site",
        ALLOWED_HOSTS=["*"], USE_TZ=True, STATIC_URL="/static/", DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        INSTALLED_APPS=[*apps, "bench"],
        MIDDLEWARE=[f"{said}.sessions.middleware.SessionMiddleware", f"{said}.auth.middleware.AuthenticationMiddleware",
                    f"{said}.messages.middleware.MessageMiddleware"],
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True, "OPTIONS": {
            "context_processors": ["django.template.context_processors.request", f"{said}.auth.context_processors.auth",
                                   f"{said}.messages.context_processors.messages"]}}],
    )  # fmt: skip
    import_module("django").setup()


def _listing() -> Callable[[], Any]:
    import_module("django.core.management").call_command("migrate", verbosity=0)
    user, _ = import_module("django.contrib.auth.models").User.objects.get_or_create(
        username="bench", is_staff=True, is_superuser=True
    )
    client = import_module("django.test").Client()
    client.force_login(user)
    return lambda: client.get(f"/bench/case/?state__exact=district_review&office__exact={DESK}")
