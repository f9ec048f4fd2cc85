from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from civic.core.addresses import row_number
from civic.core.clock import now
from civic.core.forms import Form, end_of, languages
from civic.core.words import language
from proposals.commitments.models import Kind

AT_MOST = timedelta(days=3_653)
"""Ten years: nobody waits longer for what was promised."""


class _Until(Form):
    def end(self) -> Any:
        """Of the last day, or None where none was chosen."""
        return end_of(self.due.data) if self.due.data else None

    def validate_due(self, field: DateField) -> None:
        if field.data and end_of(field.data) <= now():
            raise ValidationError(_l("This day is over. Take a later one."))
        if field.data and field.data > (now() + AT_MOST).date():
            raise ValidationError(_l("This is more than ten years away. Take an earlier day."))


class CommitmentForm(_Until):
    title = StringField(
        _l("What will be done?"),
        [
            InputRequired(_l("Say in one line what will be done.")),
            Length(5, 140, _l("Between 5 and 140 characters.")),
        ],
        description=_l("One thing that can be seen to be done, such as “Ask for three quotes”."),
    )
    language = SelectField(_l("Language of the text"), choices=languages())
    keeper = StringField(
        _l("Who sees to it? Name of a member of the space"),
        [Length(max=120, message=_l("120 characters at most."))],
        description=_l(
            "The beginning of a first or last name is enough. They are told, and give news."
        ),
    )
    keeper_id = RadioField(
        _l("Who is meant?"), choices=[], coerce=row_number, validate_choice=False
    )
    keeper_words = StringField(
        _l("Or somebody else, in words"),
        [Length(max=120, message=_l("120 characters at most."))],
        description=_l("Such as “Town hall, roads department”. A facilitator gives the news then."),
    )
    due = DateField(_l("Until which day?"), [DataRequired(_l("Choose the last day."))])

    def offer(self, people: Sequence[tuple[int, str]]) -> None:
        """Those of whose name the beginning was written."""
        self.keeper_id.choices = [SelectChoice(str(number), name) for number, name in people]

    def validate_keeper_words(self, field: StringField) -> None:
        if bool(self.keeper.data) == bool(field.data):
            raise ValidationError(_l("Name a member of the space, or say who else keeps it."))


class LineForm(_Until):
    """Something that is said under a commitment."""

    body: TextAreaField

    def line(self) -> dict[str, Any]:
        return {"body": self.body.data, "language": language(), "due": self.end()}


class NewsForm(LineForm):
    kind = RadioField(
        _l("Where does it stand?"),
        choices=[
            (Kind.NEWS, _l("It is under way")),
            (Kind.POSTPONED, _l("It is under way, and needs longer")),
            (Kind.KEPT, _l("It is kept")),
            (Kind.NOT_KEPT, _l("It will not be kept")),
        ],
        validators=[InputRequired(_l("Choose where it stands."))],
    )
    body = TextAreaField(
        _l("What is there to say?"),
        [
            DataRequired(_l("Write a sentence, and where to see it if there is something to see.")),
            Length(max=1_000, message=_l("1,000 characters at most. Shorten the text.")),
        ],
        description=_l("Everybody will read it."),
        render_kw={"rows": 4, "data-keep": ""},
    )
    due = DateField(_l("New last day"), [Optional()], description=_l("Only if it needs longer."))

    def validate_due(self, field: DateField) -> None:
        super().validate_due(field)
        if self.kind.data != Kind.POSTPONED:
            raise ValidationError(_l("Leave this empty, or choose that it needs longer."))

    def validate(self, extra_validators: Any = None) -> bool:
        is_whole = bool(super().validate(extra_validators))
        if self.kind.data == Kind.POSTPONED and not self.due.data and not self.due.errors:
            self.due.errors = [_l("Choose the new last day.")]
            return False
        return is_whole


class TakeUpForm(LineForm):
    body = TextAreaField(
        _l("Why?"),
        [
            DataRequired(_l("Say why.")),
            Length(max=1_000, message=_l("1,000 characters at most. Shorten the text.")),
        ],
        description=_l("Everybody will read it."),
        render_kw={"rows": 3, "data-keep": ""},
    )
    due = DateField(_l("Until which day?"), [DataRequired(_l("Choose the last day."))])
