"""What a rule leaves open, as it is typed. A mistake is told by the field's label, with a cure."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from wtforms.validators import ValidationError

from civic.core.words import N_
from voting import settings
from voting.forms.questions import share_of
from voting.rules import BadParameter, Parameter, VotingRule

SEVERAL = {
    "numbers": N_(
        "“%(name)s”: write one whole number for all, or one for each option that it speaks of, in "
        "their order, such as “1, 3, 1”."
    ),
    "amounts": N_(
        "“%(name)s”: write one whole amount for all, or one for each number in use, such as "
        "“20000, 5000”."
    ),
    "names": N_("“%(name)s”: write names, with a semicolon between two."),
}


class Settings:
    """``typed`` as the fields show it; ``values`` once ``validate`` found no fault."""

    def __init__(self, rule: VotingRule, typed: Mapping[str, str]) -> None:
        self.rule, self.typed = rule, typed
        self.values: dict[str, Any] = {}
        self.errors: dict[str, str] = {}
        """Sentences by the parameter's name."""

    @classmethod
    def sent(cls, rule: VotingRule, fields: MultiDict[str, str]) -> "Settings":
        """A number for each option comes in fields of one name, in their order."""
        return cls(
            rule, {p.name: _together(p, fields.getlist(f"p-{p.name}")) for p in rule.parameters}
        )

    @classmethod
    def showing(cls, rule: VotingRule, had: Mapping[str, Any]) -> "Settings":
        values = {p.name: had.get(p.name, p.default) for p in rule.parameters}
        return cls(rule, {name: written(value) for name, value in values.items()})

    def validate(self) -> bool:
        self.values, self.errors = {}, {}
        for parameter in self.rule.parameters:
            typed = self.typed[parameter.name]
            try:
                found = parameter.read(_plain(parameter, typed))
                if found is None and parameter.least is not None:
                    raise BadParameter(parameter.name)
                self.values[parameter.name] = found
            except (BadParameter, ValidationError):
                self.errors[parameter.name] = self._cure(parameter, missing=not typed)
        return not self.errors

    def each(
        self, parameter: Parameter, options: Sequence[Mapping[str, Any]]
    ) -> list[tuple[Mapping[str, str], str]]:
        """Title and number of each option, where the parameter has one for each of them."""
        if not self._has_each(parameter):
            return []
        numbers = _parts(self.typed[parameter.name])
        if len(numbers) < 2:
            numbers *= len(options)
        usual = [written(parameter.default)] * len(options)
        filled = [*numbers, *usual[len(numbers) :]]
        return [(option["title"], number) for option, number in zip(options, filled, strict=False)]

    def refuse(self, name: str) -> None:
        """The count found what a field by itself could not."""
        parameter = next(p for p in self.rule.parameters if p.name == name)
        self.errors[name] = self._cure(parameter, missing=False)

    @property
    def missing(self) -> list[str]:
        """Labels of what is needed and not written yet."""
        return [
            settings.label(p)
            for p in self.rule.parameters
            if not self.typed[p.name] and p.default is None and p.least is not None
        ]

    @property
    def seldom(self) -> bool:
        """Whether one of those that few votes need is set."""
        return any(
            p.seldom and self.typed[p.name] not in ("", written(p.default))
            for p in self.rule.parameters
        )

    def _cure(self, parameter: Parameter, *, missing: bool) -> str:
        name = settings.label(parameter)
        if self._has_each(parameter) and len(_parts(self.typed[parameter.name])) > 1:
            return _("“%(name)s”: write a whole number beside each option.", name=name)
        return str(self._sentence(parameter, name, missing=missing))

    def _has_each(self, parameter: Parameter) -> bool:
        """Whether it is a number of each option; not where one option has none."""
        return parameter.kind == "numbers" and not self.rule.keeps_last

    def _sentence(self, parameter: Parameter, name: str, *, missing: bool) -> Any:
        if missing:
            return _("“%(name)s” is missing. Write a whole number, without cents.", name=name)
        if parameter.words or parameter.kind == "option":
            return _("“%(name)s”: choose one of the answers.", name=name)
        if parameter.kind == "share":
            return _("“%(name)s”: write a fraction such as 1/20, or 5%%, or 0.", name=name)
        if parameter.kind == "decimal":
            return _("“%(name)s”: write a number such as 2 or 2.5.", name=name)
        if parameter.kind in SEVERAL:
            return _(SEVERAL[parameter.kind], name=name)
        least, most = parameter.least or 0, parameter.most
        if most is None or most > 10**9:
            return _("“%(name)s”: write a whole number from %(least)s up.", name=name, least=least)
        return _(
            "“%(name)s”: write a whole number from %(least)s to %(most)s.",
            name=name,
            least=least,
            most=most,
        )


def written(value: Any) -> str:
    """A value as a field shows it."""
    if isinstance(value, list):
        between = "; " if any(isinstance(one, str) for one in value) else ", "
        return between.join(map(str, value))
    return "" if value is None else str(value)


def _together(parameter: Parameter, typed: Sequence[str]) -> str:
    """Fields of one name as one line; a single number where all are the same."""
    if len(typed) < 2:
        return "".join(typed).strip()
    numbers = [number.strip() or written(parameter.default) for number in typed]
    return numbers[0] if len(set(numbers)) == 1 else ", ".join(numbers)


def _parts(typed: str) -> list[str]:
    return [part for part in re.split(r"[,;\s]+", typed) if part]


def _plain(parameter: Parameter, typed: str) -> Any:
    """As people write it -> as the rule reads it. Raises BadParameter and ValidationError."""
    if not typed or parameter.words or parameter.kind in ("option", "names"):
        return typed
    if parameter.kind == "share":
        if typed.replace(" ", "").rstrip("%") == "0":
            return "0"
        return "/".join(map(str, share_of(typed) or ()))
    if parameter.kind == "decimal":
        return typed.replace(",", ".")
    if parameter.kind in ("numbers", "amounts"):
        numbers = _parts(typed)
        if not all(part.isascii() and part.isdigit() and len(part) <= 16 for part in numbers):
            raise BadParameter(parameter.name)
        return int(numbers[0]) if len(numbers) == 1 else [int(part) for part in numbers]
    return "".join(typed.split()).removesuffix("€")
