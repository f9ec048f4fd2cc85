"""What is typed in a debate. An argument is one line; a message is Markdown."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectChoice, TextAreaField
from wtforms.validators import DataRequired, Length, ValidationError

from civic.core.forms import Form
from civic.core.words import N_
from proposals.deliberation.models import Alignment, FlagReason

LONGEST_ARGUMENT = 280
LONGEST_MESSAGE = 5_000


def _one_line(text: str | None) -> str | None:
    return " ".join(text.split()) if text else text


class MessageForm(Form):
    body = TextAreaField(
        _l("Your message"),
        [
            DataRequired(_l("Write something first.")),
            Length(max=LONGEST_MESSAGE, message=_l("At most 5,000 characters: shorten it.")),
        ],
        description=_l(
            "Speak of the idea, not of people. An @ before a name tells that person. "
            "You can edit your message for fifteen minutes."
        ),
        id="message",
        render_kw={"maxlength": LONGEST_MESSAGE, "rows": 4, "data-keep": ""},
    )


class ArgumentForm(Form):
    side = RadioField(
        _l("Your argument is"),
        choices=[
            SelectChoice(Alignment.FOR, _l("For the proposal")),
            SelectChoice(Alignment.AGAINST, _l("Against the proposal")),
        ],
        validators=[DataRequired(_l("Say whether it speaks for or against."))],
    )
    body = TextAreaField(
        _l("A single argument, in a sentence or two"),
        [
            DataRequired(_l("Write something first.")),
            Length(
                max=LONGEST_ARGUMENT,
                message=_l("At most 280 characters: one argument, in a sentence or two."),
            ),
        ],
        filters=[_one_line],
        id="argument",
        render_kw={"maxlength": LONGEST_ARGUMENT, "rows": 3, "data-keep": ""},
    )


class EditArgumentForm(Form):
    body = ArgumentForm.body


def _part(label: object) -> TextAreaField:
    return TextAreaField(
        label,
        [Length(max=2_000, message=_l("At most 2,000 characters: sum it up."))],
        render_kw={"maxlength": 2_000, "rows": 3, "data-keep": ""},
    )


class SummaryForm(Form):
    agreed = _part(_l("What we agree on"))
    discussed = _part(_l("What we still discuss"))
    missing = _part(_l("What is missing"))

    def validate_agreed(self, _field: object) -> None:
        if not (self.agreed.data or self.discussed.data or self.missing.data):
            raise ValidationError(_l("Fill in at least one of the three parts."))


def _sentence(label: object, empty: object, longest: int) -> TextAreaField:
    return TextAreaField(
        label,
        [DataRequired(empty), Length(max=longest, message=_l("This is too long: shorten it."))],
        render_kw={"maxlength": longest, "rows": 3},
    )


class OmissionForm(Form):
    sentence = _sentence(
        _l("What does it leave out?"), _l("Say in a sentence what is left out."), 280
    )


REASONS = {
    FlagReason.HURTFUL: N_("It insults or threatens somebody"),
    FlagReason.PRIVATE: N_("It reveals something private"),
    FlagReason.OFF_TOPIC: N_("It has nothing to do with the proposal"),
    FlagReason.SPAM: N_("It is advertising"),
    FlagReason.ILLEGAL: N_("It seems to be against the law"),
}


class FlagForm(Form):
    reason = RadioField(
        _l("What is wrong with this message?"),
        choices=[SelectChoice(reason, _l(words)) for reason, words in REASONS.items()],
        validators=[DataRequired(_l("Choose what is wrong with it."))],
    )
    note = TextAreaField(
        _l("Anything to add (optional)"),
        [Length(max=280, message=_l("This is too long: shorten it."))],
        render_kw={"maxlength": 280, "rows": 2},
    )


class RemovalForm(Form):
    reason = _sentence(
        _l("Why is it removed? Everybody will read it."), _l("Say why, in a sentence."), 500
    )


class AppealForm(Form):
    text = _sentence(
        _l("Why should this be decided otherwise?"), _l("Say why, in a few sentences."), 2_000
    )


class AnswerForm(Form):
    decision = RadioField(
        _l("Your decision"),
        choices=[
            SelectChoice("upheld", _l("The first decision stands")),
            SelectChoice("reversed", _l("The first decision is reversed")),
        ],
        validators=[DataRequired(_l("Choose one of the two."))],
    )
    answer = _sentence(_l("Why?"), _l("Say why, in a sentence."), 500)


class SuspensionAppealForm(Form):
    text = AppealForm.text


class SuspensionForm(Form):
    days = RadioField(
        _l("For how long?"),
        choices=[
            SelectChoice("1", _l("One day")),
            SelectChoice("7", _l("One week")),
            SelectChoice("30", _l("Thirty days")),
        ],
        validators=[DataRequired(_l("Choose one of the three."))],
    )
    reason = _sentence(_l("Why? The member reads it."), _l("Say why, in a sentence."), 500)
