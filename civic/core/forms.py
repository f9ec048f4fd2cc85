"""The shape of input. Each feature's forms.py builds on this; errors are sentences with a cure."""

from datetime import date, datetime, time
from typing import Any, TypeVar
from unicodedata import category
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import Field, SelectChoice
from wtforms import Form as AnyForm
from wtforms.validators import ValidationError

from civic.core.words import LANGUAGES, time_zone

Day = TypeVar("Day", date, datetime, None)
TURNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class Form(FlaskForm):  # type: ignore[misc]
    """A WTForms form. CSRF is checked for every unsafe request by the app, not per form."""

    class Meta:
        csrf = False

        def bind_field(self, form: Any, unbound_field: Any, options: Any) -> Any:
            """White space around a text is never meant, nor is a control character in it."""
            filters = unbound_field.kwargs.get("filters", ())
            kind = unbound_field.field_class.__name__
            if pairs := unbound_field.kwargs.get("choices"):
                unbound_field.kwargs["choices"] = [
                    SelectChoice(*pair) if isinstance(pair, tuple) else pair for pair in pairs
                ]
            if kind in ("StringField", "EmailField"):
                filters = [one_line, *filters]
            elif kind == "TextAreaField":
                filters = [strip, *filters]
            elif kind in ("DateField", "DateTimeLocalField"):
                filters = [in_our_time, *filters]
            return unbound_field.bind(form=form, filters=filters, **options)


def languages() -> list[SelectChoice]:
    """What a field for the language of a text offers."""
    return [SelectChoice(code, name) for code, name in LANGUAGES.items()]


def strip(value: object) -> object:
    """Lines are kept, and end as in every other text: browsers send a carriage return, too. NUL,
    which no database stores, is not."""
    if not isinstance(value, str):
        return value
    return value.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").strip()


def in_our_time(value: Day) -> Day:
    """Days at either end of the calendar are in no year at all where clocks are earlier or later:
    every page that shows one would break. Raises ValueError, in words."""
    if value is not None and not 1900 <= value.year <= 2200:
        raise ValueError(_("Give a day between the years 1900 and 2200."))
    return value


def end_of(day: date) -> datetime:
    """The last second of that day, where the reader is."""
    return datetime.combine(day, time(23, 59, 59), ZoneInfo(time_zone()))


def one_line(value: object) -> object:
    """One space where there was a gap, a line's end or a control character: fit for a title, a
    list, a mail's subject. Signs that turn the direction of what follows are left out."""
    if not isinstance(value, str):
        return value
    broken = ("Cc", "Cs", "Zl", "Zp")
    kept = (" " if category(sign) in broken else sign for sign in value if sign not in TURNS)
    return " ".join("".join(kept).split())


def is_address(text: str) -> bool:
    """Whether this can be an e-mail address; only a mail that arrives proves that it is one."""
    local, at, domain = text.rpartition("@")
    plain = text.isprintable() and " " not in text and len(text) <= 254
    return bool(local and at and "." in domain.strip(".") and plain)


class Address:
    """A validator of e-mail addresses."""

    def __init__(self, message: Any) -> None:
        self.message = message

    def __call__(self, _form: AnyForm, field: Field) -> None:
        if not is_address(field.data or ""):
            raise ValidationError(self.message)


def aria(field: Field, hint: str = "") -> dict[str, str]:
    """What ties an input to its hint and its error, for those who hear the page."""
    ids = []
    if hint or field.description:
        ids.append(f"{field.id}-hint")
    if field.errors:
        ids.append(f"{field.id}-error")
    found = {"aria-describedby": " ".join(ids)} if ids else {}
    return found | ({"aria-invalid": "true"} if field.errors else {})
