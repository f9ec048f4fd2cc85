import re
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlmodel import col, select
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from civic.core import db
from civic.core.forms import Form, languages
from civic.members.forms import MandateForm
from civic.members.models import Member
from civic.members.queries import named
from civic.organisations.models import Organisation, OrganisationDomain

DOMAIN = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))+")
EVERYBODYS = frozenset(
    (
        "gmail.com", "googlemail.com", "outlook.com", "outlook.fr", "hotmail.com", "hotmail.fr",
        "live.fr", "yahoo.com", "yahoo.fr", "icloud.com", "proton.me", "protonmail.com", "gmx.net",
        "gmx.fr", "free.fr", "orange.fr", "wanadoo.fr", "sfr.fr", "laposte.net", "bbox.fr",
    )
)  # fmt: skip
"""Mail services at which anybody has an address: they lead to no organisation."""
MOST_DOMAINS = 20


class OrganisationForm(Form):
    name = StringField(
        _l("Name of the organisation"),
        [
            DataRequired(_l("Give the organisation a name.")),
            Length(2, 120, _l("Between 2 and 120 characters.")),
        ],
    )
    about = TextAreaField(
        _l("Who they are"),
        [Length(max=5_000, message=_l("5,000 characters at most. Shorten the text."))],
        description=_l("You may write **bold**, *italic*, - lists, > quotes, [link](https://…)."),
        render_kw={"rows": 6},
    )
    belonging = TextAreaField(
        _l("How to join it"),
        [Length(max=2_000, message=_l("2,000 characters at most. Shorten the text."))],
        description=_l("Whom to ask, what it takes. Shown to those who do not belong to it yet."),
        render_kw={"rows": 3},
    )
    language = SelectField(_l("Language of these texts"), choices=languages())
    site = StringField(
        _l("Web site"), [Optional(), Length(max=300)], filters=[lambda text: text or None]
    )
    domains = TextAreaField(
        _l("What its people's e-mail addresses end with, one a line"),
        [Length(max=5_000)],
        description=_l(
            "For example ville-exemple.fr. It only helps people find their way to sign in: such an "
            "address makes nobody belong to the organisation."
        ),
        render_kw={"rows": 2},
    )

    def __init__(self, *, known: Organisation | None = None, **arguments: object) -> None:
        super().__init__(**arguments)
        self.known_id = known.id if known else None

    def validate_name(self, field: StringField) -> None:
        found = select(Organisation.id).where(Organisation.name == field.data)
        if db.session.exec(found.where(col(Organisation.id) != (self.known_id or 0))).first():
            raise ValidationError(_l("There is an organisation of this name already."))

    def validate_site(self, field: StringField) -> None:
        if not re.fullmatch(r"https?://[^\s<>\"]+\.[^\s<>\"]+", field.data or ""):
            raise ValidationError(_l("Write the whole address: https://www.example.org"))

    def validate_domains(self, field: TextAreaField) -> None:
        for domain in (found := self.endings()):
            if not DOMAIN.fullmatch(domain):
                raise ValidationError(
                    _("No e-mail address can end with this: %(domain)s", domain=domain[:60])
                )
            if domain in EVERYBODYS:
                raise ValidationError(
                    _("Anybody can have an address at %(domain)s. Leave it out.", domain=domain)
                )
        if len(found) > MOST_DOMAINS:
            raise ValidationError(_l("At most 20."))
        others = select(OrganisationDomain.domain).where(
            col(OrganisationDomain.domain).in_(found),
            col(OrganisationDomain.organisation_id) != (self.known_id or 0),
        )
        if taken := db.session.exec(others).first():
            raise ValidationError(_("%(domain)s leads to another organisation.", domain=taken))

    def endings(self) -> list[str]:
        lines = (self.domains.data or "").replace(",", "\n").splitlines()
        kept = (line.strip().rpartition("@")[2].casefold() for line in lines)
        return list(dict.fromkeys(domain for domain in kept if domain))

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.data.items() if name != "domains"}


class AdministratorForm(MandateForm):
    member = StringField(
        _l("Exact name, address or member number"),
        [DataRequired(_l("Say who.")), Length(max=254)],
    )
    found: Member | None = None

    def validate_member(self, field: StringField) -> None:
        self.found = named(db.session, field.data)
        if self.found is None:
            raise ValidationError(
                _l(
                    "No single member of the community answers to that. Of two with one name, give "
                    "the address or the number."
                )
            )
