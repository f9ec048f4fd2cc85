"""Sentences are written in English in the code and translated where they are shown."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Any

import flask_babel
from babel.dates import format_date
from babel.numbers import format_currency, format_decimal
from babel.units import format_unit
from flask import Flask, g, has_request_context, request
from flask_babel import gettext

from civic.core.catalogues import Catalogues, found
from civic.core.clock import now

LANGUAGES = {"en": "English", "fr": "Français"}

BEFORE_A_SIGN = re.compile(r" (?=[:;?!»€](?:\W|$)|%(?![(sd]))|(?<=\d) (?=\d{3}(?!\d))")
APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")


def N_(sentence: str) -> str:
    """Mark a sentence for translation; the page that shows it translates it."""
    return sentence


def N_n(one: str, many: str) -> tuple[str, str]:
    """The same of a sentence with a number in it."""
    return one, many


@lru_cache(maxsize=4_096, typed=True)
def typeset(text: str) -> str:
    """French as printers set it: no line breaks before ``: ; ? ! » % €``, after ``«``
    or between thousands."""
    return APOSTROPHE.sub("’", kept_together(text))


@lru_cache(maxsize=4_096)
def kept_together(text: str) -> str:
    """The spaces of ``typeset`` only: a member's words keep every sign that was typed."""
    return BEFORE_A_SIGN.sub("\u00a0", text).replace("« ", "«\u00a0")


class _Sentences(flask_babel.Domain):
    """The catalogues, each found once; the French one is typeset then."""

    def __init__(self, domain: str) -> None:
        super().__init__(domain=domain)
        self._by_language: dict[str, Any] = {}

    def get_translations(self) -> Any:
        language = spoken()
        if language not in self._by_language:
            found = super().get_translations()
            if language == "fr":
                known = getattr(found, "_catalog", {})
                known.update({key: typeset(said) for key, said in known.items()})
            self._by_language[language] = found
        return self._by_language[language]


class _Babel(flask_babel.Babel):
    @cached_property
    def domain_instance(self) -> _Sentences:
        return _Sentences(domain=self.domain)


def plain(text: str) -> str:
    """Small letters without accents."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


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


def theme() -> str | None:
    """Light or dark, where somebody chose; otherwise the device decides. Mails have neither."""
    if not has_request_context():
        return None
    wish = g.actor.theme if g.get("actor") else request.cookies.get("theme")
    return wish if wish in ("light", "dark") else None


@contextmanager
def speaking(language: str, zone: str) -> Iterator[None]:
    """Inside the block, sentences and moments are those of somebody who is not here: in mails."""
    g.zone = zone
    try:
        with flask_babel.force_locale(language):
            flask_babel.refresh()
            yield
    finally:
        del g.zone
        flask_babel.refresh()


def time_zone() -> str:
    if g and g.get("zone"):
        return str(g.zone)
    if not has_request_context():
        return "UTC"
    if g.get("actor") and g.actor.time_zone:
        return str(g.actor.time_zone)
    return g.community.time_zone if g.get("community") else "Europe/Paris"


def text_in(texts: Mapping[str, str], wanted: str | None = None) -> str:
    """One of ``{"fr": …, "en": …}``: the page's language, or whichever there is. French is
    typeset."""
    wanted = wanted or spoken()
    if not texts.get(wanted):
        wanted = next((language for language, text in texts.items() if text), wanted)
    text = texts.get(wanted, "")
    return typeset(text) if wanted == "fr" else text


def language_of(texts: Mapping[str, str]) -> str:
    """The language in which ``text_in`` shows it, for the ``lang`` attribute."""
    wanted = spoken()
    return wanted if texts.get(wanted) else next((k for k, text in texts.items() if text), wanted)


def moment(at: datetime) -> str:
    """Thursday 26 November, 8 pm / jeudi 26 novembre à 20 h, in the reader's time zone."""
    return _moment(at, _zone(), now().year, spoken())


@lru_cache(maxsize=8_192)
def _moment(at: datetime, zone: Any, this_year: int, locale: str) -> str:
    local = zone.normalize(at.astimezone(zone))
    date_in_words = _day(local.date(), this_year, locale)
    if locale == "fr":
        hour = f"{local.hour}\u00a0h" + (f"\u00a0{local.minute:02}" if local.minute else "")
        return f"{date_in_words} à {hour}"
    hour = f"{local.hour % 12 or 12}" + (f":{local.minute:02}" if local.minute else "")
    return f"{date_in_words}, {hour}\u00a0{'am' if local.hour < 12 else 'pm'}"


@lru_cache(maxsize=4_096)
def stamp(at: datetime) -> str:
    """For machines: 2026-11-26T19:00:00Z."""
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def day(at: datetime | date) -> str:
    """The day in words; the year only when it is not the present one."""
    local = _date(at, _zone()) if isinstance(at, datetime) else at
    return _day(local, now().year, spoken())


@lru_cache(maxsize=4_096)
def _date(at: datetime, zone: Any) -> date:
    local: datetime = zone.normalize(at.astimezone(zone))
    return local.date()


@lru_cache(maxsize=4_096)
def _day(local: date, this_year: int, locale: str) -> str:
    pattern = "EEEE d MMMM" if local.year == this_year else "d MMMM y"
    words = format_date(local, pattern, locale=locale)
    return re.sub(r"\b1 (?=[a-zû])", "1er ", words) if locale == "fr" else words


def colon() -> str:
    """Between a word and what is said of it; French keeps it off the word."""
    return "\u00a0: " if spoken() == "fr" else ": "


def remaining(until: datetime) -> str:
    """What is left of a time, in its largest whole unit: 3 days left / encore 3 jours."""
    minutes = max(int((until - now()).total_seconds() // 60), 0)
    units = (("day", minutes // 1440), ("hour", minutes // 60), ("minute", minutes))
    unit, count = next((one for one in units if one[1] >= 2), units[-1])
    time = _counted(count, unit)
    return gettext("%(time)s left", time=time)


def span(length: timedelta) -> str:
    """A length of time in days: 30 days / 30 jours."""
    if length.days < 1:
        return gettext("less than a day")
    return _counted(length.days, "day")


def _counted(count: int, unit: str) -> str:
    """A number with its unit, which stay on one line."""
    said = format_unit(count, f"duration-{unit}", locale=spoken())
    return str(said).replace(" ", "\u00a0")


NUMBERS = {
    2: N_("two"), 3: N_("three"), 4: N_("four"), 5: N_("five"), 6: N_("six"), 7: N_("seven"),
    8: N_("eight"), 9: N_("nine"), 10: N_("ten"), 11: N_("eleven"), 12: N_("twelve"),
}  # fmt: skip


def in_words(count: int) -> str:
    """Two to twelve in words, more in figures; "one" depends on what is counted."""
    return gettext(NUMBERS[count]) if count in NUMBERS else number(count)


def today() -> date:
    """The reader's day."""
    local: datetime = flask_babel.to_user_timezone(now())
    return local.date()


def percent(part: int, whole: int) -> str:
    """A share to one decimal: 87,5 % / 87.5%. Rounded for the eye, never for a decision."""
    shown = format_decimal(
        Decimal(100 * part) / Decimal(whole) if whole else Decimal(0),
        format="#,##0.0",
        locale=spoken(),
    )
    return f"{shown}\u00a0%" if spoken() == "fr" else f"{shown}%"


def capitalised(text: str) -> str:
    """With a capital at its beginning; the rest as it is."""
    return text[:1].upper() + text[1:]


def leaf(at: datetime) -> Mapping[str, str]:
    """A day as on a calendar's leaf."""
    return _leaf(_date(at, _zone()), spoken())


@lru_cache(maxsize=1_024)
def _leaf(local: date, locale: str) -> Mapping[str, str]:
    patterns = {"month": "MMM", "day": "d", "weekday": "EEE"}
    return {name: format_date(local, form, locale=locale) for name, form in patterns.items()}


def number(value: int | Decimal) -> str:
    return _number(value, spoken())


@lru_cache(maxsize=4_096)
def _number(value: int | Decimal, locale: str) -> str:
    return format_decimal(value, locale=locale)


def spoken() -> str:
    """The language of what is being said."""
    locale = found("babel_locale") or flask_babel.get_locale()
    return locale.language if locale else "en"


def _zone() -> Any:
    return found("babel_tzinfo") or flask_babel.get_timezone()


def money(cents: int, currency: str = "EUR") -> str:
    """Whole units without decimals when there are no cents: 14 500 € / €14,500."""
    amount = Decimal(cents) / 100
    locale = spoken()
    if cents % 100:
        return format_currency(amount, currency, locale=locale)
    pattern = "#,##0\N{NO-BREAK SPACE}¤" if locale == "fr" else "¤#,##0"
    return format_currency(amount, currency, pattern, locale=locale, currency_digits=False)


def init_app(app: Flask) -> Catalogues:
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = "civic/translations"
    _Babel(app, locale_selector=language, timezone_selector=time_zone)
    filters: tuple[Any, ...] = (
        moment, stamp, day, remaining, span, number, money, capitalised, in_words, leaf, percent,
        text_in, typeset, kept_together,
    )  # fmt: skip
    app.jinja_env.filters.update({one.__name__: one for one in filters}, translated=gettext)
    sentences = Catalogues(spoken)
    sentences.install(app.jinja_env)
    app.context_processor(sentences.here)
    app.jinja_env.globals.update(
        colon=colon,
        language_of=language_of,
        today=today,
        get_locale=flask_babel.get_locale,
        LANGUAGES=LANGUAGES,
    )
    return sentences
