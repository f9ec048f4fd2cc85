"""Voting rules: pure functions from a profile of ballots to an outcome.

A rule is one file in this folder that defines ``RULE``. It imports the standard library, numpy
and this module. Drop a file in, and it is offered to organisers, cast under, counted, explained,
and put through ``tests/voting/rules/test_every_rule.py``. A name that starts with ``_`` is no
rule. How each rule counts, to the last detail, is in voting/FORMAT.md.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voting.rules import _rows
from voting.rules._parameters import (
    BUDGET,
    LEAST_SHARE,
    N_,
    SEATS,
    BadParameter,
    Parameter,
    Parameters,
)

__all__ = [
    "BUDGET",
    "LEAST_SHARE",
    "N_",
    "SEATS",
    "BadParameter",
    "N_n",
    "Option",
    "Outcome",
    "Parameter",
    "Parameters",
    "Profile",
    "Reason",
    "Sentence",
    "VotingRule",
    "all_rules",
    "fill",
    "groups",
]

Option = str
Reason = tuple[str, Mapping[str, Any]]
"""A sentence's id and what goes into it: numbers, and option ids under the keys ``option``,
``other`` and ``options``. The page that shows it makes the sentence."""


@dataclass(frozen=True)
class Sentence:
    """A sentence with a plural, chosen by the number called ``count``."""

    one: str
    many: str


def N_n(one: str, many: str) -> Sentence:
    """Mark a sentence and its plural for translation."""
    return Sentence(one, many)


@dataclass(frozen=True, eq=False)
class Profile:
    """All ballots of a question that are not blank, without people.

    ``marks``: one row per distinct ballot, one column per option; what a number means is the
    ballot form's affair. ``times``: the weight of each row. Whole numbers only, and marks
    may be as narrow as they were read: they are widened before anything is added to them.
    """

    options: tuple[Option, ...]
    marks: NDArray[Any]
    times: NDArray[np.int64]
    costs: tuple[int, ...] = ()
    """What each option costs, in whole units of money; empty where nothing has a cost."""

    @classmethod
    def of(
        cls,
        options: Sequence[Option],
        ballots: Iterable[Sequence[int]] | NDArray[np.int64],
        weights: Iterable[int] | None = None,
        costs: Sequence[int] = (),
    ) -> "Profile":
        """Equal ballots become one row; rows are sorted, so that no order remains."""
        table = ballots if isinstance(ballots, np.ndarray) else list(ballots)
        rows = np.asarray(table, dtype=np.int64).reshape(-1, len(options))
        heavy = np.ones(len(rows), dtype=np.int64)
        if weights is not None:
            heavy = np.array(list(weights), dtype=np.int64)
        return cls.of_rows(options, rows, heavy, costs)

    @classmethod
    def of_rows(
        cls,
        options: Sequence[Option],
        rows: NDArray[np.int64],
        weights: NDArray[np.int64],
        costs: Sequence[int] = (),
    ) -> "Profile":
        """The same of marks that stand in one table already: ballots × options."""
        if not len(rows) or not len(options):
            return cls(tuple(options), rows[:0], weights[:0], tuple(costs))
        marks, times = _rows.together(rows, weights)
        return cls(tuple(options), marks, times, tuple(costs))

    @property
    def weight(self) -> int:
        """Sum of the weights of all ballots that are not blank."""
        return int(self.times.sum())

    def totals(self) -> dict[Option, int]:
        """The weight of the marks of each option."""
        return dict(zip(self.options, _rows.totals(self.marks, self.times), strict=True))


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What came out, and all that is needed to say why. JSON throughout, without floats."""

    elected: tuple[Option, ...]
    """Sure of a place, however ties are broken."""
    tied: tuple[Option, ...] = ()
    """Level for the places left over. A rule reports ties; only a tie order breaks them."""
    runoff: tuple[Option, ...] = ()
    """Between whom a second round is to be held, where nobody has won this one."""
    seats: Mapping[Option, int] | None = None
    """How many places each option surely has, where one can have several."""
    ranking: tuple[tuple[Option, ...], ...] = ()
    """Groups of level options, best first, where the rule ranks."""
    steps: tuple[Mapping[str, Any], ...] = ()
    """The count, so that a page can replay it and a person can check it by hand."""
    reasons: tuple[Reason, ...] = ()
    numbers: Mapping[str, Any] = field(default_factory=dict)
    chart: Mapping[str, Any] = field(default_factory=dict)
    """What to draw; its ``kind`` names a macro of templates/voting/_charts.html."""


Count = Callable[[Profile, Parameters, Sequence[Option] | None], Outcome]
Sums = Callable[[Profile, Parameters, Parameters], Mapping[str, Any]]
"""Profile, parameters and form parameters -> what is published instead of ballots, by its name
in voting/FORMAT.md."""


def votes_of(profile: Profile, _parameters: Parameters, _form: Parameters) -> Mapping[str, Any]:
    """The weight of the marks of each option."""
    return {"votes": profile.totals()}


@dataclass(frozen=True, kw_only=True)
class VotingRule:
    id: str
    """For ever: old results name it. A changed rule is a new file with a new id."""
    title: str
    summary: str
    """What a member does and how it is counted, in three sentences at most."""
    form: str
    """The ballot form that it reads, from ``voting.ballots``."""
    count: Count
    from_sums: Callable[..., Outcome] | None = None
    """The same count from published sums, where files hold nothing else."""
    parameters: tuple[Parameter, ...] = ()
    only: Mapping[str, str] = field(default_factory=dict)
    """What older rounds and files say of it although there is one way alone; nobody is asked."""
    support: Callable[[Profile, Option], int] | None = None
    """The weight behind an option, where a majority of it can be required."""
    promises: tuple[str, ...] = ()
    limits: tuple[str, ...] = ()
    """What it does not promise."""
    sentences: Mapping[str, str | Sentence] = field(default_factory=dict)
    options: tuple[tuple[str, str], ...] | None = None
    """Ids and titles of the options, where the rule fixes them."""
    second_round: bool = False
    """Whether it may ask for a second round between some options (``runoff``)."""
    by_shares: bool = False
    """Whether an option, such as a list, can get several places: its outcome has ``seats``, and
    an option can be elected and level for one more."""
    adopts: Option | None = None
    """The option that means "the text is adopted", where the rule decides on a text."""
    hints: Mapping[Option, str] = field(default_factory=dict)
    """What each option means, where the rule fixes them, marked for translation."""
    tie: str | None = None
    """The one procedure that breaks its ties, where the rule leaves no choice."""
    keeps_last: bool = False
    """Whether the last option is the one that stays when no other is strong enough."""
    by_place: bool = False
    """Whether the order in which options are put is part of the rule, as on a list of candidates.
    """
    most_options: int | None = None
    """How many options it can count; a round with more of them is not opened."""
    form_settings: Callable[[Parameters], Mapping[str, Any]] | None = None
    """What the parameters say of the ballot form: form parameters by name."""
    has_costs: bool = False
    sums: Sums | None = votes_of
    """None: it can be counted from ballots alone."""
    fingerprints: bool = False
    """Whether a single ballot can be so rare that it gives its voter away (rankings)."""
    persons: bool = True
    """Whether it suits elections of persons, for the wizard's advice."""

    def settle(self, chosen: Parameters) -> dict[str, Any]:
        """With the defaults filled in. Raises BadParameter."""
        known = {parameter.name: parameter for parameter in self.parameters}
        for name, value in chosen.items():
            if name not in known and (name, value) not in self.only.items():
                raise BadParameter(name)
        settled = {name: known[name].read(chosen.get(name)) for name in known}
        for name, value in settled.items():
            if value is None and known[name].least is not None:
                raise BadParameter(name)
        return settled

    @property
    def seats(self) -> bool:
        return any(parameter.name == "seats" for parameter in self.parameters)


@cache
def _rules(path: tuple[str, ...]) -> dict[str, VotingRule]:
    names = [module.name for module in iter_modules(path) if not module.name.startswith("_")]
    rules = [import_module(f"{__name__}.{name}").RULE for name in sorted(names)]
    found = {rule.id: rule for rule in rules}
    if len(found) < len(rules):
        raise ValueError("two voting rules have the same id")
    return found


def all_rules() -> dict[str, VotingRule]:
    """Every rule by its id."""
    return _rules(tuple(__path__))


def groups(standing: Mapping[Option, Any]) -> tuple[tuple[Option, ...], ...]:
    """Options by standing, best first; level ones together, in the order of the options."""
    level: dict[Any, list[Option]] = {}
    for option, value in standing.items():
        level.setdefault(value, []).append(option)
    return tuple(tuple(level[value]) for value in sorted(level, reverse=True))


def fill(
    ranking: Sequence[Sequence[Option]], seats: int, tie_order: Sequence[Option] | None
) -> tuple[tuple[Option, ...], tuple[Option, ...]]:
    """Those who surely have a seat, and those who are level for the rest."""
    elected: list[Option] = []
    for group in ranking:
        left = seats - len(elected)
        if left <= 0:
            break
        if len(group) <= left:
            elected += group
        elif tie_order is None:
            return tuple(elected), tuple(group)
        else:
            elected += sorted(group, key=list(tie_order).index)[:left]
    return tuple(elected), ()
