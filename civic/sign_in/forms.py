"""What is typed at the door and on the account page."""

from collections.abc import Mapping
from email.utils import parseaddr
from zoneinfo import available_timezones

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    EmailField,
    PasswordField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from civic.core.forms import Address, Form, is_address
from civic.core.words import LANGUAGES
from civic.sign_in import passwords
from civic.spaces.models import Role

MOST_AT_ONCE = 100
ADDRESS = [
    DataRequired(_l("Write your e-mail address.")),
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
    "duties": _l("What is waiting for me as a facilitator"),
}


class LinkForm(Form):
    email = EmailField(_l("E-mail address"), ADDRESS, render_kw={"autocomplete": "email"})


class NewAddressForm(LinkForm):
    """The address that is to take the place of the present one."""

    email = EmailField(_l("New e-mail address"), ADDRESS, render_kw={"autocomplete": "email"})


class DoorForm(LinkForm):
    """The address as typed at the door, where a browser may offer a passkey for it."""

    email = EmailField(_l("E-mail address"), ADDRESS, render_kw={"autocomplete": "email webauthn"})


class PasswordForm(LinkForm):
    password = PasswordField(
        _l("Password"),
        [DataRequired(_l("Write your password.")), Length(max=1_000)],
        render_kw={"autocomplete": "current-password"},
    )


class CodeForm(Form):
    code = StringField(
        _l("Code from your sheet"),
        [DataRequired(_l("Write the code.")), Length(max=40)],
        render_kw={"autocomplete": "off", "autocapitalize": "characters"},
    )


class SecondForm(Form):
    code = StringField(
        _l("Code"),
        [DataRequired(_l("Write the code.")), Length(max=40)],
        render_kw={"autocomplete": "one-time-code", "autocapitalize": "characters"},
    )


class JoinForm(LinkForm):
    name = StringField(
        _l("Your name"),
        [DataRequired(_l("Write the name that others know you by.")), Length(max=120)],
        render_kw={"autocomplete": "name"},
    )


class AcceptForm(Form):
    name = StringField(
        _l("Your name"),
        [DataRequired(_l("Write the name that others know you by.")), Length(max=120)],
        render_kw={"autocomplete": "name"},
    )


class AddressesForm(Form):
    addresses = TextAreaField(
        _l("E-mail addresses, one a line"),
        [DataRequired(_l("Write at least one address.")), Length(max=20_000)],
        description=_l("A name may stand before the address: Amina Diallo <amina@example.org>"),
        render_kw={"rows": 4},
    )

    def people(self) -> list[tuple[str | None, str]]:
        """Name, if there is one, and address of each."""
        found = [parseaddr(line) for line in self.addresses.data.splitlines() if line.strip()]
        return [(name[:120] or None, address.casefold()) for name, address in found]

    def validate_addresses(self, field: TextAreaField) -> None:
        lines = [line.strip() for line in (field.data or "").splitlines() if line.strip()]
        if len(lines) > MOST_AT_ONCE:
            raise ValidationError(_l("At most 100 at once."))
        wrong = [line for line in lines if not is_address(parseaddr(line)[1])]
        if wrong:
            raise ValidationError(
                _("This is not an e-mail address: %(line)s", line=", ".join(wrong)[:120])
            )


class InviteForm(AddressesForm):
    role = RadioField(_l("Role"), choices=[], default=Role.MEMBER)

    def __init__(self, *, duties: Mapping[str, str], **arguments: object) -> None:
        """``duties``: what each role is called here, and what goes with it."""
        super().__init__(**arguments)
        offered = (Role.MEMBER, Role.OBSERVER, Role.FACILITATOR)
        self.role.choices = [SelectChoice(role, duties[role]) for role in offered]


class ByHandForm(Form):
    name = StringField(_l("Name"), [DataRequired(_l("Write the name.")), Length(max=120)])
    email = EmailField(
        _l("E-mail address"),
        [Optional(), Length(max=254), Address(_l("Write an e-mail address, or leave it empty."))],
        description=_l("May stay empty: a printed sheet of codes lets the person in."),
    )


class RecoverForm(Form):
    reason = StringField(
        _l("How you know that it is this person"),
        [DataRequired(_l("Write how you know that it is really this person.")), Length(max=500)],
        description=_l("For example: came to the office; called back at the number that we have."),
    )
    email = EmailField(
        _l("New e-mail address"),
        [Optional(), Length(max=254), Address(_l("Write an e-mail address, or leave it empty."))],
        description=_l("Leave it empty to let the person in by a printed sheet of codes."),
    )


class AnswerForm(Form):
    words = TextAreaField(_l("Words that go with the mail (optional)"), [Length(max=2_000)])


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
    name = StringField(_l("Name"), [DataRequired(_l("Write your name.")), Length(max=120)])
    locale = SelectField(_l("Language"), choices=list(LANGUAGES.items()))
    time_zone = SelectField(
        _l("Time zone"),
        choices=sorted(zone for zone in available_timezones() if "/" in zone),
    )
    theme = RadioField(
        _l("Light or dark"),
        choices=[("", _l("Same as the device")), ("light", _l("Light")), ("dark", _l("Dark"))],
    )
    votes = BooleanField(CHOICES["votes"])
    mine = BooleanField(CHOICES["mine"])
    followed = BooleanField(CHOICES["followed"])
    duties = BooleanField(CHOICES["duties"])
