"""Schulze: rank the options; every two are compared, and the one that nobody beats wins.

An option beats another if more ballots rank it higher. Where such duels run in a circle, a duel
counts for as much as the weakest link of the strongest chain of duels. Source: Markus Schulze,
"A new monotonic, clone-independent, reversal symmetric, and Condorcet-consistent single-winner
election method", Social Choice and Welfare 36 (2011).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from voting.rules import (
    N_,
    N_n,
    Option,
    Outcome,
    Parameters,
    Profile,
    Reason,
    VotingRule,
)
from voting.rules._duels import (
    MEASURE,
    UNRANKED,
    Duels,
    cells,
    chart,
    duels,
    one_of,
    strengths,
    sums,
)


def count(
    profile: Profile, parameters: Parameters, tie_order: Sequence[Option] | None = None
) -> Outcome:
    if not profile.weight:
        return Outcome(elected=())
    options, found = profile.options, duels(profile, parameters["unranked"])
    paths = _strongest_paths(found, parameters["measure"])
    ranking = _ranking(options, paths)
    elected, tied = one_of(ranking[0], tie_order)
    return Outcome(
        elected=elected,
        tied=tied,
        ranking=ranking,
        steps=(
            {"duels": found.tolist(), "options": list(options)},
            {"paths": paths.tolist()},
        ),
        reasons=_why(options, found, ranking, elected, tied, _Chains(found, paths, parameters)),
        numbers={"matrix": cells(options, found)},
        chart=chart(options, found, ranking, elected),
    )


def _strongest_paths(found: Duels, measure: str) -> Duels:
    """Floyd and Warshall's scheme, with the weakest link in place of the sum."""
    paths = strengths(found, measure)
    for middle in range(len(paths)):
        paths = np.maximum(paths, np.minimum(paths[:, [middle]], paths[[middle], :]))
    np.fill_diagonal(paths, 0)
    return paths


def _ranking(options: Sequence[Option], paths: Duels) -> tuple[tuple[Option, ...], ...]:
    """Again and again, those whom nobody left beats by a stronger path."""
    left, ranking = list(range(len(options))), []
    while left:
        best = [a for a in left if not any(paths[b, a] > paths[a, b] for b in left)]
        ranking.append(tuple(options[a] for a in best))
        left = [a for a in left if a not in best]
    return tuple(ranking)


def _why(
    options: Sequence[Option],
    found: Duels,
    ranking: Sequence[Sequence[Option]],
    elected: Sequence[Option],
    tied: Sequence[Option],
    chains: "_Chains",
) -> tuple[Reason, ...]:
    said: list[Reason] = []
    if tied:
        return (("schulze.tied", {"options": list(tied)}),)
    winner = options.index(elected[0])
    lost = [b for b in range(len(options)) if found[b, winner] > found[winner, b]]
    level = [b for b in range(len(options)) if b != winner and found[b, winner] == found[winner, b]]
    if not lost and not level:
        said.append(("schulze.beats_all", {"option": elected[0], "count": len(options) - 1}))
    elif lost:
        beaten_by = {"option": elected[0], "options": [options[b] for b in lost]}
        said += [("schulze.circle", beaten_by), chains.told(options, winner, lost[0])]
    else:
        said.append(("schulze.unbeaten", {"option": elected[0]}))
    level_with_it = elected[0] in ranking[0] and len(ranking[0]) > 1
    seconds = ranking[1] if ranking[1:] and not level_with_it else ()
    if len(seconds) > 1:
        said.append(("schulze.seconds", {"options": list(seconds)}))
    elif seconds:
        [second] = seconds
        b = options.index(second)
        numbers = {
            "option": elected[0],
            "other": second,
            "count": int(found[winner, b]),
            "against": int(found[b, winner]),
        }
        said.append(("schulze.runner_up", numbers))
    return tuple(said)


@dataclass(frozen=True)
class _Chains:
    """The strongest chains of won duels, to be read step by step."""

    found: Duels
    paths: Duels
    parameters: Parameters

    def told(self, options: Sequence[Option], start: int, end: int) -> Reason:
        key = "schulze.chain" if self._by_votes() else "schulze.chain_margins"
        chain = [options[column] for column in self._between(start, end)]
        numbers = {"option": options[start], "other": options[end], "chain": chain}
        there, back = int(self.paths[start, end]), int(self.paths[end, start])
        return key, numbers | {"count": there, "against": back}

    def _by_votes(self) -> bool:
        return bool(self.parameters["measure"] == "winning-votes")

    def _between(self, start: int, end: int) -> list[int]:
        """The shortest of the strongest chains."""
        strength = self.found if self._by_votes() else self.found - self.found.T
        enough = (self.found > self.found.T) & (strength >= self.paths[start, end])
        chain, chains, seen = [start], [], {start}
        while chain[-1] != end:
            onward = [int(c) for c in np.flatnonzero(enough[chain[-1]]) if int(c) not in seen]
            seen.update(onward)
            chains += [[*chain, column] for column in onward]
            chain = chains.pop(0)
        return chain


RULE = VotingRule(
    id="schulze",
    title=N_("Ranking with duels"),
    summary=N_(
        "Put the options in your order; leave out those you do not know. Every two options are "
        "compared: how many ballots place one above the other? The option that loses no duel wins."
    ),
    form="ranking",
    count=count,
    parameters=(MEASURE, UNRANKED),
    sums=sums,
    promises=(
        N_("An option that wins each of its duels wins the vote."),
        N_("A better rank never harms the option that gets it."),
        N_("Very similar options neither help nor harm each other."),
    ),
    limits=(
        N_("Ranking a second choice can harm your first, in rare circles."),
        N_("Where duels run in a circle, the reason is harder to explain."),
    ),
    sentences={
        "schulze.beats_all": N_n(
            "%(option)s wins its only duel.",
            "%(option)s wins each of its %(count)s duels.",
        ),
        "schulze.unbeaten": N_("%(option)s loses no duel; some are level."),
        "schulze.circle": N_(
            "The duels run in a circle: %(option)s loses to %(options)s. What counts then is the "
            "strongest chain of won duels, and a chain is as strong as its weakest duel."
        ),
        "schulze.runner_up": N_n(
            "%(other)s comes second: %(count)s ballot prefers %(option)s to it, against "
            "%(against)s.",
            "%(other)s comes second: %(count)s ballots prefer %(option)s to it, against "
            "%(against)s.",
        ),
        "schulze.seconds": N_("%(options)s share the second place."),
        "schulze.chain": N_(
            "From %(option)s to %(other)s: %(chain)s, where the weakest duel is won with "
            "%(count)s votes. The other way round, with %(against)s."
        ),
        "schulze.chain_margins": N_(
            "From %(option)s to %(other)s: %(chain)s, where the weakest duel is won by a lead of "
            "%(count)s. The other way round, by a lead of %(against)s."
        ),
        "schulze.tied": N_("Neither the duels nor their chains tell %(options)s apart."),
    },
    fingerprints=True,
)
