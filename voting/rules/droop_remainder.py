"""Largest remainders with a smaller quota: votes / (places + 1), rounded; then what is left over.

Halves are rounded up, and the quota is one more where it would fill more places than there are.
Source: Hagenbach-Bischoff (1888); the election law of Slovakia, §68.
"""

from collections.abc import Sequence
from fractions import Fraction

from voting.rules import N_, Option, Outcome, Parameters, Profile, VotingRule
from voting.rules import _shares as shares


def count(
    profile: Profile, parameters: Parameters, tie_order: Sequence[Option] | None = None
) -> Outcome:
    return shares.by_remainders(profile, parameters, tie_order, _quota)


def _quota(votes: Sequence[int], places: int) -> Fraction:
    rounded = max((2 * sum(votes) + places + 1) // (2 * (places + 1)), 1)
    filled = sum(number // rounded for number in votes)
    return Fraction(rounded if filled <= places else rounded + 1)


RULE = VotingRule(
    id="droop-remainder",
    title=N_("Places by largest remainder, with a smaller quota"),
    summary=N_(
        "Vote for one list. Each full quota, a little less than an exact share, gives a place; "
        "the places left over go to the largest remainders."
    ),
    form="choice",
    count=count,
    parameters=shares.PARAMETERS,
    promises=(N_("Larger lists get their places sooner than with an exact share."),),
    limits=(
        N_("One place more to share out can take a place from somebody."),
        N_("Large lists get a little more than their share."),
    ),
    sentences=shares.SENTENCES,
    by_shares=True,
    persons=False,
)
