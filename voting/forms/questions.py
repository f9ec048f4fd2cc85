"""One question: what is asked, its options, and the rule that decides it."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, Self

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import IntegerField, RadioField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import Length, NumberRange, Optional, ValidationError

from civic.core.forms import Form
from civic.core.words import LANGUAGES
from voting.rules import VotingRule

LONGEST_OPTION, LONGEST_TEXT, MOST_ROWS = 300, 5_000, 200


class QuestionForm(Form):
    title_fr = StringField(_l("Question in French"), [Length(max=300)])
    title_en = StringField(_l("Question in English"), [Length(max=300)])
    text_fr = TextAreaField(_l("Explanation in French, if needed"), [Length(max=LONGEST_TEXT)])
    text_en = TextAreaField(_l("Explanation in English, if needed"), [Length(max=LONGEST_TEXT)])

    def validate_title_en(self, field: StringField) -> None:
        if not (field.data or self.title_fr.data):
            raise ValidationError(_l("Write the question in one language at least."))

    def texts(self, name: str) -> dict[str, str]:
        both = {code: self[f"{name}_{code}"].data for code in LANGUAGES}
        return {code: text for code, text in both.items() if text}

    @classmethod
    def showing(cls, question: Mapping[str, Any]) -> Self:
        shown = {
            f"{name}_{code}": question[name].get(code, "")
            for name in ("title", "text")
            for code in LANGUAGES
        }
        return cls(formdata=None, data=shown)


class Options:
    """The rows of options as they are typed: a row may be empty, and is then left out."""

    def __init__(self, rows: Sequence[Mapping[str, Any]]) -> None:
        self.rows = [dict(row) for row in rows]
        self.removed: dict[str, Any] | None = None
        self.errors: list[str] = []

    @classmethod
    def of(cls, written: Sequence[Mapping[str, Any]]) -> Self:
        return cls(
            [
                {"id": one["id"], "cost": "" if one.get("cost") is None else str(one["cost"])}
                | {f"title_{c}": one["title"].get(c, "") for c in LANGUAGES}
                | {f"text_{c}": (one.get("text") or {}).get(c, "") for c in LANGUAGES}
                for one in written
            ]
        )

    @classmethod
    def sent(cls, fields: MultiDict[str, str]) -> Self:
        names = ("id", "cost", *(f"{n}_{c}" for n in ("title", "text") for c in LANGUAGES))
        count = min(max(len(fields.getlist(f"o-{name}")) for name in names), MOST_ROWS)
        columns = {name: [*fields.getlist(f"o-{name}"), *[""] * count] for name in names}
        found = cls([{name: columns[name][n].strip() for name in names} for n in range(count)])
        if fields.get("out-at", "").isdigit():
            found.removed = {name: fields.get(f"out-{name}", "") for name in names}
            found.removed["at"] = int(fields["out-at"])
        return found

    def change(self, deed: str) -> None:
        """``more``, ``up:2``, ``down:2``, ``out:2``, ``back``: a button that saves nothing."""
        what, _colon, number = deed.partition(":")
        place = int(number) if number.isdigit() else -1
        if what == "more":
            self.more()
        elif what == "back" and self.removed:
            self.rows.insert(self.removed.pop("at"), self.removed)
            self.removed = None
        elif 0 <= place < len(self.rows):
            row = self.rows.pop(place)
            if what == "out":
                self.removed = row | {"at": place}
            else:
                self.rows.insert(max(place + {"up": -1}.get(what, 1), 0), row)

    def more(self, rows: int = 1) -> None:
        self.rows += [{} for _ in range(rows)][: MOST_ROWS - len(self.rows)]

    def add(self, id: str, title: Mapping[str, str], cost: int | None) -> None:
        """A row of another feature, unless it is there already."""
        if all(row.get("id") != id for row in self.rows):
            self.rows = [row for row in self.rows if _is_written(row)]
            self.rows += self.of([{"id": id, "title": title, "cost": cost}]).rows

    def add_lines(self, text: str, language: str) -> None:
        """One option a line, as a list is pasted; what follows a semicolon or a tab is its cost,
        if it is a whole number. Nobody is listed twice."""
        known = {row.get(f"title_{code}") for row in self.rows for code in LANGUAGES}
        if text.strip():
            self.rows = [row for row in self.rows if _is_written(row)]
        for line in text.splitlines():
            title, cost = _priced(line)
            if not title or title in known:
                continue
            known.add(title)
            self.rows.append({f"title_{language}": title, "cost": cost})
            if len(self.rows) > MOST_ROWS:
                break
        if len(self.rows) > MOST_ROWS:
            del self.rows[MOST_ROWS:]
            self.errors.append(_("A question has 200 options at most; the rest is left out."))

    def validate(self) -> bool:
        for place, row in enumerate(self.rows, 1):
            if not _is_written(row):
                continue
            numbers = {"place": place}
            if not any(row.get(f"title_{code}") for code in LANGUAGES):
                self.errors.append(_("Option %(place)s has no title. Write one.", **numbers))
            if any(len(row.get(f"title_{code}", "")) > LONGEST_OPTION for code in LANGUAGES):
                said = _("The title of option %(place)s is too long. Shorten it.", **numbers)
                self.errors.append(said)
            if any(len(row.get(f"text_{code}", "")) > LONGEST_TEXT for code in LANGUAGES):
                said = _("The explanation of option %(place)s is too long.", **numbers)
                self.errors.append(said)
            if row.get("cost") and _whole(row["cost"]) is None:
                said = _("The cost of option %(place)s is not a whole number.", **numbers)
                self.errors.append(said)
        return not self.errors

    def values(self) -> list[dict[str, Any]]:
        return [
            {
                "id": row.get("id") or None,
                "title": {c: row[f"title_{c}"] for c in LANGUAGES if row.get(f"title_{c}")},
                "text": {c: row[f"text_{c}"] for c in LANGUAGES if row.get(f"text_{c}")},
                "cost": _whole(row.get("cost", "")),
            }
            for row in self.rows
            if _is_written(row)
        ]

    def explains(self, row: Mapping[str, Any]) -> bool:
        return any(row.get(f"text_{code}") for code in LANGUAGES)

    @property
    def have_costs(self) -> bool:
        return any(row.get("cost") for row in self.rows)


def _priced(line: str) -> tuple[str, str]:
    """An option's title, and what stands behind the last semicolon or tab, if it is a number."""
    title, _mark, cost = line.strip("\t ;").replace("\t", ";").rpartition(";")
    if not title or _whole(cost) is None:
        title, cost = line, ""
    return " ".join(title.replace("\t", " ").split()).strip(" ;"), cost.strip()


def _is_written(row: Mapping[str, Any]) -> bool:
    return any(text for name, text in row.items() if name != "id")


def _whole(text: str) -> int | None:
    plain = "".join(text.split()).removesuffix("€")
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) <= 15 else None


class RuleForm(Form):
    """What a rule leaves open, and what is required. The rule's own parameters are read apart."""

    quorum = StringField(
        _l("Quorum: which share must take part?"),
        [Length(max=20)],
        description=_l("A fraction such as 1/3, or per cent such as 33%. Empty: none."),
    )
    quorum_of = SelectField(
        _l("Share of what?"),
        choices=[
            SelectChoice("roll", _l("Of those who may vote")),
            SelectChoice("present", _l("Of those who may vote, without those represented")),
            SelectChoice("weight", _l("Of all their votes")),
        ],
        default="roll",
    )
    majority = StringField(
        _l("Majority: which share is needed?"),
        [Length(max=20)],
        description=_l("1/2, 2/3, 75%… Empty: more than anything else is enough."),
    )
    strict = RadioField(
        _l("Is exactly that share enough?"),
        choices=[
            SelectChoice("yes", _l("No, more is needed")),
            SelectChoice("no", _l("Yes, that much is enough")),
        ],
        default="yes",
    )
    base = SelectField(
        _l("Share of what?"),
        choices=[
            SelectChoice("expressed", _l("Votes expressed, without blank ones and abstentions")),
            SelectChoice("cast", _l("Votes cast, without abstentions")),
            SelectChoice("present", _l("All votes present or represented, blank ones included")),
            SelectChoice("roll", _l("All who may vote")),
        ],
        default="expressed",
    )
    threshold = IntegerField(
        _l("Votes that an option needs at least (empty: any number)"),
        [Optional(), NumberRange(1, 10**9, _l("A number from 1 up."))],
    )
    most = IntegerField(
        _l("How many may be chosen at most (empty: any number)"),
        [Optional(), NumberRange(1, 200, _l("A number from 1 to 200."))],
    )
    grades = IntegerField(
        _l("How many grades"),
        [Optional(), NumberRange(3, 10, _l("A number from 3 to 10."))],
        default=6,
    )
    tie = RadioField(
        _l("If options are level"),
        choices=[
            SelectChoice("nobody", _l("The tie stands")),
            SelectChoice("earlier", _l("The one that stands first wins")),
            SelectChoice("lot", _l("A lot whose seed is fixed beforehand")),
            SelectChoice("chair", _l("The chair decides, in public")),
        ],
        default="nobody",
    )

    def validate_quorum(self, field: StringField) -> None:
        share_of(field.data)

    def validate_majority(self, field: StringField) -> None:
        share_of(field.data)

    def settings(self, rule: VotingRule) -> dict[str, Any]:
        """The form parameters of the ballot."""
        found: dict[str, Any] = {"max": self.most.data} if self.most.data else {}
        return found | ({"grades": self.grades.data or 6} if rule.form == "grades" else {})

    def requirements(self, rule: VotingRule) -> dict[str, Any]:
        quorum, majority = share_of(self.quorum.data), share_of(self.majority.data)
        can_need = rule.support is not None
        strict = self.strict.data != "no"
        return {
            "quorum": {"share": quorum, "of": self.quorum_of.data} if quorum else None,
            "majority": {"share": majority, "strict": strict, "base": self.base.data}
            if majority and can_need
            else None,
            "threshold": self.threshold.data if can_need and rule.options is None else None,
        }

    @classmethod
    def showing(cls, question: Mapping[str, Any], rule: VotingRule) -> Self:
        required, settings = question["requirements"], question["form_parameters"]
        quorum, majority = required["quorum"] or {}, required["majority"] or {}
        same = question["rule"] == rule.id
        return cls(
            formdata=None,
            data={
                "quorum": "/".join(map(str, quorum.get("share", []))),
                "quorum_of": quorum.get("of", "roll"),
                "majority": "/".join(map(str, majority.get("share", []))),
                "strict": "yes" if majority.get("strict", True) else "no",
                "base": majority.get("base", "expressed"),
                "threshold": required["threshold"],
                "most": settings.get("max") if same else None,
                "grades": settings.get("grades", 6) if same else 6,
                "tie": question["tie"]["procedure"],
            },
        )


def share_of(text: str | None) -> list[int] | None:
    """``1/3``, ``33 %`` or ``33,5 %`` as numerator and denominator; None for nothing.

    Raises ValidationError."""
    plain = "".join((text or "").split()).replace(",", ".")
    if not plain:
        return None
    bad = ValidationError(_l("Write a fraction such as 1/3, or per cent such as 33%, up to 100%."))
    if not plain.isascii() or not plain.replace("/", "").replace(".", "").strip("%").isdigit():
        raise bad
    try:
        share = Fraction(plain.removesuffix("%")) / (100 if plain.endswith("%") else 1)
    except (ValueError, ZeroDivisionError):
        raise bad from None
    if not 0 < share <= 1 or share.denominator > 10**6:
        raise bad
    return [share.numerator, share.denominator]
