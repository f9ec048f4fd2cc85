"""Sentences are written in English in the code and translated where they are shown."""

import re
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

import flask_babel
from babel.dates import format_date
from babel.numbers import format_currency, format_decimal
from babel.units import format_unit
from flask import Flask, g, has_request_context, request

from civic.core.clock import now

LANGUAGES = {"en": "English", "fr": "Français"}


def N_(sentence: str) -> str:
    """Mark a sentence for translation; the page that shows it translates it."""
    return sentence


def language() -> str:
    """The language of this page: the member's own, the visitor's cookie, or the browser's."""
    if not has_request_context():
        return "en"
    offered = g.community.languages if g.get("community") else list(LANGUAGES)
    wishes = (g.actor.locale if g.get("actor") else None, request.cookies.get("language"))
    for wish in wishes:
        if wish in offered:
            return str(wish)
    return request.accept_languages.best_match(offered) or str(offered[0])


def time_zone() -> str:
    if not has_request_context():
        return "UTC"
    if g.get("actor") and g.actor.time_zone:
        return str(g.actor.time_zone)
    return g.community.time_zone if g.get("community") else "Europe/Paris"


def text_in(texts: dict[str, str], wanted: str | None = None) -> str:
    """One of ``{"fr": …, "en": …}``: the page's language, or whichever there is."""
    wanted = wanted or str(flask_babel.get_locale() or "en")
    return texts.get(wanted) or next((text for text in texts.values() if text), "")


def language_of(texts: dict[str, str]) -> str:
    """The language in which ``text_in`` shows it, for the ``lang`` attribute."""
    wanted = str(flask_babel.get_locale() or "en")
    return wanted if texts.get(wanted) else next((k for k, text in texts.items() if text), wanted)


def moment(at: datetime) -> str:
    """Thursday 26 November, 8 pm / jeudi 26 novembre à 20 h, in the reader's time zone."""
    local = flask_babel.to_user_timezone(at)
    locale = _locale()
    date_in_words = _day(local.date(), now().year, locale)
    if locale == "fr":
        hour = f"{local.hour} h" + (f" {local.minute:02}" if local.minute else "")
        return f"{date_in_words} à {hour}"
    hour = f"{local.hour % 12 or 12}" + (f":{local.minute:02}" if local.minute else "")
    return f"{date_in_words}, {hour} {'am' if local.hour < 12 else 'pm'}"


def day(at: datetime | date) -> str:
    """The day in words; the year only when it is not the present one."""
    local = flask_babel.to_user_timezone(at).date() if isinstance(at, datetime) else at
    return _day(local, now().year, _locale())


@lru_cache(maxsize=4_096)
def _day(local: date, this_year: int, locale: str) -> str:
    pattern = "EEEE d MMMM" if local.year == this_year else "d MMMM y"
    words = format_date(local, pattern, locale=locale)
    return re.sub(r"\b1 (?=[a-zû])", "1er ", words) if locale == "fr" else words


def remaining(until: datetime) -> str:
    """What is left of a time, in its largest whole unit: 3 days left / encore 3 jours."""
    minutes = max(int((until - now()).total_seconds() // 60), 0)
    units = (("day", minutes // 1440), ("hour", minutes // 60), ("minute", minutes))
    unit, count = next((one for one in units if one[1] >= 2), units[-1])
    time = format_unit(count, f"duration-{unit}", locale=_locale())
    return str(flask_babel.gettext("%(time)s left", time=time))


def number(value: int | Decimal) -> str:
    return _number(value, _locale())


@lru_cache(maxsize=4_096)
def _number(value: int | Decimal, locale: str) -> str:
    return format_decimal(value, locale=locale)


def _locale() -> str:
    found = flask_babel.get_locale()
    return found.language if found else "en"


class Catalogues:
    """The words of the page's language. flask-babel finds them anew for each of the two hundred
    sentences of a page; here each language's are found once."""

    def __init__(self) -> None:
        self._by_language: dict[str, Any] = {}

    def _here(self) -> Any:
        language = _locale()
        if language not in self._by_language:
            self._by_language[language] = flask_babel.get_translations()
        return self._by_language[language]

    def one(self, sentence: str) -> str:
        return str(self._here().ugettext(sentence))

    def some(self, one: str, many: str, count: int) -> str:
        return str(self._here().ungettext(one, many, count))


def money(cents: int, currency: str = "EUR") -> str:
    """Whole units without decimals when there are no cents: 14 500 € / €14,500."""
    amount = Decimal(cents) / 100
    locale = str(flask_babel.get_locale() or "en")
    if cents % 100:
        return format_currency(amount, currency, locale=locale)
    pattern = "#,##0 ¤" if locale == "fr" else "¤#,##0"
    return format_currency(amount, currency, pattern, locale=locale, currency_digits=False)


def init_app(app: Flask) -> None:
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = "civic/translations"
    flask_babel.Babel(app, locale_selector=language, timezone_selector=time_zone)
    app.jinja_env.filters.update(
        moment=moment,
        day=day,
        remaining=remaining,
        number=number,
        money=money,
        text_in=text_in,
        translated=lambda sentence: flask_babel.gettext(sentence),
    )
    catalogues = Catalogues()
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=catalogues.one, ngettext=catalogues.some, newstyle=True
    )
    app.jinja_env.globals.update(
        language_of=language_of, get_locale=flask_babel.get_locale, LANGUAGES=LANGUAGES
    )
