"""Huntington-Hill: each place goes to the largest votes / √(places × (places + 1)).

Whoever has a vote gets a first place before anybody gets a second one, the larger first. Squares
are compared, so that no root is drawn. Source: Huntington (1928); 2 U.S.C. §2a.
"""

from collections.abc import Sequence
from fractions import Fraction

from voting.rules import N_, Option, Outcome, Parameters, Profile, VotingRule
from voting.rules import _shares as shares


def count(
    profile: Profile, parameters: Parameters, tie_order: Sequence[Option] | None = None
) -> Outcome:
    return shares.by_averages(profile, parameters, tie_order, _claim, squared=True)


def _claim(votes: int, places: int) -> shares.Claim:
    """The square of the quotient; first places come before all others."""
    if not places:
        return 1, Fraction(votes)
    return 0, Fraction(votes * votes, places * (places + 1))


RULE = VotingRule(
    id="huntington-hill",
    title=N_("Places with one for everybody"),
    summary=N_(
        "Vote for one list. Everybody who takes part gets one place first; the others go where "
        "a place is worth the most votes."
    ),
    form="choice",
    count=count,
    parameters=shares.PARAMETERS,
    promises=(
        shares.MONOTONE,
        N_("Everybody who takes part gets a place, if there are enough."),
    ),
    limits=(N_("Very small lists get more than their share."),),
    sentences=shares.SENTENCES,
    by_shares=True,
    persons=False,
)
