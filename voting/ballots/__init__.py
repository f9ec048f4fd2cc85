"""Ballot forms: what a member may write on a ballot, and how it is kept. Pure.

A form is one file in this folder that defines ``FORM``; what forms share begins with ``_``. A
choice is plain JSON, as voting/FORMAT.md describes it; ``None`` is a blank choice, on every form.
What a choice is about is always the frozen options of the question; whatever else stands in the
input is a problem.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import numpy as np
from numpy.typing import NDArray

Fields = Mapping[str, Sequence[str]]
"""An HTML form as it arrives: a name, and all values sent under it."""
Settings = Mapping[str, Any]
"""The ``form_parameters`` of a question."""
Choice = Any
"""JSON; None is blank."""

BLANK = "blank"
LONGEST = 500
"""No ballot sends more values than this under one name."""


@dataclass(frozen=True)
class Option:
    """What a ballot form needs to know of an option."""

    id: str
    cost: int | None = None


Options = Sequence[Option]


@dataclass(frozen=True)
class Problem:
    """What keeps a ballot from being taken."""

    code: str
    """Stable: pages, tests and importers know it."""
    option: str = ""
    numbers: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class BallotForm:
    id: str
    read: Callable[[Fields, Options], Choice]
    """The choice as it was sent, unjudged. ``Unread`` for what is no choice at all."""
    judge: Callable[[Choice, Options, Settings], list[Problem]]
    """What is wrong with a choice that is not blank."""
    marks: Callable[[Choice, Options, Settings], tuple[int, ...]]
    """A choice without problems as a row of a profile: one whole number for each option."""
    write: Callable[[Choice], list[tuple[str, str]]]
    """Names and values of hidden fields that ``read`` turns into the same choice again."""
    invent: Callable[[Sequence[int], Options, Settings], Choice]
    """The choice of somebody who likes the options so much, each from 0 to 99: for trials."""
    ticks: bool = False
    """Whether a choice is a list of options, each of which is marked with 1, and the others with 0:
    then many ballots are turned into rows at once."""
    settings: Mapping[str, Any] = field(default_factory=dict)
    """The form parameters and their defaults."""
    longest_text: int = 0
    """How many code points of a voter's own words a choice may hold."""
    cut: Callable[[Choice], tuple[Choice, Mapping[str, str]]] | None = None
    """A choice without its words, and the words by option: they are no part of a secret ballot."""

    def parse(self, fields: Fields, options: Options, *, prefix: str = "") -> Choice:
        """The choice that a page sent for one question, blank if blank was chosen."""
        own = {k.removeprefix(prefix): v for k, v in fields.items() if k.startswith(prefix)}
        if own.get(BLANK) == ["1"]:
            marked = any(text for name, values in own.items() if name != BLANK for text in values)
            return Unread("blank_and_more") if marked else None
        if any(len(values) > LONGEST for values in own.values()):
            return Unread("too_long")
        return self.read(own, options)

    def problems(self, choice: Choice, options: Options, settings: Settings) -> list[Problem]:
        if choice is None:
            return []
        if isinstance(choice, Unread):
            return [Problem(choice.code, choice.option)]
        return self.judge(choice, options, settings)

    def rows(
        self, choices: Sequence[Choice], options: Options, settings: Settings
    ) -> NDArray[np.int64]:
        """Choices without problems, none of them blank: the marks of each in a row."""
        if not self.ticks:
            marks = [self.marks(choice, options, settings) for choice in choices]
            return np.array(marks, dtype=np.int64).reshape(-1, len(options))
        place = {option.id: number for number, option in enumerate(options)}
        sizes = [len(choice) for choice in choices]
        columns = [place[option] for choice in choices for option in choice]
        table = np.zeros((len(choices), len(options)), dtype=np.int64)
        table[np.repeat(np.arange(len(choices)), sizes), np.array(columns, dtype=np.int64)] = 1
        return table

    def fields(self, choice: Choice, *, prefix: str = "") -> list[tuple[str, str]]:
        """Hidden fields that carry the choice from the check page to the urn."""
        written = [(BLANK, "1")] if choice is None else self.write(choice)
        return [(prefix + name, value) for name, value in written]


@dataclass(frozen=True)
class Unread:
    """Input that cannot be a choice; always a problem, never an exception."""

    code: str
    option: str = ""


@cache
def _forms(path: tuple[str, ...]) -> dict[str, BallotForm]:
    found = (module.name for module in iter_modules(path))
    names = sorted(name for name in found if not name.startswith("_"))
    return {form.id: form for form in (import_module(f"{__name__}.{n}").FORM for n in names)}


def all_forms() -> dict[str, BallotForm]:
    """Every form by its id."""
    return _forms(tuple(__path__))


def known(options: Options) -> frozenset[str]:
    return frozenset(option.id for option in options)


def unknown_or_twice(ids: Sequence[Any], options: Options) -> list[Problem]:
    """For forms whose choice is a list of options."""
    there = known(options)
    problems = [
        Problem("unknown_option") for id in ids if not isinstance(id, str) or id not in there
    ]
    if not problems and len(set(ids)) < len(ids):
        problems = [Problem("option_twice", next(id for id in ids if list(ids).count(id) > 1))]
    return problems


def whole(text: str, *, most: int = 10**6) -> int | None:
    """A whole number written in plain digits; None for anything else ("１", "1_000", " 1")."""
    if not (text.isascii() and text.isdigit()) or len(text) > 7:
        return None
    return int(text) if str(int(text)) == text and int(text) <= most else None
