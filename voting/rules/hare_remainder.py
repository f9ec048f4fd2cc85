"""Largest remainders with the Hare quota votes / places: full quotas first, then what is left over.

Source: Hamilton (1792); Hare (1857). In France the "plus fort reste".
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
    return Fraction(sum(votes), places)


RULE = VotingRule(
    id="hare-remainder",
    title=N_("Places by largest remainder"),
    summary=N_(
        "Vote for one list. Each full share of votes gives a place; the places left over go to "
        "the largest remainders."
    ),
    form="choice",
    count=count,
    parameters=shares.PARAMETERS,
    promises=(shares.QUOTA,),
    limits=(
        N_("One place more to share out can take a place from somebody."),
        N_("A list can win votes and lose a place to one that loses votes."),
    ),
    sentences=shares.SENTENCES,
    by_shares=True,
    persons=False,
)
