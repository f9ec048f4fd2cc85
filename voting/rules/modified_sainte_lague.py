"""Modified Sainte-Laguë: as Sainte-Laguë, but the first place costs 1.4 instead of 1.

Source: the election laws of Norway and, until 2018, Sweden.
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
    return 0, Fraction(votes, 2 * places + 1) if places else Fraction(5 * votes, 7)


RULE = VotingRule(
    id="modified-sainte-lague",
    title=N_("Places by nearest share, the first one harder to win"),
    summary=N_(
        "Vote for one list. Each place in turn goes to the list whose share is rounded up the "
        "most, but a first place needs more votes, so that very small lists get none."
    ),
    form="choice",
    count=count,
    parameters=shares.PARAMETERS,
    promises=(shares.MONOTONE,),
    limits=(N_("Very small lists get no place even where rounding would give them one."),),
    sentences=shares.SENTENCES,
    by_shares=True,
    persons=False,
)
