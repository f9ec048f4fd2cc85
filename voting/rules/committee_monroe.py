"""Monroe: each of the elected speaks for the same number of voters, for as many as possible of
their own.

Every voter is given one of the elected who speaks for them, so that all of these speak for equally
many, give or take one. The set is elected for which most voters can be given somebody whom they
ticked. Source: Monroe, "Fully Proportional Representation" (1995); Lackner and Skowron,
"Multi-Winner Voting with Approval Preferences" (2023).

How many a set can speak for needs no voter to be given to anybody: some of the set speak for those
who ticked one of them, the others for as many as they have room for, and the worst split of the set
into two such parts is the bound that can be reached (König; Ford and Fulkerson 1956).
"""

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from voting.rules import N_, N_n, Option, Outcome, Parameters, Profile, Reason, VotingRule
from voting.rules import _committees as committees
from voting.rules import _sets as sets
from voting.rules._sets import Numbers


def worths(piles: Numbers, places: int) -> Numbers:
    least, more = divmod(int(piles.sum()), places)
    others = places - np.bitwise_count(np.arange(len(piles))).astype(np.int64)
    room = np.maximum(others, 0) * least + np.clip(others, 0, more)
    found = sets.served(piles) + room
    for half in sets.halves(len(found)):
        pairs = found.reshape(-1, 2, half)
        np.minimum(pairs[:, 1], pairs[:, 0], out=pairs[:, 1])
    worth: Numbers = found[sets.sets_of(len(piles), places)]
    return worth


def why(places: int, weight: int, worth: Fraction) -> Reason:
    least, more = divmod(weight, places)
    numbers = {"count": int(worth), "of": weight, "least": least}
    return ("sets.monroe_or", numbers | {"most": least + 1}) if more else ("sets.monroe", numbers)


MEASURE = sets.Measure(most_options=16, worths=worths, unit=lambda _places: 1, why=why)


def count(
    profile: Profile, parameters: Parameters, tie_order: Sequence[Option] | None = None
) -> Outcome:
    return sets.outcome(profile, parameters, tie_order, MEASURE)


RULE = VotingRule(
    id="committee-monroe",
    title=N_("Several places, each for equally many voters (Monroe)"),
    summary=N_(
        "Tick everybody whom you would like to see elected. Each of the elected is to speak for "
        "equally many voters. Of all sets of people that fill the places, the one is elected in "
        "which most voters can be spoken for by somebody whom they ticked."
    ),
    form="approval",
    count=count,
    parameters=(committees.PLACES, committees.UNTICKED),
    most_options=MEASURE.most_options,
    promises=(
        N_("Nobody elected speaks for more voters than another, give or take one."),
        sets.HEARD,
    ),
    limits=(
        N_("Who speaks for whom is not told: often there are several ways to divide the voters."),
        N_("Several sets are often equally good: say beforehand how ties are broken."),
        sets.ONE_MORE,
        N_(
            "Every possible set is compared, so a vote has 16 options at most; with more it is not "
            "opened."
        ),
    ),
    sentences={
        "sets.monroe": N_n(
            "Each of the elected speaks for as many votes as the others (%(least)s); for %(count)s "
            "of %(of)s it can be somebody whom the ballot ticks. No other set reaches more.",
            "Each of the elected speaks for as many votes as the others (%(least)s); for %(count)s "
            "of %(of)s it can be somebody whom the ballot ticks. No other set reaches more.",
        ),
        "sets.monroe_or": N_n(
            "Each of the elected speaks for as many votes as the others (%(least)s or %(most)s); "
            "for %(count)s of %(of)s it can be somebody whom the ballot ticks. No other set "
            "reaches more.",
            "Each of the elected speaks for as many votes as the others (%(least)s or %(most)s); "
            "for %(count)s of %(of)s it can be somebody whom the ballot ticks. No other set "
            "reaches more.",
        ),
        **sets.SENTENCES,
    },
    sums=None,
    fingerprints=True,
)
