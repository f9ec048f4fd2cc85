"""The wizard's questions. Dates are typed in the community's time zone."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateTimeLocalField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from civic.core.clock import now
from civic.core.forms import Form
from civic.core.words import time_zone
from voting.models import Binding, Disclosure, Publication, Round

SHARES = ["", "1/4", "1/3", "1/2", "3/5", "2/3", "3/4", "1/1"]


def to_utc(local: datetime | None) -> datetime | None:
    return local.replace(tzinfo=ZoneInfo(time_zone())).astimezone(UTC) if local else None


def next_week() -> datetime:
    """A week from now at eight in the evening, in UTC."""
    return in_a_week().replace(tzinfo=ZoneInfo(time_zone())).astimezone(UTC)


def to_local(moment: datetime | None) -> datetime | None:
    return moment.astimezone(ZoneInfo(time_zone())).replace(tzinfo=None) if moment else None


def in_a_week() -> datetime:
    later = now().astimezone(ZoneInfo(time_zone())) + timedelta(days=7)
    return later.replace(hour=20, minute=0, second=0, microsecond=0, tzinfo=None)


class RoundForm(Form):
    """What it is about, what it binds, who sees what, and until when."""

    title_fr = StringField(_l("Title in French"), [Length(max=140)])
    title_en = StringField(_l("Title in English"), [Length(max=140)])
    binding = RadioField(
        _l("What does the result bind?"),
        choices=[
            (Binding.DECISION, _l("It is a decision")),
            (Binding.ADVICE, _l("It is advice")),
            (Binding.SUBJECT, _l("It is subject to another body")),
        ],
        default=Binding.DECISION,
    )
    body = StringField(_l("Which body?"), [Length(max=140)])
    disclosure = RadioField(
        _l("Who learns how somebody voted?"),
        choices=[
            (Disclosure.SECRET, _l("Nobody: the vote is secret")),
            (Disclosure.OPEN, _l("Everybody who may see the vote: names stand beside choices")),
        ],
        default=Disclosure.SECRET,
    )
    publication = RadioField(
        _l("What is published after closing?"),
        choices=[
            ("", _l("What is usual for the rule: ballots, or sums where ballots would be telling")),
            (Publication.BALLOTS, _l("Every ballot, shuffled, without names")),
            (Publication.SUMS, _l("Sums only")),
        ],
        default="",
    )
    opens_at = DateTimeLocalField(_l("Opens at (empty: by hand)"), [Optional()])
    closes_at = DateTimeLocalField(
        _l("Closes at"), [InputRequired(_l("Say when the vote closes."))], default=in_a_week
    )
    early_close = BooleanField(_l("Close as soon as all have voted"))
    categories = StringField(
        _l("Only these categories, with commas between them (empty: all)"), [Length(max=400)]
    )
    colleges = StringField(
        _l("Only these colleges, with commas between them (empty: all)"), [Length(max=400)]
    )
    paid_up = BooleanField(_l("Only members whose subscription is paid"))
    weighted = BooleanField(_l("Votes have the weight of the list of members"))

    def validate_title_en(self, field: StringField) -> None:
        if not (field.data or self.title_fr.data):
            raise ValidationError(_l("Write the title in one language at least."))

    def validate_body(self, field: StringField) -> None:
        if self.binding.data == Binding.SUBJECT and not field.data:
            raise ValidationError(_l("Name the body that decides in the end."))

    def titles(self) -> dict[str, str]:
        both = {"fr": self.title_fr.data, "en": self.title_en.data}
        return {code: text for code, text in both.items() if text}

    def values(self, language: str) -> dict[str, Any]:
        """Everything but the titles, as the round keeps it."""
        kept: dict[str, Any] = {
            "binding": Binding(self.binding.data),
            "binding_body": {language: self.body.data} if self.body.data else None,
            "disclosure": Disclosure(self.disclosure.data),
            "opens_at": to_utc(self.opens_at.data),
            "closes_at": to_utc(self.closes_at.data),
            "early_close": bool(self.early_close.data),
            "weighted": bool(self.weighted.data),
            "roll_filters": {
                "categories": _listed(self.categories.data),
                "colleges": _listed(self.colleges.data),
                "paid_up": bool(self.paid_up.data),
            },
        }
        if self.publication.data:
            kept["publication"] = Publication(self.publication.data)
        return kept

    @classmethod
    def showing(cls, round: Round) -> "RoundForm":
        filters = round.roll_filters
        return cls(
            formdata=None,
            data={
                "title_fr": round.titles.get("fr", ""),
                "title_en": round.titles.get("en", ""),
                "binding": round.binding,
                "body": next(iter((round.binding_body or {}).values()), ""),
                "disclosure": round.disclosure,
                "publication": round.publication,
                "opens_at": to_local(round.opens_at),
                "closes_at": to_local(round.closes_at),
                "early_close": round.early_close,
                "weighted": round.weighted,
                "categories": ", ".join(filters.get("categories", [])),
                "colleges": ", ".join(filters.get("colleges", [])),
                "paid_up": filters.get("paid_up", False),
            },
        )


class QuestionForm(Form):
    """One question under one rule. Parameters of the rule are fields of the page, read apart."""

    title_fr = StringField(_l("Question in French"), [Length(max=300)])
    title_en = StringField(_l("Question in English"), [Length(max=300)])
    options = TextAreaField(
        _l("Options, one on each line"),
        [Length(max=20_000)],
        description=_l("For a translation write “French | English”. For a cost, “= 1200” behind."),
    )
    quorum = SelectField(_l("Quorum: share of the voters who must take part"), choices=SHARES)
    majority = SelectField(_l("Majority: share that is needed"), choices=SHARES)
    strict = BooleanField(_l("More than that share, not just that much"), default=True)
    base = SelectField(
        _l("Share of what?"),
        choices=[
            ("expressed", _l("Votes expressed, without blank ones and abstentions")),
            ("cast", _l("Votes cast, without abstentions")),
            ("present", _l("All who took part")),
            ("roll", _l("All who may vote")),
        ],
    )
    most = IntegerField(
        _l("How many may be chosen at most (empty: any number)"),
        [Optional(), NumberRange(1, 200, _l("A number from 1 to 200."))],
    )
    grades = IntegerField(
        _l("How many grades"),
        [Optional(), NumberRange(3, 7, _l("A number from 3 to 7."))],
        default=6,
    )
    tie = SelectField(
        _l("If options are level"),
        choices=[
            ("nobody", _l("The tie stands")),
            ("earlier", _l("The one that stands first wins")),
            ("lot", _l("A lot whose seed is fixed beforehand")),
            ("chair", _l("The chair decides, in public")),
        ],
    )

    def validate_title_en(self, field: StringField) -> None:
        if not (field.data or self.title_fr.data):
            raise ValidationError(_l("Write the question in one language at least."))

    def titles(self) -> dict[str, str]:
        both = {"fr": self.title_fr.data, "en": self.title_en.data}
        return {code: text for code, text in both.items() if text}

    def option_list(self, language: str) -> list[dict[str, Any]]:
        lines = [line.strip() for line in (self.options.data or "").splitlines() if line.strip()]
        return [_option(line, language) for line in lines]

    def requirements(self) -> dict[str, Any]:
        quorum, majority = _share(self.quorum.data), _share(self.majority.data)
        return {
            "quorum": {"share": quorum, "of": "roll"} if quorum else None,
            "majority": {
                "share": majority, "strict": bool(self.strict.data), "base": self.base.data
            } if majority else None,
            "threshold": None,
        }  # fmt: skip


def _listed(text: str | None) -> list[str]:
    return [part.strip() for part in (text or "").split(",") if part.strip()]


def _share(text: str | None) -> list[int] | None:
    return [int(part) for part in text.split("/")] if text else None


def _option(line: str, language: str) -> dict[str, Any]:
    """``Un banc | A bench = 1200`` -> titles and cost."""
    text, equals, cost = line.rpartition("=")
    amount = cost.replace(" ", "").replace("\N{NO-BREAK SPACE}", "").removesuffix("€")
    if not (equals and amount.isascii() and amount.isdigit()):
        text, amount = line, ""
    french, bar, english = (part.strip() for part in text.partition("|"))
    titles = {"fr": french, "en": english} if bar else {language: french}
    return {"title": titles, "cost": int(amount) if amount else None}
