"""Sequential proportional approval: each elected option makes its voters' ballots count for less.

A ballot that has n of its choices elected counts 1 / (n + 1) for its next one. Place after place
goes to the option with the most votes so counted. Source: Thiele, "Om Flerfoldsvalg" (1895); used
in Sweden from 1909; Lackner and Skowron, "Multi-Winner Voting with Approval Preferences" (2023).
"""

from collections.abc import Hashable, Sequence
from fractions import Fraction
from math import lcm
from typing import Self

import numpy as np

from voting.rules import N_, Option, Outcome, Parameters, Profile, VotingRule
from voting.rules import _committees as committees
from voting.rules._loads import Tables


class Thiele:
    """How the count stands; a ballot's group is how many of its choices are elected."""

    def __init__(self, profile: Profile, seats: int, *, fills: bool) -> None:
        supports = profile.marks > 0
        ticked = supports.any(axis=0)
        self.columns = np.flatnonzero(ticked).tolist()
        self._unticked = np.flatnonzero(~ticked).tolist() if fills else []
        self.left = seats
        self.chosen: list[int] = []
        self._tables = Tables(supports, profile.times, min(seats, len(self.columns)) + 1)
        self._log: list[Fraction] = []

    def _open(self) -> list[int]:
        return [column for column in self.columns if column not in self.chosen]

    def level(self) -> list[int]:
        if not self.left or len(self.chosen) == len(self.columns):
            return []
        groups = len(self.chosen) + 1
        unit = lcm(*range(1, groups + 1))
        shares = [unit // (elected + 1) for elected in range(groups)]
        votes = {
            column: sum(
                weight * share
                for weight, share in zip(
                    self._tables.weights[column, :groups].tolist(), shares, strict=True
                )
            )
            for column in self._open()
        }
        most = max(votes.values())
        self._most = Fraction(most, unit)
        return [column for column, counted in votes.items() if counted == most]

    def choose(self, column: int) -> None:
        self._log.append(self._most)
        self._tables.move(column)
        self.chosen.append(column)
        self.left -= 1

    def copy(self) -> Self:
        twin = object.__new__(type(self))
        twin.__dict__ |= self.__dict__ | {
            "_tables": self._tables.copy(),
            "_log": self._log.copy(),
            "chosen": self.chosen.copy(),
        }
        return twin

    def key(self) -> Hashable:
        return frozenset(self.chosen)

    def left_over(self) -> tuple[list[int], int]:
        return self._unticked, self.left

    def possible(self) -> set[int]:
        return {*self._open(), *self._unticked}

    def told(self) -> list[tuple[int, Fraction | None]]:
        return list(zip(self.chosen, self._log, strict=True))

    def next_ones(self) -> list[int]:
        self.left = 1
        return self.level()


def count(
    profile: Profile, parameters: Parameters, tie_order: Sequence[Option] | None = None
) -> Outcome:
    fills = committees.fills(parameters)
    start = Thiele(profile, parameters["seats"], fills=fills)
    return committees.outcome(start, profile, parameters["seats"], tie_order)


RULE = VotingRule(
    id="committee-seq-pav",
    title=N_("Several places in proportion, by ticks"),
    summary=N_(
        "Tick everybody whom you would like to see elected. A ballot counts fully until one of its "
        "choices is elected, then half, then a third: so that large groups do not get everything. "
        "Place after place goes to whoever has the most votes so counted."
    ),
    form="approval",
    count=count,
    parameters=(committees.PLACES, committees.UNTICKED),
    promises=(
        N_("A group gets about its share of the places, if its members tick the same people."),
        committees.LISTS,
        committees.MONOTONE,
    ),
    limits=(
        N_(
            "Whoever ticks a popular candidate gives up weight for others, and may be tempted "
            "not to."
        ),
        N_("In rare cases, a group with a right to a place is passed over."),
    ),
    sentences=committees.SENTENCES,
    sums=None,
    fingerprints=True,
)
