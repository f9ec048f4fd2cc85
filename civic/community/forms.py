"""The settings of the community; the legal texts have a form of their own."""

from typing import Any
from zoneinfo import available_timezones

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from civic.community.models import Community, SignUp
from civic.core.forms import Address, Form
from civic.core.words import LANGUAGES

ZONES = sorted(zone for zone in available_timezones() if "/" in zone and "Etc" not in zone)
HUES = (
    _l("petrol"), _l("pine"), _l("olive"), _l("blue"), _l("violet"), _l("plum"), _l("raspberry"),
    _l("brick"), _l("chestnut"), _l("slate"),
)  # fmt: skip
"""As the style sheet has them, each with the contrast that tests measure."""
PROOFS = ("administrators", "facilitators", "members")
NOUNS = ("tagline", "member_noun", "facilitator_noun")


class SettingsForm(Form):
    name = StringField(
        _l("Name of the community"),
        [DataRequired(_l("Give the community a name.")), Length(max=80)],
    )
    tagline_fr = StringField(_l("One line under it, in French"), [Length(max=120)])
    tagline_en = StringField(_l("One line under it, in English"), [Length(max=120)])
    member_noun_fr = StringField(_l("What members are called in French"), [Length(max=40)])
    member_noun_en = StringField(_l("What members are called in English"), [Length(max=40)])
    facilitator_noun_fr = StringField(
        _l("What facilitators are called in French"), [Length(max=40)]
    )
    facilitator_noun_en = StringField(
        _l("What facilitators are called in English"), [Length(max=40)]
    )
    hue = RadioField(
        _l("Colour"), choices=[SelectChoice(str(n), name) for n, name in enumerate(HUES)]
    )
    default_language = SelectField(
        _l("First language"), choices=[SelectChoice(*one) for one in LANGUAGES.items()]
    )
    both_languages = BooleanField(_l("Offer both languages"))
    time_zone = SelectField(_l("Time zone"), choices=ZONES)
    contact = StringField(
        _l("Contact address"),
        [Optional(), Address(_l("Write an e-mail address, such as contact@example.org."))],
        description=_l("Shown on the legal pages and where something was refused."),
    )
    sign_up = RadioField(
        _l("Who may become a member"),
        choices=[
            SelectChoice(SignUp.CLOSED, _l("Only those who are invited or added by hand")),
            SelectChoice(SignUp.ON_REQUEST, _l("Whoever asks, once an administrator has agreed")),
            SelectChoice(SignUp.OPEN, _l("Whoever confirms an address")),
        ],
    )
    open_to_read = BooleanField(
        _l("Spaces may be shown on the Internet"),
        description=_l("Each space then says for itself whether it is. Otherwise members only."),
    )

    proofs_administrators = BooleanField(_l("Administrators and auditors"))
    proofs_facilitators = BooleanField(_l("Facilitators of any space"))
    proofs_members = BooleanField(_l("Everybody"))

    def values(self) -> dict[str, Any]:
        """What the community keeps."""
        first = self.default_language.data
        rest = [code for code in LANGUAGES if code != first] if self.both_languages.data else []
        kept: dict[str, Any] = {
            name: getattr(self, name).data or "" for name in ("name", "time_zone", "contact")
        }
        for name in NOUNS:
            kept[name] = {code: getattr(self, f"{name}_{code}").data or "" for code in LANGUAGES}
        return kept | {
            "hue": int(self.hue.data),
            "languages": [first, *rest],
            "sign_up": SignUp(self.sign_up.data),
            "open_to_read": bool(self.open_to_read.data),
            "second_proof_for": [who for who in PROOFS if getattr(self, f"proofs_{who}").data],
        }

    @classmethod
    def showing(cls, community: Community) -> "SettingsForm":
        nouns = {
            f"{name}_{code}": getattr(community, name).get(code, "")
            for name in NOUNS
            for code in LANGUAGES
        }
        return cls(
            data=nouns
            | {
                "name": community.name,
                "hue": str(community.hue),
                "default_language": community.languages[0],
                "both_languages": len(community.languages) > 1,
                "time_zone": community.time_zone,
                "contact": community.contact,
                "sign_up": community.sign_up,
                "open_to_read": community.open_to_read,
            }
            | {f"proofs_{who}": who in community.second_proof_for for who in PROOFS}
        )


class LegalForm(Form):
    fr = TextAreaField(_l("Text in French"), [Length(max=20_000)])
    en = TextAreaField(_l("Text in English"), [Length(max=20_000)])
