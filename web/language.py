"""The visitor's language and letter size, and how pages say labels, days, hours and numbers in it."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any, Literal
from urllib.parse import quote, urlencode

from flask import Flask, Response, g, request

Language = Literal["zh", "en"]
SHANGHAI = timezone(timedelta(hours=8))
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
WEEKDAYS = ("一", "二", "三", "四", "五", "六", "日")
# What a visitor may choose, by ?name=value; a cookie of that name keeps it for a year. The first is the default:
# the browser's own preference is not asked, since the law's language is Chinese and a page should not change by itself.
CHOICES = {"lang": ("zh", "en"), "letters": ("normal", "large"), "keys": ("on", "off")}
A_YEAR = 365 * 24 * 3600


def chosen(name: str) -> str:
    """What the visitor chose: by this request's query, else by cookie, else the default."""
    asked = (request.args.get(name), request.cookies.get(name))
    return next((value for value in asked if value in CHOICES[name]), CHOICES[name][0])


def language() -> Language:
    """The language of this request; Chinese outside of one that says otherwise."""
    try:
        found: Language = g.language  # a page asks some seven hundred times
    except AttributeError:
        found = g.language = "en" if chosen("lang") == "en" else "zh"
    return found


def t(zh: str, en: str) -> str:
    """The one of two sentences that the visitor reads."""
    return zh if language() == "zh" else en


def label(thing: Any) -> str:
    """The visitor's half of anything with `zh` and `en` (attributes or keys); other things as they are."""
    if thing is None:
        return ""
    if isinstance(thing, dict):
        return t(thing["zh"], thing["en"]) if "zh" in thing else str(thing)
    return t(thing.zh, thing.en) if hasattr(thing, "zh") else str(thing)


def local(instant: int) -> datetime:
    """µs since 1970 as Shanghai's wall clock."""
    return (EPOCH + timedelta(microseconds=instant)).astimezone(SHANGHAI)


def day(when: int | str | date | None) -> str:
    """2026年9月28日 周一 / Mon 28 Sep 2026, from an instant, an ISO date or a date; nothing from nothing."""
    if when is None or when == "":
        return ""
    on = _date(when)
    return t(f"{on.year}年{on.month}月{on.day}日 周{WEEKDAYS[on.weekday()]}", f"{on:%a} {on.day} {on:%b} {on.year}")


def moment(instant: int | None) -> str:
    """The day with hour and minute."""
    return "" if instant is None else f"{day(instant)} {local(instant):%H:%M}"


def until(instant: int | None) -> str:
    """A deadline as people say it: one that ends at midnight ends at 24:00 of the day before."""
    if instant is None:
        return ""
    if local(instant).time() == datetime.min.time():
        return f"{day(instant - 1)} 24:00"
    return moment(instant)


def machine(instant: int) -> str:
    """The instant for `<time datetime>`."""
    return local(instant).isoformat(timespec="seconds")


def wall_clock(when: int | str) -> str:
    """An instant, or an ISO time with its zone, as `<input type=datetime-local>` wants it: Shanghai's wall clock."""
    try:
        at = local(when) if isinstance(when, int) else datetime.fromisoformat(when).astimezone(SHANGHAI)
    except ValueError:
        return str(when)  # typed, and no time: shown again as it was
    return f"{at:%Y-%m-%dT%H:%M}"


def things(number: int, zh: str, one: str, many: str) -> str:
    """`things(3, "件", "case", "cases")`: 3 件 / 3 cases."""
    return t(f"{number:,} {zh}", f"{number:,} {one if number == 1 else many}")


def _date(when: int | str | date) -> date:
    if isinstance(when, int):
        return local(when).date()
    return date.fromisoformat(when[:10]) if isinstance(when, str) else when


def keep_choices(response: Response) -> Response:
    """Remember by cookie what the query chose."""
    for name, values in CHOICES.items():
        if request.args.get(name) in values:
            response.set_cookie(
                name, request.args[name], A_YEAR, secure=request.is_secure, httponly=True, samesite="Lax"
            )
    return response


def choice_url(name: str, value: str) -> str:
    """This page with another choice; the front page where this one was not fetched by GET."""
    if request.method not in ("GET", "HEAD"):
        return f"/?{name}={value}"
    kept = [(key, item) for key, item in request.args.items(multi=True) if key != name]
    own = quote("/" + request.path.lstrip("/\\"))  # two slashes would lead to another host
    return f"{own}?{urlencode([*kept, (name, value)])}"


def install(app: Flask) -> None:
    """Give templates their words, and keep the visitor's choices."""
    words = (t, label, language, chosen, choice_url, things)
    app.jinja_env.globals.update({word.__name__: word for word in words})
    app.jinja_env.filters.update({word.__name__: word for word in (label, day, moment, until, machine, wall_clock)})
    app.after_request(keep_choices)
