"""STAR, "score then automatic runoff": the engine of star and bloc-star.

Two finalists by points; of these, whoever more ballots place higher wins. Ties break by themselves
as far as they can. Source: Equal Vote Coalition, "STAR voting" (2014), with its protocol for ties.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voting.rules import (
    N_,
    N_n,
    Option,
    Parameter,
    Parameters,
    Profile,
    Reason,
    Sentence,
)

HIGHEST = Parameter(
    name="highest",
    label=N_("The most points that an option can get from a ballot"),
    default=5,
    least=1,
    most=10,
    example=N_("With 1 it is approval: in favour, or not."),
)


@dataclass(frozen=True)
class Scores:
    """All that STAR needs to know, by column."""

    totals: list[int]
    tops: list[int]
    """The weight of the ballots that give the highest number."""
    duels: NDArray[np.int64]

    @classmethod
    def of(cls, profile: Profile, highest: int) -> "Scores":
        marks, times = profile.marks, profile.times
        width = len(profile.options)
        duels = np.zeros((width, width), dtype=np.int64)
        for a in range(width):
            duels[a] = times @ (marks[:, [a]] > marks)
        return cls((times @ marks).tolist(), (times @ (marks == highest)).tolist(), duels)

    def finalists(self, left: Sequence[int]) -> list[tuple[int, ...]]:
        """Every pair that may reach the runoff; one where nothing is level."""
        if len(left) < 3:
            return [tuple(left)]
        sure: list[int] = []
        for level in self._in_order(left):
            if len(sure) + len(level) <= 2:
                sure += level
                if len(sure) == 2:
                    return [tuple(sure)]
            else:
                break
        level = next(group for group in self._in_order(left) if not set(group) <= set(sure))
        rest = combinations(level, 2 - len(sure))
        return [tuple(sorted([*sure, *pair])) for pair in rest]

    def _in_order(self, left: Sequence[int]) -> list[list[int]]:
        """By points; among level ones by duels won less duels lost, then by highest numbers."""
        found: list[list[int]] = []
        for total in sorted({self.totals[c] for c in left}, reverse=True):
            level = [c for c in left if self.totals[c] == total]
            keys = {c: (self._balance(c, level), self.tops[c]) for c in level}
            found += [
                [c for c in level if keys[c] == key] for key in sorted(set(keys.values()))[::-1]
            ]
        return found

    def _balance(self, option: int, level: Sequence[int]) -> int:
        return sum(
            int(self.duels[option, other] > self.duels[other, option])
            - int(self.duels[option, other] < self.duels[other, option])
            for other in level
        )

    def twins(self) -> list[list[int]]:
        """Options that are alike in all that counts: points, highest numbers, and duels."""
        found: list[list[int]] = []
        for column in range(len(self.totals)):
            alike = next((group for group in found if self._are_twins(group[0], column)), None)
            if alike is None:
                found.append([column])
            else:
                alike.append(column)
        return [group for group in found if len(group) > 1]

    def _are_twins(self, a: int, b: int) -> bool:
        same = (self.totals[a], self.tops[a]) == (self.totals[b], self.tops[b])
        others = [c for c in range(len(self.totals)) if c not in (a, b)]
        duels = self.duels
        return (
            same
            and bool(duels[a, b] == duels[b, a])
            and all(duels[a, c] == duels[b, c] and duels[c, a] == duels[c, b] for c in others)
        )

    def winners(self, pair: Sequence[int]) -> list[int]:
        """Of the finalists: by their duel, then points, then highest numbers; both if level."""
        if len(pair) == 1:
            return list(pair)
        a, b = pair
        for ahead in (
            int(self.duels[a, b] - self.duels[b, a]),
            self.totals[a] - self.totals[b],
            self.tops[a] - self.tops[b],
        ):
            if ahead:
                return [a if ahead > 0 else b]
        return [a, b]


def sums(profile: Profile, parameters: Parameters, _form: Parameters) -> dict[str, Any]:
    """What a round publishes instead of ballots."""
    scores, options = Scores.of(profile, parameters["highest"]), profile.options
    return {
        "votes": dict(zip(options, scores.totals, strict=True)),
        "tops": dict(zip(options, scores.tops, strict=True)),
        "matrix": {
            a: {b: int(scores.duels[i, j]) for j, b in enumerate(options) if i != j}
            for i, a in enumerate(options)
        },
    }


def first_pair(pairs: Sequence[tuple[int, ...]], order: Sequence[int]) -> tuple[int, ...]:
    """The pair that an order of the columns, strongest first, sends to the runoff."""
    place = {column: number for number, column in enumerate(order)}
    return min(pairs, key=lambda pair: sorted(place[column] for column in pair))


def step(
    scores: Scores, options: Sequence[Option], pair: Sequence[int], winner: int | None
) -> dict[str, Any]:
    """One runoff, for people."""
    return {
        "scores": {o: scores.totals[c] for c, o in enumerate(options)},
        "finalists": [options[c] for c in pair],
        "runoff": {options[a]: int(sum(scores.duels[a, b] for b in pair if b != a)) for a in pair},
        "tops": {options[c]: scores.tops[c] for c in pair},
        "elected": [] if winner is None else [options[winner]],
    }


def why(step: Mapping[str, Any]) -> list[Reason]:
    """How a runoff went."""
    winner, points = step["elected"][0], step["scores"]
    others = [option for option in step["finalists"] if option != winner]
    if not others:
        return [("star.alone", {"option": winner, "count": points[winner]})]
    other, votes, tops = others[0], step["runoff"], step["tops"]
    numbers = {
        "option": winner,
        "other": other,
        "count": votes[winner],
        "against": votes[other],
    }
    said: list[Reason] = [("star.finalists", {"options": list(step["finalists"])})]
    if votes[winner] != votes[other]:
        said.append(("star.won", numbers))
    elif points[winner] != points[other]:
        said.append(("star.by_points", numbers | {"count": points[winner] - points[other]}))
    elif tops[winner] != tops[other]:
        said.append(("star.by_tops", numbers | {"count": tops[winner] - tops[other]}))
    if points[other] > points[winner]:
        ahead = points[other] - points[winner]
        said.append(("star.more_points", {"other": other, "option": winner, "count": ahead}))
    return said


SENTENCES: Mapping[str, str | Sentence] = {
    "star.alone": N_n(
        "%(option)s has %(count)s point; there was no other left.",
        "%(option)s has %(count)s points; there was no other left.",
    ),
    "star.finalists": N_("The most points have %(options)s: they go to the runoff."),
    "star.won": N_n(
        "In the runoff %(count)s ballot places %(option)s above %(other)s, and %(against)s below.",
        "In the runoff %(count)s ballots place %(option)s above %(other)s, and %(against)s below.",
    ),
    "star.by_points": N_n(
        "The runoff is level; %(option)s wins it with %(count)s point more than %(other)s.",
        "The runoff is level; %(option)s wins it with %(count)s points more than %(other)s.",
    ),
    "star.by_tops": N_n(
        "The runoff is level, and so are the points; %(option)s has the highest number on "
        "%(count)s ballot more than %(other)s.",
        "The runoff is level, and so are the points; %(option)s has the highest number on "
        "%(count)s ballots more than %(other)s.",
    ),
    "star.more_points": N_n(
        "%(other)s had %(count)s point more than %(option)s, but lost the runoff.",
        "%(other)s had %(count)s points more than %(option)s, but lost the runoff.",
    ),
    "star.tied": N_("%(options)s are level in points, in the runoff and in highest numbers."),
}
