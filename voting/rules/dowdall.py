"""Dowdall: rank the options; the first place gives one point, the second a half, the third a third.

Options that share a rank share the points of their places equally; unranked ones get none. Source:
Reilly, "Social choice in the south seas", International Political Science Review 23 (2002), on the
elections of Nauru.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from voting.rules import N_, Option, Outcome, Parameters, Profile, VotingRule
from voting.rules import _places as places


def count(
    profile: Profile, _parameters: Parameters, tie_order: Sequence[Option] | None = None
) -> Outcome:
    return places.outcome(profile, _points, tie_order)


def sums(profile: Profile, _parameters: Parameters, _form: Parameters) -> dict[str, Any]:
    return places.sums(profile, _points)


def _points(first: int, size: int, ranked: int) -> Fraction:
    if first == ranked:
        return Fraction(0)
    return sum((Fraction(1, place + 1) for place in range(first, first + size)), Fraction(0)) / size


RULE = VotingRule(
    id="dowdall",
    title=N_("Points by rank, the first ones weigh most"),
    summary=N_(
        "Put the options in your order. Your first choice gets one point, your second a half, your "
        "third a third, and so on. The option with the most points wins."
    ),
    form="ranking",
    count=count,
    sums=sums,
    promises=(
        N_("A better rank never harms the option that gets it."),
        N_("First choices weigh most, and lower ones still count."),
    ),
    limits=(
        N_("An option that would win each of its duels can lose."),
        N_("Similar options take first places from each other."),
    ),
    sentences=places.SENTENCES,
    fingerprints=True,
)
