"""What a vote is about and binds, who votes, what is disclosed, and when: a form for each page."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Self
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateTimeLocalField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import Length, NumberRange, Optional, StopValidation, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from civic.core.clock import now
from civic.core.forms import Form
from civic.core.words import LANGUAGES, time_zone
from voting.models import Binding, Disclosure, Publication, Round


def to_utc(local: datetime | None) -> datetime | None:
    return local.replace(tzinfo=ZoneInfo(time_zone())).astimezone(UTC) if local else None


def to_local(moment: datetime | None) -> datetime | None:
    return moment.astimezone(ZoneInfo(time_zone())).replace(tzinfo=None) if moment else None


def in_a_week() -> datetime:
    later = now().astimezone(ZoneInfo(time_zone())) + timedelta(days=7)
    return later.replace(hour=20, minute=0, second=0, microsecond=0, tzinfo=None)


def next_week() -> datetime:
    """A week from now at eight in the evening, in UTC."""
    return in_a_week().replace(tzinfo=ZoneInfo(time_zone())).astimezone(UTC)


MOST_CARRIED = 1_000


class SubjectForm(Form):
    title_fr = StringField(_l("Title in French"), [Length(max=140)])
    title_en = StringField(_l("Title in English"), [Length(max=140)])
    binding = RadioField(
        _l("What does the result bind?"),
        choices=[
            SelectChoice(Binding.DECISION, _l("It is a decision: what is chosen is done")),
            SelectChoice(Binding.ADVICE, _l("It is advice: somebody else decides, and says why")),
            SelectChoice(
                Binding.SUBJECT, _l("It is subject to another body, which can still refuse it")
            ),
        ],
        default=Binding.DECISION,
    )
    body = StringField(_l("Which body?"), [Length(max=140)])

    def validate_title_en(self, field: StringField) -> None:
        if not (field.data or self.title_fr.data):
            raise ValidationError(_l("Write the title in one language at least."))

    def validate_body(self, field: StringField) -> None:
        if self.binding.data == Binding.SUBJECT and not field.data:
            raise ValidationError(_l("Name the body that decides in the end."))

    def values(self, language: str) -> dict[str, Any]:
        titles = {code: self[f"title_{code}"].data for code in LANGUAGES}
        return {
            "titles": {code: text for code, text in titles.items() if text},
            "binding": Binding(self.binding.data),
            "binding_body": {language: self.body.data} if self.body.data else None,
        }

    @classmethod
    def showing(cls, round: Round) -> Self:
        return cls(
            formdata=None,
            data={f"title_{code}": round.titles.get(code, "") for code in LANGUAGES}
            | {
                "binding": round.binding,
                "body": next(iter((round.binding_body or {}).values()), ""),
            },
        )


class Boxes(SelectMultipleField):  # type: ignore[misc]
    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class VotersForm(Form):
    """Who of the space may vote. What may be ticked is what the members have."""

    categories = Boxes(_l("Only these categories (none ticked: all)"), choices=[])
    colleges = Boxes(_l("Only these colleges (none ticked: all)"), choices=[])
    paid_up = BooleanField(_l("Only members whose subscription is paid on the day of opening"))
    weighted = BooleanField(
        _l("Ballots have the weight that the list of members gives"),
        description=_l("Otherwise one person has one vote."),
    )

    passing = RadioField(
        _l("May a member pass their vote on?"),
        choices=[
            SelectChoice("", _l("No: everybody votes themselves")),
            SelectChoice("once", _l("Yes, to another voter, who takes part (a proxy)")),
            SelectChoice(
                "onward", _l("Yes, to another voter, who may pass it on in turn (delegation)")
            ),
        ],
        default="",
    )
    most = IntegerField(
        _l("For how many others may one person vote at most?"),
        [Optional(), NumberRange(1, MOST_CARRIED, _l("A number from 1 to 1,000."))],
        description=_l("As your statutes say; 3 is common. Delegation may leave it empty."),
        default=3,
    )

    def validate_passing(self, field: RadioField) -> None:
        if field.data == "once" and self.most.data is None and not self.most.errors:
            raise ValidationError(_l("Say for how many others one person may vote at most."))

    def offer(self, **groups: Sequence[tuple[str, int]]) -> None:
        """Names with how many members have them; what a draft holds stays on offer."""
        for name, known in groups.items():
            field = self[name]
            kept = [one for one in field.data or [] if one not in dict(known)]
            labels = [SelectChoice(group, f"{group} ({heads})") for group, heads in known]
            field.choices = labels + [SelectChoice(group, f"{group} (0)") for group in kept]

    def values(self, _language: str) -> dict[str, Any]:
        return {
            "roll_filters": {
                "categories": list(self.categories.data or []),
                "colleges": list(self.colleges.data or []),
                "paid_up": bool(self.paid_up.data),
            },
            "weighted": bool(self.weighted.data),
            "mandates": {"onward": self.passing.data == "onward", "most": self.most.data}
            if self.passing.data
            else None,
        }

    @classmethod
    def showing(cls, round: Round) -> Self:
        filters, mandates = round.roll_filters, round.mandates or {"most": 3}
        onward = mandates.get("onward")
        return cls(
            formdata=None,
            data={
                "categories": filters.get("categories", []),
                "colleges": filters.get("colleges", []),
                "paid_up": filters.get("paid_up", False),
                "weighted": round.weighted,
                "passing": "" if onward is None else "onward" if onward else "once",
                "most": mandates["most"],
            },
        )


class SecrecyForm(Form):
    copies_tell: str = ""  # why this vote cannot publish every ballot while it is secret

    disclosure = RadioField(
        _l("Who learns how somebody voted?"),
        choices=[
            SelectChoice(Disclosure.SECRET, _l("Nobody: the vote is secret")),
            SelectChoice(
                Disclosure.OPEN, _l("Everybody who may see the vote: names stand beside choices")
            ),
        ],
        default=Disclosure.SECRET,
    )
    publication = RadioField(
        _l("What is published after closing?"),
        choices=[
            SelectChoice(
                "", _l("What is usual: ballots, or sums where ballots would give voters away")
            ),
            SelectChoice(Publication.BALLOTS, _l("Every ballot, shuffled, without names")),
            SelectChoice(Publication.SUMS, _l("Sums only; auditors can still count the ballots")),
        ],
        default="",
    )

    what_if = RadioField(
        _l("After closing, may the ballots be counted under other rules, as a game?"),
        choices=[
            SelectChoice(
                "", _l("What is usual: no in assemblies and for several places; else yes")
            ),
            SelectChoice("yes", _l("Yes, if every ballot is published")),
            SelectChoice("no", _l("No")),
        ],
        default="",
    )

    def validate_publication(self, field: RadioField) -> None:
        if self.disclosure.data == Disclosure.OPEN and field.data == Publication.SUMS:
            raise ValidationError(
                _l("An open vote publishes its ballots, with names. Choose another publication.")
            )
        shuffled = (Disclosure.SECRET, Publication.BALLOTS)
        if self.copies_tell and (self.disclosure.data, field.data) == shuffled:
            raise ValidationError(self.copies_tell)

    def values(self, _language: str) -> dict[str, Any]:
        chosen = Publication(self.publication.data) if self.publication.data else None
        return {
            "disclosure": Disclosure(self.disclosure.data),
            "publication": chosen,
            "what_if": {"yes": True, "no": False}.get(self.what_if.data),
        }

    @classmethod
    def showing(cls, round: Round) -> Self:
        chosen = round.publication if round.publication_chosen else ""
        played = {True: "yes", False: "no", None: ""}[round.what_if]
        return cls(
            formdata=None,
            data={"disclosure": round.disclosure, "publication": chosen, "what_if": played},
        )


def _beginning(form: "ScheduleForm", field: DateTimeLocalField) -> None:
    if form.opens.data == "date" and not field.data:
        field.errors = []
        raise StopValidation(_l("Say when it opens, or open it by hand."))


def _end(_form: "ScheduleForm", field: DateTimeLocalField) -> None:
    """Asked before all else: after ``Optional`` an empty end is not looked at any more."""
    if not field.data:
        field.errors = []
        raise StopValidation(_l("Say when the vote closes."))


class ScheduleForm(Form):
    opens = RadioField(
        _l("How does it open?"),
        choices=[
            SelectChoice("hand", _l("By hand, when everything is ready")),
            SelectChoice("date", _l("By itself, once it is announced")),
        ],
        default="hand",
    )
    opens_at = DateTimeLocalField(_l("Opens at"), [_beginning, Optional()])
    closes_at = DateTimeLocalField(_l("Closes at"), [_end])
    early_close = BooleanField(
        _l("Close as soon as all have voted"),
        description=_l("Nobody can change their ballot from then on."),
    )

    by_two = RadioField(
        _l("To close early, extend or cancel, once open"),
        choices=[
            SelectChoice("", _l("One person, with a public reason")),
            SelectChoice("two", _l("Two people: one asks, another agrees")),
        ],
        default="",
        description=_l("The voters read it before they vote. It cannot be changed once open."),
    )

    def validate_closes_at(self, field: DateTimeLocalField) -> None:
        begins = self.opens_at.data if self.opens.data == "date" else None
        if field.data <= (begins or to_local(now())):
            raise ValidationError(_l("It must close after it opens. Choose a later end."))

    def values(self, _language: str) -> dict[str, Any]:
        return {
            "opens_at": to_utc(self.opens_at.data) if self.opens.data == "date" else None,
            "closes_at": to_utc(self.closes_at.data),
            "early_close": bool(self.early_close.data),
            "by_two": self.by_two.data == "two",
        }

    @classmethod
    def showing(cls, round: Round) -> Self:
        return cls(
            formdata=None,
            data={
                "opens": "date" if round.opens_at else "hand",
                "opens_at": to_local(round.opens_at),
                "closes_at": to_local(round.closes_at),
                "early_close": round.early_close,
                "by_two": "two" if round.by_two else "",
            },
        )
