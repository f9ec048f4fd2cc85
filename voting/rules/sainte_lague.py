"""Sainte-Laguë: places in proportion to votes; each goes to the largest votes / (2 × places + 1).

Source: Sainte-Laguë (1910); Webster (1832).
"""

from collections.abc import Sequence
from fractions import Fraction

from voting.rules import N_, Option, Outcome, Parameters, Profile, VotingRule
from voting.rules import _shares as shares


def count(
    profile: Profile, parameters: Parameters, tie_order: Sequence[Option] | None = None
) -> Outcome:
    return shares.by_averages(profile, parameters, tie_order, _claim)


def _claim(votes: int, places: int) -> shares.Claim:
    return 0, Fraction(votes, 2 * places + 1)


RULE = VotingRule(
    id="sainte-lague",
    title=N_("Places by nearest share"),
    summary=N_(
        "Vote for one list. Each place in turn goes to the list whose share is rounded up the "
        "most. Neither large nor small lists are favoured."
    ),
    form="choice",
    count=count,
    parameters=shares.PARAMETERS,
    promises=(
        shares.MONOTONE,
        N_("Neither large nor small lists are favoured."),
    ),
    limits=(N_("More than half of the votes can give less than half of the places."),),
    sentences=shares.SENTENCES,
    by_shares=True,
    persons=False,
)
