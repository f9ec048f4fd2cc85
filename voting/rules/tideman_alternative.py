"""Tideman's alternative: rank the options; duels narrow the field, then the weakest goes out, and
so on in turns.

Every two options are compared. The leading group (the Smith set) is the smallest group whose
members each win their duel against each option outside it; all others are set aside. If one option
leads alone, it is elected. Otherwise the option that stands highest on the fewest ballots goes out,
its ballots move on, and the leading group of those left is looked for anew; until one leads alone.
Source: Tideman, "Collective decisions and voting" (2006), there "alternative Smith";
Green-Armytage, "Four Condorcet-Hare hybrid methods for single-winner elections", Voting matters 29
(2011), there "Tideman".
"""

from collections.abc import Sequence

from voting.rules import N_, Option, Outcome, Parameters, Profile, VotingRule
from voting.rules._leading import PARAMETERS, narrowed
from voting.rules._leading_told import SENTENCES


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
    promises=(
        N_("An option that wins each of its duels wins the vote."),
        N_("An option that loses each of its duels never wins."),
        N_("Very similar options neither help nor harm each other."),
        N_("Options outside the leading group can be left out without changing the result."),
    ),
    limits=(
        N_("A better rank can make an option lose, because another one goes out earlier."),
        N_("Ranking a second choice can harm your first, in rare circles."),
        N_("In rare cases it would have been better for somebody not to vote at all."),
    ),
    sentences=SENTENCES,
    fingerprints=True,
)
