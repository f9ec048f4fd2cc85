"""What the rules share in which one option after the other goes out: following the rounds to the
end, and every way of breaking their ties.

Who can win when ties are broken one by one is found by looking at every set of options that may be
left; for Baldwin nothing quicker is known for all cases (Mattei, Narodytska and Walsh, "How hard is
it to control an election by breaking ties?", 2014). Options that are alike in all that counts are
twins: what can happen to one can happen to each, so that they go out in one order only.
"""

from collections.abc import Sequence
from typing import Any, Protocol

from voting.rules import Option

Step = dict[str, Any]


class Left(Protocol):
    """Who is left, by column, and how they stand."""

    @property
    def standing(self) -> frozenset[int]: ...
    def winner(self) -> int | None: ...
    def weakest(self) -> list[int]:
        """Of whom one goes out next, in the order of the options."""
        ...

    def without(self, option: int) -> "Left": ...
    def step(self, options: Sequence[Option]) -> Step:
        """What is counted in this round: ``values`` by the names of the options."""
        ...


def rounds(
    start: Left,
    options: Sequence[Option],
    twins: Sequence[Sequence[int]],
    order: Sequence[int] | None,
    most: int,
) -> tuple[list[Step], list[int]]:
    """Round by round until somebody has won, or until a tie that matters; and who may win.
    ``most``: how many sets of options that may be left are examined; beyond that everybody who is
    left at the tie may win."""
    steps: list[Step] = []
    left, matters = start, order is None
    while True:
        winner = left.winner()
        if winner is not None and steps and len(left.standing) == 1:
            return steps, [winner]
        steps.append({**left.step(options), "out": []})
        if winner is not None:
            return steps, [winner]
        level = left.weakest()
        if len(level) > 1 and order is None:
            winners = possible_winners(left, twins, most) if matters else []
            if len(winners) > 1:
                steps[-1]["level"] = [options[option] for option in level]
                return steps, winners
            steps[-1]["immaterial"] = [options[option] for option in level]
            matters = False
        out = max(level, key=range(len(options)).index if order is None else list(order).index)
        steps[-1]["out"] = [options[out]]
        left = left.without(out)


def possible_winners(start: Left, twins: Sequence[Sequence[int]], most: int) -> list[int]:
    """Everybody who wins under some way of breaking the ties from here on."""
    kin = {one: group for group in twins for one in group}
    seen, waiting, winners = {start.standing}, [start], set[int]()
    while waiting:
        left = waiting.pop()
        winner = left.winner()
        if winner is not None:
            winners |= start.standing.intersection(kin.get(winner, (winner,)))
            continue
        last_twins = {kin.get(option, (option,))[0]: option for option in left.weakest()}
        for option in last_twins.values():
            after = left.without(option)
            if after.standing not in seen:
                seen.add(after.standing)
                waiting.append(after)
        if len(seen) > most:
            return sorted(start.standing)
    return sorted(winners)
