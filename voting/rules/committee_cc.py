"""One choice for everybody: the set of options that gives most voters somebody whom they ticked.

A ballot counts for a set if it ticks somebody in it, and no more if it ticks several. Source:
Chamberlin and Courant, "Representative Deliberations and Representative Decisions: Proportional
Representation and the Borda Rule" (1983), here for ticked ballots as by Thiele, "Om Flerfoldsvalg"
(1895); Lackner and Skowron, "Multi-Winner Voting with Approval Preferences" (2023).
"""

from collections.abc import Sequence
from fractions import Fraction

from voting.rules import N_, N_n, Option, Outcome, Parameters, Profile, Reason, VotingRule
from voting.rules import _committees as committees
from voting.rules import _sets as sets
from voting.rules._sets import Numbers


def worths(piles: Numbers, places: int) -> Numbers:
    found: Numbers = sets.served(piles)[sets.sets_of(len(piles), places)]
    return found


def why(_places: int, weight: int, worth: Fraction) -> Reason:
    return "sets.cc", {"count": int(worth), "of": weight}


MEASURE = sets.Measure(most_options=20, worths=worths, unit=lambda _places: 1, why=why)


def count(
    profile: Profile, parameters: Parameters, tie_order: Sequence[Option] | None = None
) -> Outcome:
    return sets.outcome(profile, parameters, tie_order, MEASURE)


RULE = VotingRule(
    id="committee-cc",
    title=N_("Several places, somebody for as many as possible"),
    summary=N_(
        "Tick everybody whom you would like to see elected. Of all sets of people that fill the "
        "places, the one is elected that holds a choice of the most ballots. A second choice of "
        "the same ballot adds nothing."
    ),
    form="approval",
    count=count,
    parameters=(committees.PLACES, committees.UNTICKED),
    most_options=MEASURE.most_options,
    promises=(
        N_("No other set would give more voters somebody whom they ticked."),
        sets.HEARD,
    ),
    limits=(
        N_("A large group may get no more than a small one: once it has a place, it adds nothing."),
        N_("Several sets are often equally good: say beforehand how ties are broken."),
        sets.ONE_MORE,
        sets.UP_TO_TWENTY,
    ),
    sentences={
        "sets.cc": N_n(
            "%(count)s of %(of)s ballots ticks somebody in the set: no other set reaches more.",
            "%(count)s of %(of)s ballots tick somebody in the set: no other set reaches more.",
        ),
        **sets.SENTENCES,
    },
    sums=None,
    fingerprints=True,
)
