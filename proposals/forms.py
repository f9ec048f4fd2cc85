from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from civic.core.forms import Form
from civic.core.markdown import MOST_CHARACTERS
from civic.core.words import LANGUAGES


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
        description=_l("Markdown: **bold**, *italic*, - lists, > quotes, [link](https://…)."),
        render_kw={"rows": 12, "data-keep": ""},
    )
    tags = StringField(
        _l("Tags, with commas between them"), [Length(max=200)], description=_l("Five at most.")
    )
    language = SelectField(_l("Language of the text"), choices=list(LANGUAGES.items()))
    note = StringField(
        _l("What has changed, and why?"),
        [Optional(), Length(max=280)],
        description=_l("Readers see it in the list of versions."),
    )
    version = IntegerField([Optional()])

    def tag_list(self) -> list[str]:
        parts = [part.strip().casefold()[:40] for part in (self.tags.data or "").split(",")]
        return [part for part in parts if part][:5]


class ReasonForm(Form):
    reason = TextAreaField(
        _l("Why? Everybody will read it."),
        [InputRequired(_l("Say why.")), Length(max=1_000)],
    )


class AnswerForm(Form):
    body = TextAreaField(
        _l("Official answer"), [InputRequired(_l("Write the answer.")), Length(max=10_000)]
    )
