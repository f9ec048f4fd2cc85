"""D'Hondt: places in proportion to votes; each place goes to the largest votes / (places + 1).

Source: D'Hondt (1882); Jefferson (1792). In France the "highest average" of many elections.
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
    return 0, Fraction(votes, places + 1)


RULE = VotingRule(
    id="dhondt",
    title=N_("Places by highest average"),
    summary=N_(
        "Vote for one list. Each place in turn goes to the list that has the most votes for "
        "each place it would then have. Larger lists are favoured a little."
    ),
    form="choice",
    count=count,
    parameters=shares.PARAMETERS,
    promises=(
        shares.MONOTONE,
        N_("More than half of the votes give at least half of the places, rounded down."),
    ),
    limits=(N_("Large lists get a little more than their share, small ones less."),),
    sentences=shares.SENTENCES,
    by_shares=True,
    persons=False,
)
