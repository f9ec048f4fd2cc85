from typing import Any
from urllib.parse import urlsplit

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    Field,
    IntegerField,
    PasswordField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import (
    InputRequired,
    Length,
    NumberRange,
    Optional,
    ValidationError,
)

from civic.core.forms import Form
from civic.partners import wording
from civic.partners.protocol.discovery import WELL_KNOWN
from civic.partners.protocol.profiles import PROFILES
from civic.partners.rules import Kind, Rule

NEEDS_VALUE = (Kind.REQUIRED, Kind.ROLE, Kind.VOTE)


class TermsForm(Form):
    """What may change about a connection; issuer and client id until it is in force for the first
    time."""

    issuer = StringField(
        _l("Issuer address"),
        [Length(max=300, message=_l("300 characters at most."))],
        description=_l(
            "As your provider names it, such as https://login.example.org/realms/town. For "
            "FranceConnect, ProConnect and GitHub it may stay empty."
        ),
    )

    client_id = StringField(
        _l("Client id"),
        [Length(max=255, message=_l("255 characters at most."))],
        description=_l(
            "The provider gives it, with the secret, once this platform is registered there."
        ),
        filters=[lambda text: (text or "").strip()],
        render_kw={"autocomplete": "off"},
    )
    label = StringField(
        _l("Words under the organisation's name on the button"),
        [Length(max=80, message=_l("80 characters at most."))],
        description=_l("For example: Citizen's account, Member's account. May stay empty."),
    )
    secret = PasswordField(
        _l("Client secret"),
        [Length(max=500, message=_l("500 characters at most."))],
        description=_l("It is kept encrypted and never shown again."),
        render_kw={"autocomplete": "off"},
    )
    least_age = IntegerField(
        _l("Minimum age in years"),
        [Optional(), NumberRange(1, 120, _l("Between 1 and 120."))],
        description=_l("Empty: any. The date of birth is looked at and not kept."),
    )

    kind_of_sign_in = ""
    """A name of ``protocol.profiles.PROFILES``."""

    def validate_issuer(self, field: Field) -> None:
        profile = PROFILES.get(self.kind_of_sign_in)
        offered = (*profile.issuers, *profile.elsewhere) if profile else ()
        field.data = _issuer(field.data) or (offered[0] if offered else "")
        parts = _split(field.data)
        if not parts or parts.query or parts.fragment or parts.username:
            raise ValidationError(
                gettext("An address such as https://login.example.org, without ? and #.")
            )
        if profile and profile.issuers and field.data not in profile.issuers:
            raise ValidationError(
                gettext("One of: %(addresses)s.", addresses=", ".join(profile.issuers))
            )


class ConnectionForm(TermsForm):
    organisation_id = SelectField(_l("Organisation"), coerce=int)
    profile = RadioField(
        _l("Kind of sign-in"),
        choices=[SelectChoice(name, _l(words)) for name, words in wording.PROFILES.items()],
        default="openid",
    )

    @property
    def kind_of_sign_in(self) -> str:  # type: ignore[override]
        return self.profile.data or ""

    def about(self) -> dict[str, Any]:
        names = ("organisation_id", "profile", "issuer", "client_id")
        return {name: self[name].data for name in names}


class RuleForm(Form):
    kind = SelectField(
        _l("What the claim decides"),
        choices=[SelectChoice(kind.value, _l(words)) for kind, words in wording.KINDS.items()],
    )
    claim = StringField(
        _l("Claim"),
        [
            InputRequired(_l("The provider's name for it, such as groups.")),
            Length(max=100, message=_l("100 characters at most.")),
        ],
        description=_l("Such as groups, or realm_access.roles where it lies deeper."),
    )
    value = StringField(
        _l("Its value"),
        [Length(max=200, message=_l("200 characters at most."))],
        description=_l("Exactly as it is sent. For name, category and college it may stay empty."),
    )
    gives = StringField(
        _l("Gives the category or college"),
        [Length(max=80, message=_l("80 characters at most."))],
        description=_l("Empty: the value itself."),
    )
    space_id = SelectField(_l("In the space"), coerce=int, default=0)
    role = SelectField(
        _l("As"),
        choices=[SelectChoice(role, _l(words)) for role, words in wording.ROLES.items()],
        default="member",
    )

    def validate_value(self, field: Field) -> None:
        if not field.data and self.kind.data in NEEDS_VALUE:
            raise ValidationError(gettext("Say which value decides."))

    def validate_space_id(self, field: Field) -> None:
        if not field.data and self.kind.data == Kind.ROLE:
            raise ValidationError(gettext("Choose the space."))

    def rule(self) -> Rule:
        kind = Kind(self.kind.data)
        in_words, in_space = kind in (Kind.CATEGORY, Kind.COLLEGE), kind is Kind.ROLE
        return Rule(
            kind=kind,
            claim=self.claim.data,
            value=self.value.data or "",
            gives=(self.gives.data or "") if in_words else "",
            space_id=self.space_id.data if in_space else None,
            role=self.role.data if in_space else "",
        )


class RevokeForm(Form):
    farewell = TextAreaField(
        _l("What its people are told"),
        [
            InputRequired(_l("Say why, and how they come in from now on.")),
            Length(max=400, message=_l("400 characters at most.")),
        ],
        render_kw={"rows": 3},
    )
    takes_back = BooleanField(
        _l("Take back at once what it gave"),
        description=_l(
            "Otherwise categories, colleges and roles end by themselves within 30 days."
        ),
    )


class ArrivalForm(Form):
    name = StringField(
        _l("Your name, as others will see it"),
        [
            InputRequired(_l("Give your name.")),
            Length(max=120, message=_l("120 characters at most.")),
        ],
    )


class FindForm(Form):
    sought = StringField(
        _l("Your address, or the name of your organisation"),
        [Length(max=254, message=_l("254 characters at most."))],
        render_kw={"autocomplete": "email"},
    )


def _issuer(typed: str | None) -> str:
    """Many are handed a host alone, or the address where the provider describes itself."""
    address = (typed or "").removesuffix(WELL_KNOWN)
    return address if not address or "://" in address else f"https://{address}"


def _split(address: str | None) -> Any:
    try:
        parts = urlsplit(address or "")
    except ValueError:
        return None
    return parts if parts.scheme in ("https", "http") and parts.hostname else None
