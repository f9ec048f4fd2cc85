"""The shape of input. Each feature's forms.py builds on this; errors are sentences with a cure."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field, SelectChoice
from wtforms import Form as AnyForm
from wtforms.validators import ValidationError

from civic.core.words import LANGUAGES


class Form(FlaskForm):  # type: ignore[misc]
    """A WTForms form. CSRF is checked for every unsafe request by the app, not per form."""

    class Meta:
        csrf = False

        def bind_field(self, form: Any, unbound_field: Any, options: Any) -> Any:
            """White space around a text is never meant."""
            filters = unbound_field.kwargs.get("filters", ())
            if unbound_field.field_class.__name__ in ("StringField", "TextAreaField", "EmailField"):
                filters = [*filters, strip]
            return unbound_field.bind(form=form, filters=filters, **options)


def languages() -> list[SelectChoice]:
    """What a field for the language of a text offers."""
    return [SelectChoice(code, name) for code, name in LANGUAGES.items()]


def strip(value: object) -> object:
    return value.strip() if isinstance(value, str) else value


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
