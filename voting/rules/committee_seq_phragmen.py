"""Phragmén's method: whoever is elected is a burden that those who ticked them share.

Each place is a burden of one. It is shared among all ballots that tick the option, so that they
come to the same burden; elected next is the option whose voters then bear least. In other words:
the most votes, divided by one more than the parts of places that its voters have already. Source:
Phragmén, "Sur une méthode nouvelle pour réaliser, dans les élections, la représentation
proportionnelle des partis" (1894); Brill, Freeman, Janson and Lackner, "Phragmén's voting methods
and justified representation" (2017). Sweden orders candidates within lists by it.
"""

from collections.abc import Sequence
from fractions import Fraction

from voting.rules import N_, Option, Outcome, Parameters, Profile, VotingRule
from voting.rules import _committees as committees
from voting.rules._loads import Loads


class Phragmen(Loads):
    def told(self) -> list[tuple[int, Fraction | None]]:
        """The votes, divided by one more than what their voters have: one by the load."""
        return [(column, 1 / load) for column, load in self.log]

    def next_ones(self) -> list[int]:
        self.left = 1
        return self.level()


def count(
    profile: Profile, parameters: Parameters, tie_order: Sequence[Option] | None = None
) -> Outcome:
    seats, width = parameters["seats"], len(profile.options)
    fills = committees.fills(parameters)
    start = Phragmen(profile.marks > 0, profile.times, [1] * width, seats, fills=fills)
    return committees.outcome(start, profile, seats, tie_order)


RULE = VotingRule(
    id="committee-seq-phragmen",
    title=N_("Several places, the burden shared (Phragmén)"),
    summary=N_(
        "Tick everybody whom you would like to see elected. Each place is a burden that those "
        "share who ticked the one elected. Next comes whoever can be elected with the smallest "
        "burden on each of their voters."
    ),
    form="approval",
    count=count,
    parameters=(committees.PLACES, committees.UNTICKED),
    promises=(
        N_("A group that agrees gets at least its share of the places, rounded down."),
        committees.LISTS,
        committees.MONOTONE,
    ),
    limits=(
        N_("An option with fewer ticks can win against one with more whose voters have others."),
        N_("Whoever ticks somebody elected anyway bears a part of that burden."),
    ),
    sentences=committees.SENTENCES,
    sums=None,
    fingerprints=True,
)
