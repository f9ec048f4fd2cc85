"""Tideman's alternative: rank the options; duels narrow the field, then the weakest goes out, and
so on in turns.

Every two options are compared. The leading group (the Smith set) is the smallest group whose
members each win their duel against each option outside it; all others are set aside. If one option
leads alone, it is elected. Otherwise the option that stands highest on the fewest ballots goes out,
its ballots move on, and the leading group of those left is found again; until one leads alone.
Source: Tideman, "Collective decisions and voting" (2006), there "alternative Smith";
Green-Armytage, "Four Condorcet-Hare hybrid methods for single-winner elections", Voting matters 29
(2011), there "Tideman".
"""

from collections.abc import Sequence

from voting.rules import N_, Option, Outcome, Parameters, Profile, VotingRule
from voting.rules._leading import PARAMETERS, narrowed
from voting.rules._leading_told import LIMITS, PROMISES, SENTENCES


def count(
    profile: Profile, parameters: Parameters, tie_order: Sequence[Option] | None = None
) -> Outcome:
    return narrowed(profile, parameters, tie_order, again=True)


RULE = VotingRule(
    id="tideman-alternative",
    title=N_("Ranking: duels and elimination in turns"),
    summary=N_(
        "Put the options in your order. Every two options are compared, and those that lose to all "
        "who lead are set aside. While several lead, the weakest goes out, its ballots move on, "
        "and the duels of those left are looked at again."
    ),
    form="ranking",
    count=count,
    sums=None,
    parameters=PARAMETERS,
    promises=PROMISES,
    limits=LIMITS,
    sentences=SENTENCES,
    fingerprints=True,
)
