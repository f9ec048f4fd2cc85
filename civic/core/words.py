"""Sentences are written in English in the code and translated where they are shown."""

from datetime import date, datetime
from decimal import Decimal

import flask_babel
from babel.dates import format_date, format_datetime
from babel.numbers import format_currency, format_decimal
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
    locale = str(flask_babel.get_locale() or "en")
    if locale == "fr":
        hour = f"{local.hour} h" + (f" {local.minute:02}" if local.minute else "")
        return f"{day(at)} à {hour}"
    pattern = "h a" if local.minute == 0 else "h:mm a"
    hour = format_datetime(local, pattern, locale="en").replace("AM", "am").replace("PM", "pm")
    return f"{day(at)}, {hour}"


def day(at: datetime | date) -> str:
    """The day in words; the year only when it is not the present one."""
    local = flask_babel.to_user_timezone(at).date() if isinstance(at, datetime) else at
    locale = str(flask_babel.get_locale() or "en")
    pattern = "EEEE d MMMM" if local.year == now().year else "d MMMM y"
    return format_date(local, pattern, locale=locale)


def number(value: int | Decimal) -> str:
    return format_decimal(value, locale=str(flask_babel.get_locale() or "en"))


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
        number=number,
        money=money,
        text_in=text_in,
        translated=lambda sentence: flask_babel.gettext(sentence),
    )
    app.jinja_env.globals.update(
        language_of=language_of, get_locale=flask_babel.get_locale, LANGUAGES=LANGUAGES
    )
