"""What a rule leaves open, and how it is read from a page, a file or a frozen round."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Parameters = Mapping[str, Any]
TEXTS = {
    "decimal": re.compile(r"(0|[1-9][0-9]{0,8})(\.[0-9]{1,6})?"),
    "share": re.compile(r"0|[1-9][0-9]{0,3}/[1-9][0-9]{0,3}"),
}
"""Parameters that are kept as text, and how they are written."""
LISTS = ("numbers", "amounts")
MOST_NUMBERS = 2_000
MOST_NAMES, LONGEST_NAME = 200, 100


def N_(sentence: str) -> str:
    """Mark a sentence for translation; the page that shows it translates it."""
    return sentence


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """A choice that a rule leaves open: a whole number within bounds or one of some words; or, by
    its ``kind``, an amount with decimals, numbers for each option, or an option of the paper."""

    name: str
    label: str
    default: int | str | None
    least: int | None = None
    most: int | None = None
    words: Mapping[str, str] = field(default_factory=dict)
    """Value -> what it means, marked for translation."""
    example: str = ""
    """Where changing it changes the outcome, marked for translation."""
    seldom: bool = False
    """Whether few votes need it: pages put it behind the others, folded."""
    only_with: tuple[str, str] | None = None
    """Another parameter and the value without which this one says nothing."""
    kind: str = "number"
    """``number``; ``decimal`` and ``share`` (such as 1/20, or 0): kept as text; ``numbers``: one
    for all, or a list in the order of the options; ``amounts``: one for all groups, or a list for
    group 1, 2 and so on; ``option``: an id, which only the count can judge;
    ``names``: texts, one after the other."""

    def read(self, value: Any) -> Any:
        """The value as the rule wants it, plain JSON. Raises BadParameter."""
        if value in (None, "") or value == self.default:
            return self.default
        if self.words:
            return self._checked(value, isinstance(value, str) and value in self.words)
        if self.kind == "option" and isinstance(value, str):
            return self._checked(value, len(value) <= 300)
        several = self.kind in LISTS
        if several and isinstance(value, str) and "," in value:
            value = [self._whole(one.strip()) for one in value.split(",")]
        if several and isinstance(value, list):
            numbers = all(type(number) is int for number in value)
            self._checked(value, numbers and 0 < len(value) <= MOST_NUMBERS)
            return [self._whole(number) for number in value]
        if self.kind == "names":
            return self._names(value)
        if self.kind in TEXTS and not isinstance(value, bool):
            return self._checked(str(value), TEXTS[self.kind].fullmatch(str(value)) is not None)
        return self._whole(value)

    def _checked(self, value: Any, holds: bool) -> Any:
        if not holds:
            raise BadParameter(self.name)
        return value

    def _names(self, value: Any) -> list[str]:
        if isinstance(value, str):
            value = [name.strip() for name in value.split(";")]
        fine = isinstance(value, list) and 0 < len(value) <= MOST_NAMES
        self._checked(value, fine and all(self._is_name(name) for name in value))
        return [str(name) for name in value]

    @staticmethod
    def _is_name(name: Any) -> bool:
        return isinstance(name, str) and name.strip() == name and 0 < len(name) <= LONGEST_NAME

    def _whole(self, value: Any) -> int:
        text = str(value)
        if isinstance(value, bool) or not (text.isascii() and text.isdigit() and len(text) <= 16):
            raise BadParameter(self.name)
        number = int(text)
        if number < (self.least or 0) or (self.most is not None and number > self.most):
            raise BadParameter(self.name)
        return number


class BadParameter(ValueError):
    """Names the parameter that is unknown, missing or out of bounds."""

    def __init__(self, name: str, expected: str = "") -> None:
        what = f"wants {expected}" if expected else "is unknown or out of bounds"
        super().__init__(f"parameter {name} {what}")
        self.name = name


SEATS = Parameter(
    name="seats",
    label=N_("How many are elected"),
    default=1,
    least=1,
    most=100,
    example=N_("As many as there are places to fill."),
)

LEAST_SHARE = Parameter(
    name="least_share",
    label=N_("Share of the ballots that an option needs at least (such as 1/4; 0: none)"),
    default="0",
    kind="share",
    example=N_("With 1/4, an option on 24 ballots of 100 is not elected, even if it leads."),
)

BUDGET = Parameter(
    name="budget",
    label=N_("The whole budget"),
    default=None,
    least=1,
    most=2**50,
    example=N_("With a larger budget, projects that did not fit are funded."),
)
