"""Smith and instant runoff: rank the options; duels say who leads, elimination chooses among these.

Every two options are compared. The leading group (the Smith set) is the smallest group whose
members each win their duel against each option outside it; all others are set aside. If one option
leads alone, it wins each of its duels and is elected. Otherwise the duels run in a circle, and
instant runoff among the leading group decides: each ballot counts for the highest of those still
standing, the weakest goes out, until one has more than half of the ballots that still count.
Source: Green-Armytage, "Four Condorcet-Hare hybrid methods for single-winner elections", Voting
matters 29 (2011), where it is called Smith-AV; Ware (1871) for the elimination.
"""

from collections.abc import Sequence

from voting.rules import N_, Option, Outcome, Parameters, Profile, VotingRule
from voting.rules._leading import PARAMETERS, narrowed
from voting.rules._leading_told import LIMITS, PROMISES, SENTENCES


def count(
    profile: Profile, parameters: Parameters, tie_order: Sequence[Option] | None = None
) -> Outcome:
    return narrowed(profile, parameters, tie_order, again=False)


RULE = VotingRule(
    id="smith-irv",
    title=N_("Ranking: duels, then elimination"),
    summary=N_(
        "Put the options in your order. Every two options are compared, and an option that wins "
        "each of its duels is elected. If the duels run in a circle, the weakest of those who lead "
        "goes out, round by round, and its ballots move on."
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
