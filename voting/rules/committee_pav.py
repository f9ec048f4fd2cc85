"""Proportional approval: of all sets of options that fill the places, the one that satisfies most.

A ballot is worth 1 to a set that holds one of its choices, 1 + 1/2 to one that holds two, 1 + 1/2 +
1/3 to one that holds three, and so on. All sets are compared, which place after place
(committee-seq-pav) only comes near. Source: Thiele, "Om Flerfoldsvalg" (1895); Aziz, Brill,
Conitzer, Elkind, Freeman and Walsh, "Justified Representation in Approval-Based Committee Voting"
(2017), who show what it guarantees to groups; Lackner and Skowron, "Multi-Winner Voting with
Approval Preferences" (2023).
"""

from collections.abc import Sequence
from fractions import Fraction
from math import lcm

import numpy as np

from voting.rules import N_, Option, Outcome, Parameters, Profile, Reason, VotingRule
from voting.rules import _committees as committees
from voting.rules import _sets as sets
from voting.rules._sets import Numbers

TOGETHER = 1 << 12
"""How many sets are counted in one step: tables of all of them would take too much memory."""
LARGEST = 2**63 - 1


def unit(places: int) -> int:
    return lcm(*range(1, places + 1))


def worths(piles: Numbers, places: int) -> Numbers:
    shares = [sum(unit(places) // n for n in range(1, has + 1)) for has in range(places + 1)]
    told = _tallies(piles.reshape(-1, 1), places, places + 1)
    kind: type = np.int64 if int(piles.sum()) * shares[-1] <= LARGEST else object
    found: Numbers = told.astype(kind) @ np.array(shares, dtype=kind)
    return found


def _tallies(piles: Numbers, places: int, levels: int) -> Numbers:
    """For each set of that size, the weight of the ballots that have 0, 1, 2 … choices elected.

    ``piles``: the same before the options are taken, by the set that a ballot ticks."""
    if len(piles) <= TOGETHER:
        counted = _of_every_set(piles, levels)
        return counted[sets.sets_of(len(piles), places)]
    without, within = piles[: len(piles) // 2], piles[len(piles) // 2 :]
    parts = []
    if len(without) >= 1 << places:
        parts.append(_tallies(without + within, places, levels))
    if places:
        wide = np.zeros((len(without), without.shape[1] + 1), dtype=np.int64)
        wide[:, :-1] += without
        wide[:, 1:] += within
        parts.append(_tallies(wide[:, :levels], places - 1, levels))
    return np.concatenate(parts)


def _of_every_set(piles: Numbers, levels: int) -> Numbers:
    found = np.zeros((len(piles), levels), dtype=np.int64)
    found[:, : piles.shape[1]] = piles
    for half in sets.halves(len(piles)):
        pairs = found.reshape(-1, 2, half, levels)
        without, within = pairs[:, 0].copy(), pairs[:, 1].copy()
        pairs[:, 0] = without + within
        pairs[:, 1] = without
        pairs[:, 1, :, 1:] += within[..., :-1]
    return found


def why(_places: int, _weight: int, worth: Fraction) -> Reason:
    return "sets.pav", {"points": str(worth)}


MEASURE = sets.Measure(most_options=20, worths=worths, unit=unit, why=why)


def count(
    profile: Profile, parameters: Parameters, tie_order: Sequence[Option] | None = None
) -> Outcome:
    return sets.outcome(profile, parameters, tie_order, MEASURE)


RULE = VotingRule(
    id="committee-pav",
    title=N_("Several places in proportion, the best set"),
    summary=N_(
        "Tick everybody whom you would like to see elected. A ballot counts 1 for a set of people "
        "with one of its choices, a half more for a second, a third more for a third. Of all sets "
        "that fill the places, the one that comes to the most is elected."
    ),
    form="approval",
    count=count,
    parameters=(committees.PLACES, committees.UNTICKED),
    most_options=MEASURE.most_options,
    promises=(
        N_(
            "If a group large enough for two places agrees on two people, one of its members at "
            "least has two choices elected; likewise for one place, for three, and so on."
        ),
        committees.LISTS,
    ),
    limits=(
        N_(
            "Whoever ticks a popular candidate gives up weight for others, and may be tempted "
            "not to."
        ),
        sets.ONE_MORE,
        sets.UP_TO_TWENTY,
    ),
    sentences={
        "sets.pav": N_(
            "A first choice elected counts 1, a second 1/2, a third 1/3: no set brings all ballots "
            "together to more than %(points)s."
        ),
        **sets.SENTENCES,
    },
    sums=None,
    fingerprints=True,
)
