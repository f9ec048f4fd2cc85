"""Projects funded one after the other while they fit, and every way of breaking ties on the way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic

from voting.rules._limits import Limits, Project

MOST_STATES = 10_000
"""At most this many different sets of funded projects are followed to see whether a tie matters;
beyond that, all projects of the tie that fit alone, and all after them, are reported as tied."""


@dataclass(frozen=True)
class Purse(Generic[Project]):
    """What projects have to fit into."""

    costs: Mapping[Project, int]
    budget: int
    limits: Limits[Project]
    stops: bool
    """Whether the count ends at the first project that is too dear for what is left of the
    budget. One that a limit keeps out is passed over in any case."""

    def pays(self, option: Project, funded: frozenset[Project]) -> bool:
        return self.costs[option] + sum(self.costs[o] for o in funded) <= self.budget

    def fits(self, option: Project, funded: frozenset[Project]) -> bool:
        return self.pays(option, funded) and self.limits.allow(option, funded)

    def holds(self, funded: frozenset[Project]) -> bool:
        return sum(self.costs[o] for o in funded) <= self.budget and self.limits.hold(funded)


def every_end(
    ranking: Sequence[Sequence[Project]], purse: Purse[Project]
) -> set[frozenset[Project]]:
    """Every set of projects that can be funded in the end, over all ways of breaking ties."""
    ends: set[frozenset[Project]] = set()
    states: set[frozenset[Project]] = {frozenset()}
    for place, group in enumerate(ranking):
        after: set[frozenset[Project]] = set()
        for funded in states:
            through = _through(group, funded, purse)
            for everything, ended in through or ():
                (ends if ended else after).add(everything)
            if through is None or len(after) + len(ends) > MOST_STATES:
                return _too_many(states, ranking[place:], purse)
        states = after
    return ends | states


def _too_many(
    states: set[frozenset[Project]], rest: Sequence[Sequence[Project]], purse: Purse[Project]
) -> set[frozenset[Project]]:
    """Sure is what was funded before the tie; every later project that would fit alone may be."""
    sure = frozenset.intersection(*states)
    later = [one for group in rest for one in group]
    fitting = [one for one in later if any(purse.fits(one, funded) for funded in states)]
    return states | {sure} | {sure | {one} for one in fitting}


def _through(
    group: Sequence[Project], funded: frozenset[Project], purse: Purse[Project]
) -> set[tuple[frozenset[Project], bool]] | None:
    """What is funded after level projects, and whether the count ends there; None: too many."""
    if purse.holds(funded | set(group)):
        return {(funded | set(group), False)}
    fitting = {o for o in group if purse.fits(o, funded)}
    if not purse.stops and purse.holds(funded | fitting):
        return {(funded | fitting, False)}
    return _orders(group, funded, purse)


def _orders(
    group: Sequence[Project], before: frozenset[Project], purse: Purse[Project]
) -> set[tuple[frozenset[Project], bool]] | None:
    """Every order of the group, by the sets of projects that orders lead to."""
    found: set[tuple[frozenset[Project], bool]] = set()
    seen: set[frozenset[Project]] = {before}
    waiting: list[frozenset[Project]] = [before]
    while waiting:
        if len(found) + len(seen) > MOST_STATES:
            return None
        funded = waiting.pop()
        rest = [o for o in group if o not in funded and purse.limits.allow(o, funded)]
        fitting = [o for o in rest if purse.pays(o, funded)]
        if not fitting or (purse.stops and len(fitting) < len(rest)):
            found.add((funded, purse.stops and bool(rest)))
        fresh = {funded | {one} for one in fitting} - seen
        seen |= fresh
        waiting += fresh
    return found
