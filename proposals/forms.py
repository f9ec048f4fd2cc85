import unicodedata

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, RadioField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from civic.core.forms import Form, languages
from civic.core.markdown import MOST_CHARACTERS
from proposals.models import Stance


class ProposalForm(Form):
    title = StringField(
        _l("What do you propose?"),
        [
            InputRequired(_l("Say in one line what you propose.")),
            Length(5, 140, _l("Between 5 and 140 characters.")),
        ],
        description=_l("One line that says it all, such as “Three benches on Mill Street”."),
    )
    body = TextAreaField(
        _l("Why, and how?"),
        [Length(max=MOST_CHARACTERS, message=_l("20,000 characters at most. Shorten the text."))],
        description=_l(
            "What is wrong today, what you ask for, and what it takes: money, time, people. "
            "You may write **bold**, *italic*, - lists, > quotes, [link](https://…)."
        ),
        render_kw={"rows": 12, "data-keep": ""},
    )
    tags = StringField(
        _l("Tags, with commas between them"),
        [Length(max=200, message=_l("200 characters at most."))],
        description=_l("Five at most."),
    )
    language = SelectField(_l("Language of the text"), choices=languages())
    note = StringField(
        _l("What has changed, and why?"),
        [Optional(), Length(max=280, message=_l("280 characters at most."))],
        description=_l("Readers see it in the list of versions."),
    )
    version = IntegerField([Optional()])

    def tag_list(self) -> list[str]:
        """One spelling for what is one tag: small letters, single spaces, no number sign."""
        parts = (normal_tag(part) for part in (self.tags.data or "").split(","))
        return list(dict.fromkeys(part for part in parts if part))[:5]


def normal_tag(text: str) -> str:
    composed = unicodedata.normalize("NFKC", text)
    plain = "".join(sign if sign.isprintable() else " " for sign in composed)
    return " ".join(plain.replace("#", " ").casefold().split())[:40].strip()


class ReasonForm(Form):
    reason = TextAreaField(
        _l("Why? Everybody will read it."),
        [
            DataRequired(_l("Say why.")),
            Length(max=1_000, message=_l("1,000 characters at most. Shorten the text.")),
        ],
    )


class AnswerForm(Form):
    stance = RadioField(
        _l("What does it say to the proposal?"),
        choices=[
            SelectChoice(Stance.ACCEPTED, _l("Yes: it will be done")),
            SelectChoice(Stance.PARTLY, _l("In part: the answer says which")),
            SelectChoice(Stance.REJECTED, _l("No: the answer says why")),
        ],
        validators=[InputRequired(_l("Choose what the answer says."))],
    )
    body = TextAreaField(
        _l("Official answer"),
        [
            DataRequired(_l("Write the answer.")),
            Length(max=10_000, message=_l("10,000 characters at most. Shorten the text.")),
        ],
        description=_l("You may write **bold**, *italic*, - lists, > quotes, [link](https://…)."),
        render_kw={"rows": 8, "data-keep": ""},
    )
