"""What the rules share that let the duels choose, and eliminate where they run in a circle.

The leading group of some options is the smallest part of them whose members each win their duel
against each option outside it (the Smith set: Smith, "Aggregation of preferences with variable
electorate", 1973). Whoever wins every duel leads alone. A level duel is not won: it keeps both in
the group, or both out.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from numpy.typing import NDArray

from voting.rules import Option, Outcome, Parameters, Profile
from voting.rules._duels import UNRANKED, cells, chart, duels
from voting.rules._leading_told import of_all_duels, of_rounds
from voting.rules._one_order import bits
from voting.rules._rankings import OVERVOTE, Papers, Standing, lowest

MOST_STATES = 20_000
"""At most this many different sets of options still standing are examined from the first tie on;
beyond that, everybody who stood at that tie is reported as tied."""
PARAMETERS = (UNRANKED, OVERVOTE)


class Field:
    """Who may stand, and who stands after whom goes out. Options are columns."""

    def __init__(self, profile: Profile, parameters: Parameters, *, again: bool) -> None:
        """``again``: whether the leading group is found again each time an option goes out."""
        self.found = duels(profile, parameters["unranked"])
        self.again = again
        columns = range(len(profile.options))
        beats = self.found > self.found.T
        self._not_beaten = [bits(b for b in columns if not beats[a, b]) for a in columns]
        """For each option whom it does not beat, itself among them."""
        self._ballots = profile, parameters["overvote"]
        self._laid_out: Papers | None = None

    def leading(self, standing: Standing) -> Standing:
        """Whoever wins the most duels is in the group; with each member belongs who does not lose
        to it."""
        there = bits(standing)
        first = min(standing, key=lambda a: (self._not_beaten[a] & there).bit_count())
        group = waiting = 1 << first
        while waiting:
            one = waiting.bit_length() - 1
            new = self._not_beaten[one] & there & ~group
            group |= new
            waiting = (waiting | new) ^ 1 << one
        return standing if group == there else frozenset(c for c in standing if group >> c & 1)

    def votes(self, standing: Standing) -> NDArray[Any]:
        """The weight that counts for each; the last entry is what counts for nobody."""
        if self._laid_out is None:
            self._laid_out = Papers(*self._ballots)
        return self._laid_out.votes(standing)

    def without(self, standing: Standing, out: int) -> Standing:
        rest = standing - {out}
        return self.leading(rest) if self.again else rest

    def winner(self, votes: NDArray[Any], standing: Standing) -> int | None:
        """The last one; or, where the group stays as it is, whoever has more than half of the
        votes still counting, since nobody can pass it any more."""
        best = max(standing, key=lambda c: int(votes[c]))
        total = sum(int(votes[c]) for c in standing)
        more_than_half = not self.again and 2 * int(votes[best]) > total
        return best if len(standing) == 1 or more_than_half else None

    def possible_winners(self, start: Standing) -> set[int]:
        """Everybody who wins under some way of breaking the ties from here on."""
        seen: set[Standing] = {start}
        waiting, winners = [start], set[int]()
        while waiting:
            standing = waiting.pop()
            votes = self.votes(standing)
            winner = self.winner(votes, standing)
            if winner is not None:
                winners.add(winner)
                continue
            after = {self.without(standing, out) for out in lowest(votes, standing)} - seen
            waiting += after
            seen |= after
            if len(seen) > MOST_STATES:
                return set(start)
        return winners


def narrowed(
    profile: Profile,
    parameters: Parameters,
    tie_order: Sequence[Option] | None,
    *,
    again: bool,
) -> Outcome:
    """The count of such a rule: from the leading group of all options to one."""
    if not profile.weight:
        return Outcome(elected=())
    options = profile.options
    field = Field(profile, parameters, again=again)
    everybody = frozenset(range(len(options)))
    group = field.leading(everybody)
    duel = {"duels": field.found.tolist(), "options": list(options)}
    numbers = {
        "matrix": cells(options, field.found),
        "leading": [options[column] for column in sorted(group)],
    }
    if len(group) == 1:
        [winner] = group
        alone = (options[winner],)
        return Outcome(
            elected=alone,
            steps=(duel,),
            reasons=tuple(of_all_duels(field.found, options, winner)),
            numbers=numbers,
            chart=chart(options, field.found, (), alone),
        )
    order = [options.index(option) for option in tie_order] if tie_order is not None else None
    steps, winners = _steps(field, options, (everybody, group), order)
    named = tuple(options[column] for column in sorted(winners))
    elected, tied = (named, ()) if len(named) == 1 else ((), named)
    first = dict(zip(options, field.votes(everybody).tolist(), strict=False))
    shown = chart(options, field.found, _as_they_stood(steps, elected), elected)
    return Outcome(
        elected=elected,
        tied=tied,
        steps=(duel, {"rounds": steps}),
        reasons=tuple(of_rounds(field.found, first, steps, named)),
        numbers=numbers,
        chart=shown | {"kind": "leading", "rounds": steps},
    )


def _steps(
    field: Field,
    options: Sequence[Option],
    begin: tuple[Standing, Standing],
    order: Sequence[int] | None,
) -> tuple[list[dict[str, Any]], set[int]]:
    """Round by round until somebody has won, or until a tie that matters; and who can win. If the
    first tie does not matter, no later one does. ``begin``: who stood, and who leads of them."""
    steps: list[dict[str, Any]] = []
    one_comes_out = order is not None
    before, standing = begin
    while True:
        votes = field.votes(standing)
        step: dict[str, Any] = {
            "aside": [options[c] for c in sorted(before - standing)],
            "votes": {options[c]: int(votes[c]) for c in sorted(standing)},
            "exhausted": int(votes[-1]),
            "out": [],
        }
        steps.append(step)
        winner = field.winner(votes, standing)
        if winner is not None:
            return steps, {winner}
        level = lowest(votes, standing)
        if len(level) > 1 and not one_comes_out:
            winners = field.possible_winners(standing)
            if len(winners) > 1:
                step["level"] = [options[c] for c in sorted(level)]
                return steps, winners
            one_comes_out = True
        if len(level) > 1 and order is None:
            step["immaterial"] = [options[c] for c in sorted(level)]
        out = max(level, key=list(order).index) if order is not None else max(level)
        step["out"] = [options[out]]
        before = standing - {out}
        standing = field.without(standing, out)


def _as_they_stood(
    steps: Sequence[Mapping[str, Any]], elected: Sequence[Option]
) -> list[Sequence[Option]]:
    """Who stood longest first: the order in which the duels are shown."""
    last = [option for option in steps[-1]["votes"] if option not in elected]
    gone = [[*step["aside"], *before["out"]] for before, step in pairwise(steps)]
    return [elected, last, *gone[::-1], steps[0]["aside"]]
