"""The shape of input. Each feature's forms.py builds on this; errors are sentences with a cure."""

from typing import Any

from flask_wtf import FlaskForm


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


def strip(value: object) -> object:
    return value.strip() if isinstance(value, str) else value
