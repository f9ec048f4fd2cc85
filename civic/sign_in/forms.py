"""What is typed at the door and on the account page."""

from zoneinfo import available_timezones

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    EmailField,
    PasswordField,
    RadioField,
    SelectField,
    StringField,
)
from wtforms.validators import InputRequired, Length, ValidationError

from civic.core.forms import Address, Form
from civic.core.words import LANGUAGES
from civic.sign_in import passwords

ADDRESS = [
    InputRequired(_l("Write your e-mail address.")),
    Length(max=254),
    Address(_l("Write an e-mail address, such as name@example.org.")),
]
WEAK = {
    "too_short": _l("Take at least 15 characters: a sentence of four or five words is easiest."),
    "too_long": _l("Take 256 characters at most."),
    "too_common": _l("This one is easily guessed. Take a sentence that only you would write."),
}
CHOICES = {
    "votes": _l("Votes: opened, closing tomorrow, closed"),
    "mine": _l("What happens to what I wrote"),
    "followed": _l("Discussions that I follow"),
    "duties": _l("What waits for me as a facilitator"),
}


class LinkForm(Form):
    email = EmailField(_l("E-mail address"), ADDRESS, render_kw={"autocomplete": "email"})


class PasswordForm(LinkForm):
    password = PasswordField(
        _l("Password"),
        [InputRequired(_l("Write your password.")), Length(max=1_000)],
        render_kw={"autocomplete": "current-password"},
    )


class CodeForm(Form):
    code = StringField(
        _l("Code from your sheet"),
        [InputRequired(_l("Write the code.")), Length(max=40)],
        render_kw={"autocomplete": "off", "autocapitalize": "characters"},
    )


class JoinForm(LinkForm):
    name = StringField(
        _l("Your name"),
        [InputRequired(_l("Write the name by which others know you.")), Length(max=120)],
        render_kw={"autocomplete": "name"},
    )


class NewPasswordForm(Form):
    password = PasswordField(
        _l("New password"), [Length(max=1_000)], render_kw={"autocomplete": "new-password"}
    )

    def __init__(self, *, context: tuple[str, ...] = (), **arguments: object) -> None:
        super().__init__(**arguments)
        self.words = context

    def validate_password(self, field: PasswordField) -> None:
        weak = passwords.weakness(field.data or "", context=self.words)
        if weak:
            raise ValidationError(WEAK[weak])


class ProfileForm(Form):
    name = StringField(_l("Name"), [InputRequired(_l("Write your name.")), Length(max=120)])
    locale = SelectField(_l("Language"), choices=list(LANGUAGES.items()))
    time_zone = SelectField(
        _l("Time zone"),
        choices=sorted(zone for zone in available_timezones() if "/" in zone),
    )
    theme = RadioField(
        _l("Light or dark"),
        choices=[("", _l("As the device")), ("light", _l("Light")), ("dark", _l("Dark"))],
    )
    votes = BooleanField(CHOICES["votes"])
    mine = BooleanField(CHOICES["mine"])
    followed = BooleanField(CHOICES["followed"])
    duties = BooleanField(CHOICES["duties"])
