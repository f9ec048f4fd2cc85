"""Coombs: rank the options; the one that most ballots put last goes out.

Whoever is first on more than half of the ballots that rank anybody left wins. Otherwise the option
that most of them put last goes out, and so on. Options that share the first or last place on a
ballot share it equally; those left out of a ranking stand together behind all that are ranked.
Source: Coombs, "A theory of data" (1964), pp. 397-399; Grofman and Feld, "If you like the
alternative vote, then you ought to know about the Coombs rule", Electoral Studies 23 (2004).

``stop``: the rule is told in another way, too, in which options go out until one is left, whoever
is first on more than half: such an option can then go out. Grofman and Feld stop at more than half.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import lcm
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voting.rules import (
    N_,
    N_n,
    Option,
    Outcome,
    Parameter,
    Parameters,
    Profile,
    Reason,
    VotingRule,
    groups,
)
from voting.rules._eliminations import Step, rounds
from voting.rules._places import as_number
from voting.rules._rows import columns_of_ranks

MOST_STATES = 2_000
"""At most this many different sets of options left are examined to see whether a tie matters."""
LARGEST = 2**63
"""Sums below it fit 64 bits."""


@dataclass(frozen=True)
class Ballots:
    """Ranks as options × ballots, ``unranked`` where an option is left out."""

    ranks: NDArray[Any]
    times: NDArray[np.int64]
    unranked: int
    stops: bool

    @classmethod
    def of(cls, profile: Profile, stop: str) -> "Ballots":
        ranks = columns_of_ranks(profile.marks)
        unranked = max(profile.marks.shape[1], int(profile.marks.max(initial=0))) + 1
        return cls(ranks, profile.times, unranked, stop == "majority")

    def twins(self) -> list[list[int]]:
        """Options that stand on the same rank of every ballot."""
        found: dict[bytes, list[int]] = {}
        for option, ranks in enumerate(self.ranks):
            found.setdefault(ranks.tobytes(), []).append(option)
        return [group for group in found.values() if len(group) > 1]


@dataclass(frozen=True)
class Left:
    """Who is left, and how often each of them is first and last."""

    ballots: Ballots
    standing: frozenset[int]

    @cached_property
    def _counts(self) -> tuple[dict[int, Fraction], dict[int, Fraction], int]:
        """First places and last places by column, and the weight of the ballots that count."""
        columns = sorted(self.standing)
        ranks, times = self.ballots.ranks[columns], self.ballots.times
        best = ranks.min(axis=0)
        counting = best < self.ballots.unranked
        if not counting.all():
            ranks, times, best = ranks[:, counting], times[counting], best[counting]
        first = _places(ranks == best, times)
        last = _places(ranks == ranks.max(axis=0), times)
        by_column = dict(zip(columns, first, strict=True)), dict(zip(columns, last, strict=True))
        return *by_column, int(times.sum())

    def winner(self) -> int | None:
        first, _last, of = self._counts
        best = max(first, key=lambda option: first[option])
        if len(first) == 1 or (self.ballots.stops and 2 * first[best] > of):
            return best
        return None

    def weakest(self) -> list[int]:
        _first, last, _of = self._counts
        most = max(last.values())
        return [option for option, has in last.items() if has == most]

    def without(self, option: int) -> "Left":
        return Left(self.ballots, self.standing - {option})

    def step(self, options: Sequence[Option]) -> Step:
        first, last, of = self._counts
        return {
            "values": {options[option]: as_number(has) for option, has in last.items()},
            "first": {options[option]: as_number(has) for option, has in first.items()},
            "exhausted": int(self.ballots.times.sum()) - of,
        }


def _places(there: NDArray[np.bool_], times: NDArray[np.int64]) -> list[Fraction]:
    """What each line has of the columns in which it is marked, shared with the others marked."""
    narrow = np.uint8 if len(there) < 2**8 else np.uint32
    sharing = there.view(np.uint8).sum(axis=0, dtype=narrow).astype(np.int64)
    every = np.flatnonzero(np.bincount(sharing)).tolist()
    common = lcm(*every)
    if common * int(times.sum()) < LARGEST:  # in parts of a vote, all at once
        parts = times * (common // sharing)
        return [Fraction(int(parts[line].sum()), common) for line in there]
    found = [Fraction(0)] * len(there)
    for many in every:
        columns = np.flatnonzero(sharing == many)
        weights = there[:, columns] @ times[columns]
        found = [has + Fraction(int(w), many) for has, w in zip(found, weights, strict=True)]
    return found


def count(
    profile: Profile, parameters: Parameters, tie_order: Sequence[Option] | None = None
) -> Outcome:
    if not profile.weight:
        return Outcome(elected=())
    options = profile.options
    ballots = Ballots.of(profile, parameters["stop"])
    start = Left(ballots, frozenset(range(len(options))))
    order = [options.index(option) for option in tie_order] if tie_order is not None else None
    steps, winners = rounds(start, options, ballots.twins(), order, MOST_STATES)
    best = tuple(options[option] for option in winners)
    elected, tied = (best, ()) if len(best) == 1 else ((), best)
    return Outcome(
        elected=elected,
        tied=tied,
        ranking=_ranking(elected[0], steps) if elected else (),
        steps=tuple(steps),
        reasons=_why(steps, elected, tied),
        numbers={"first": steps[0]["first"], "last": steps[0]["values"]},
        chart={
            "kind": "eliminations",
            "of": "last",
            "rounds": list(steps),
            "elected": list(elected),
        },
    )


def _ranking(winner: Option, steps: Sequence[Step]) -> tuple[tuple[Option, ...], ...]:
    """Those who stayed to the end by their first places, then the others from the last out to the
    first."""
    final, out = steps[-1], [option for step in reversed(steps) for option in step["out"]]
    rest = {o: Fraction(f) for o, f in final["first"].items() if o not in (winner, *out)}
    return ((winner,), *groups(rest), *((option,) for option in out))


def _why(
    steps: Sequence[Step], elected: Sequence[Option], tied: Sequence[Option]
) -> tuple[Reason, ...]:
    if tied:
        return (("coombs.tied", {"options": list(tied), "round": len(steps)}),)
    [winner], last = elected, steps[-1]
    said: list[Reason] = []
    if last["out"]:
        said.append(("coombs.left", {"option": winner, "count": len(steps)}))
    else:
        first = {option: Fraction(has) for option, has in last["first"].items()}
        numbers = {"option": winner, "points": last["first"][winner], "round": len(steps)}
        said.append(("coombs.half", numbers | {"of": int(sum(first.values()))}))
        others = {option: has for option, has in first.items() if option != winner and has}
        if others:
            most = max(others.values())
            second = [option for option, has in others.items() if has == most]
            said.append(("coombs.runner_up", {"options": second, "points": as_number(most)}))
    said += _others(steps, winner)
    if last["exhausted"]:
        said.append(("coombs.exhausted", {"count": last["exhausted"]}))
    if any("immaterial" in step for step in steps):
        said.append(("coombs.immaterial", {}))
    return tuple(said)


def _others(steps: Sequence[Step], winner: Option) -> list[Reason]:
    """Who went out last, and who had the most first places at first."""
    said: list[Reason] = []
    for step in [step for step in steps if step["out"]][-1:]:
        [out] = step["out"]
        said.append(("coombs.last_out", {"option": out, "points": step["values"][out]}))
    first: Mapping[Option, int | str] = steps[0]["first"]
    led = max(first, key=lambda option: Fraction(first[option]))
    if Fraction(first[led]) > Fraction(first[winner]):
        said.append(("coombs.overtaken", {"other": led, "points": first[led]}))
    return said


RULE = VotingRule(
    id="coombs",
    title=N_("Ranking: the most last places go out (Coombs)"),
    summary=N_(
        "Put all options in your order. Whoever is first on more than half of the ballots wins. "
        "Otherwise the option that most ballots put last goes out, and so on."
    ),
    form="ranking",
    count=count,
    parameters=(
        Parameter(
            name="stop",
            label=N_("When the count is over"),
            default="majority",
            words={
                "majority": N_("as soon as an option is first on more than half of the ballots"),
                "last": N_("when one option is left"),
            },
            example=N_(
                "An option that more than half put first can go out under “when one option is "
                "left”, because all others put it last."
            ),
        ),
    ),
    promises=(
        N_("An option that more than half of the ballots put last never wins."),
        N_("An option that loses each of its duels never wins."),
        N_(
            "Where all see the options on one line, such as from left to right, the option that "
            "wins each of its duels wins."
        ),
    ),
    limits=(
        N_("It rewards placing the strongest rival last: it asks for honest voters."),
        N_("Rankings should be complete: options left out share the last place."),
        N_("An option that would win each of its duels can lose."),
        N_("A better rank can make an option lose, because another one goes out earlier."),
    ),
    sentences={
        "coombs.half": N_(
            "In round %(round)s %(option)s has more than half of the first places: %(points)s of "
            "%(of)s."
        ),
        "coombs.runner_up": N_("The most first places after it: %(options)s, with %(points)s."),
        "coombs.left": N_n(
            "%(option)s is left after %(count)s round, in which the option that most ballots put "
            "last went out.",
            "%(option)s is left after %(count)s rounds, in each of which the option that most "
            "ballots put last went out.",
        ),
        "coombs.last_out": N_(
            "The last to go out was %(option)s. Ballots that put it last then: %(points)s."
        ),
        "coombs.overtaken": N_(
            "%(other)s had the most first places at first: %(points)s. But it is the last places "
            "that decide who goes out."
        ),
        "coombs.exhausted": N_n(
            "%(count)s ballot ranked none of those left at the end.",
            "%(count)s ballots ranked none of those left at the end.",
        ),
        "coombs.immaterial": N_(
            "On the way some options were level at the bottom; whichever went out first, "
            "the result is the same."
        ),
        "coombs.tied": N_(
            "In round %(round)s options are level at the bottom, and the result depends on who "
            "goes out: %(options)s can each still win."
        ),
    },
    sums=None,
    fingerprints=True,
)
